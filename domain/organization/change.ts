import type { ActorTx } from '#db/actor.ts'
import type { AuditAction } from '#domain/audit/actions.ts'
import { recordAudit, type Origin } from '#domain/audit/record.ts'

/** Where a change of an organization's people happens, and where it comes from. */
export type PeopleChange = { readonly organizationId: string; readonly origin: Origin }

/** The role that is given: a built-in one, or one of the organization's own. */
export type GivenRole =
  | { readonly role: 'admin' | 'creator' | 'member'; readonly customRoleId: null }
  | { readonly role: null; readonly customRoleId: string }

type OrganizationAction = AuditAction extends infer Action
  ? Action extends `organization.${infer Verb}`
    ? Verb
    : never
  : never

/** Writes a change down, in its transaction. */
export const recordChange = (
  tx: ActorTx,
  { organizationId, origin }: PeopleChange,
  action: OrganizationAction,
  subject: readonly [type: string, id: string],
  detail: Readonly<Record<string, unknown>> = {},
) =>
  recordAudit(tx, {
    action: `organization.${action}`,
    organizationId,
    subjectType: subject[0],
    subjectId: subject[1],
    origin,
    detail,
  })
