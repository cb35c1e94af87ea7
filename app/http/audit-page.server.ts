import { actionChoices } from '#domain/audit/actions.ts'
import { findPerson } from '#domain/account/find-people.ts'
import { AuditFilter, filterSearch, formatAuditKey } from '#domain/audit/filter.ts'
import { findSubjects } from '#domain/audit/find-subjects.ts'
import { listAuditPeople, readLog } from '#domain/audit/read-log.ts'
import { findOrganizationId } from '#domain/organization/queries.ts'
import { getSettings } from '#domain/organization/settings-queries.ts'
import type { ActorTx } from '#db/actor.ts'
import { auditRow, type AuditReader } from './audit-rows.server.ts'
import type { Asked, Member, SignedIn } from './guards.server.ts'
import { parseOrRefuse } from './parse.server.ts'
import { recordLook } from './record-read.server.ts'
import { attempt } from './refusal-response.server.ts'

const pageSize = 50

/** Whose log is read by whom: an organization's by a member, or the platform's by its owner. */
export type AuditAsked = Asked & { readonly who: SignedIn | Member }

/** What a log is narrowed to by the address that was asked for; what cannot be meant is refused (400). */
export const auditFilterOf = (request: Request): Promise<AuditFilter> =>
  attempt(async () => parseOrRefuse(Object.fromEntries(new URL(request.url).searchParams), AuditFilter))

/** Who reads, as rows are written for them. */
export function readerOf(who: SignedIn | Member): AuditReader {
  if (!('membership' in who)) return { kind: 'platform' }
  const { organization, permissions } = who.membership
  return { kind: 'organization', slug: organization.slug, personId: who.person.id, permissions }
}

/** Which log it is, and where its days begin; undefined when no organization lives at the address asked for. */
export async function logOf(
  tx: ActorTx,
  who: SignedIn | Member,
  { organization }: AuditFilter,
): Promise<{ organizationId: string | null; timeZone: string } | undefined> {
  if ('membership' in who) {
    const organizationId = who.membership.organization.id
    return { organizationId, timeZone: (await getSettings(tx, organizationId)).timezone }
  }
  if (!organization) return { organizationId: null, timeZone: 'UTC' }
  const organizationId = await findOrganizationId(tx, organization)
  return organizationId === undefined ? undefined : { organizationId, timeZone: 'UTC' }
}

/** A page of a log with everything to narrow it by. Looking at it is written down in it. */
export async function loadAuditPage({ who, ...asked }: AuditAsked) {
  const filter = await auditFilterOf(asked.request)
  const reader = readerOf(who)
  const found = await attempt(() =>
    asked.context.asActor(
      who.actor,
      async (tx) => {
        const log = await logOf(tx, who, filter)
        const page = log
          ? await readLog(tx, { ...filter, ...log, limit: pageSize })
          : { events: [], previous: undefined, next: undefined }
        const subjects = await findSubjects(tx, page.events)
        const rows = page.events.map((event) => auditRow(event, subjects, reader))
        const people =
          reader.kind === 'organization' && log?.organizationId
            ? await listAuditPeople(tx, log.organizationId)
            : await peopleOf(tx, rows, filter.person)
        return { page, rows, people, isUnknown: !log, timeZone: log?.timeZone ?? 'UTC' }
      },
      'read',
    ),
  )
  const organizationId = 'membership' in who ? who.membership.organization.id : null
  await recordLook(asked, who.session, { action: 'audit.view', organizationId })
  const { page, ...shown } = found
  return {
    ...shown,
    scope: reader.kind,
    previous: page.previous && formatAuditKey(page.previous),
    next: page.next && formatAuditKey(page.next),
    search: filterSearch(filter).toString(),
    actions: actionChoices(reader.kind),
  }
}

/** On the platform: whoever is on the page, and whom it is narrowed to. */
async function peopleOf(
  tx: ActorTx,
  rows: readonly { personId: string | null; who: string }[],
  chosen: string | undefined,
): Promise<{ id: string; fullName: string }[]> {
  const people = new Map(rows.flatMap(({ personId, who }) => (personId ? [[personId, who] as const] : [])))
  if (chosen && !people.has(chosen)) {
    const person = await findPerson(tx, chosen)
    people.set(chosen, person?.fullName ?? 'A deleted account')
  }
  return [...people]
    .map(([id, fullName]) => ({ id, fullName }))
    .sort((a, b) => a.fullName.localeCompare(b.fullName))
}
