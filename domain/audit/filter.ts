import { z } from '#platform/schema.ts'
import { optionalText } from '#platform/text.ts'
import { auditActions } from './actions.ts'

/** Where a page of the log begins: an event's exact moment (ISO 8601 to the microsecond) and its id. */
export type AuditKey = { readonly moment: string; readonly id: string }

/** A key as it stands in an address. */
export const formatAuditKey = ({ moment, id }: AuditKey) => `${moment}~${id}`

/** Nothing of ours is older, and PostgreSQL knows no year 0. */
const isOurs = (date: string) => date >= '1970'

/** A field of a form that was left empty narrows nothing. */
const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const day = z.iso.date('Choose a day.').refine(isOurs, 'Choose a day.')
const key = z
  .string()
  .transform((text) => {
    const [moment = '', id = ''] = text.split('~')
    return { moment, id }
  })
  .pipe(z.object({ moment: z.iso.datetime({ precision: 6 }).refine(isOurs), id: z.guid() }))

/** What the log can be narrowed to, as it stands in an address. Days are `2026-11-26`, both included. */
export const AuditFilter = z.object({
  action: orNothing(z.enum(auditActions, 'Choose one of the list.')),
  person: orNothing(z.guid('Choose one of the list.')),
  result: orNothing(z.enum(['success', 'refused'], 'Choose one of the list.')),
  from: orNothing(day),
  to: orNothing(day),
  /** The address of an organization. */
  organization: optionalText({ max: 63 }),
  after: orNothing(key),
  before: orNothing(key),
})
export type AuditFilter = z.output<typeof AuditFilter>

/** The narrowing alone, without the page, as it stands in an address. */
export function filterSearch({ action, person, result, from, to, organization }: AuditFilter) {
  const search = new URLSearchParams()
  const all = { organization, action, person, result, from, to }
  for (const [name, value] of Object.entries(all)) if (value) search.set(name, value)
  return search
}
