import { z } from '#platform/schema.ts'
import { optionalText, text } from '#platform/text.ts'
import type { GivenRole } from './change.ts'
import { parseAddresses } from './parse-addresses.ts'
import { isPermission, type Permission } from './permissions.ts'

const mostAtOnce = 100
const shownProblems = 10
const custom = /^custom:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/

/** A role as a field holds it: `creator`, or `custom:` and the id of a role of the organization's own. */
const givenRole = z.string({ error: 'Choose a role.' }).transform((value, context): GivenRole => {
  if (value === 'admin' || value === 'creator' || value === 'member')
    return { role: value, customRoleId: null }
  const customRoleId = custom.exec(value)?.[1]
  if (customRoleId) return { role: null, customRoleId }
  context.addIssue({ code: 'custom', message: 'Choose a role.' })
  return z.NEVER
})

/** The value of a role's choice, as the fields above read it. */
export const roleValue = (role: string, customRoleId: string | null) =>
  customRoleId ? `custom:${customRoleId}` : role

/** Whom to invite, pasted as it comes, and as what. */
export const InviteForm = z.object({
  emails: text('Enter at least one e-mail address.', { max: 20_000 }).transform((typed, context) => {
    const { addresses, problems } = parseAddresses(typed)
    const say = (message: string) => context.addIssue({ code: 'custom', message })
    for (const { line, typed: entry } of problems.slice(0, shownProblems))
      say(`Line ${line}: “${entry.slice(0, 80)}” is not an e-mail address.`)
    if (problems.length > shownProblems) say(`And ${problems.length - shownProblems} more are not.`)
    if (addresses.length > mostAtOnce)
      say(`These are ${addresses.length} addresses. Invite at most ${mostAtOnce} at once.`)
    return addresses
  }),
  role: givenRole,
})

/** One invitation, and one member. */
export const InvitationForm = z.object({ invitationId: z.uuid() })
export const PersonForm = z.object({ personId: z.uuid() })

/** Another role for a member. */
export const ChangeRoleForm = z.object({ personId: z.uuid(), role: givenRole })

const chosenPermissions = z
  .string()
  .array()
  .optional()
  .transform((names, context): Permission[] => {
    const known = (names ?? []).filter(isPermission)
    if (known.length !== (names?.length ?? 0))
      context.addIssue({ code: 'custom', message: 'That is nothing a role can be allowed.' })
    return [...new Set(known)]
  })

/** What one member may beside their role. */
export const GrantsForm = z.object({ personId: z.uuid(), permissions: chosenPermissions })

/** A role of the organization's own. */
export const RoleForm = z.object({
  name: text('Enter a name.', { max: 60 }),
  description: optionalText({ max: 300 }),
  permissions: chosenPermissions,
})
export type RoleForm = z.output<typeof RoleForm>
