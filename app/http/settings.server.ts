import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import type { Actor } from '#db/actor.ts'
import { listMemberIds } from '#domain/organization/queries.ts'
import type { SettingsEditor } from '#domain/organization/settings-queries.ts'
import type { RequestContext } from './context.ts'
import { requireOwner, type Member } from './guards.server.ts'
import { originOf } from './origin.server.ts'
import { refreshSessionsOf } from './session.server.ts'

/** The owner of the organization at this address, as who changes its settings; for anybody else it does not exist (404). */
export async function requireSettings(
  asked: LoaderFunctionArgs | ActionFunctionArgs,
): Promise<Member & { readonly editor: SettingsEditor }> {
  const member = await requireOwner(asked, asked.params.org)
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
