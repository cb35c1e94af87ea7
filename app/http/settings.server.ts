import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import type { Actor } from '#db/actor.ts'
import { listMemberIds } from '#domain/organization/queries.ts'
import type { SettingsEditor } from '#domain/organization/settings-queries.ts'
import type { RequestContext } from './context.ts'
import { requireOwner, requirePermission, type Member } from './guards.server.ts'
import { originOf } from './origin.server.ts'
import { refreshSessionsOf } from './session.server.ts'

type Asked = LoaderFunctionArgs | ActionFunctionArgs
type SettingsMember = Member & { readonly editor: SettingsEditor }

/** Who may change how the organization at this address looks and reads; for anybody else it does not exist (404). */
export const requireSettings = async (asked: Asked): Promise<SettingsMember> =>
  asEditor(asked, await requirePermission(asked, asked.params.org, 'settings.manage'))

/** Its owner, for what decides over the organization itself. */
export const requireOwnSettings = async (asked: Asked): Promise<SettingsMember> =>
  asEditor(asked, await requireOwner(asked, asked.params.org))

function asEditor(asked: Asked, member: Member): SettingsMember {
  const editor = { organizationId: member.membership.organization.id, origin: originOf(asked) }
  return { ...member, editor }
}

/** What the sessions of an organization's people say of it has changed: their next requests read it anew. */
export async function refreshPeopleOf(
  context: RequestContext,
  actor: Actor,
  organizationId: string,
): Promise<void> {
  const people = await context.asActor(actor, (tx) => listMemberIds(tx, organizationId), 'read')
  await refreshSessionsOf(context, people)
}
