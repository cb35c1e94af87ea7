import type { Editor } from '#domain/catalog/editor-queries.ts'
import type { Permission } from '#domain/organization/permissions.ts'
import { may, requirePermission, type Asked, type Member } from './guards.server.ts'
import { originOf } from './origin.server.ts'

/**
 * Who works on posts of the organization at this address, their own or everybody's; for anybody else it does not exist (404).
 * `needed`: what they must hold for this, instead.
 */
export async function requireEditor(
  asked: Asked,
  slug: string | undefined,
  needed: readonly Permission[] = ['content.create', 'content.edit_others'],
): Promise<Member & { readonly editor: Editor }> {
  const member = await requirePermission(asked, slug, ...needed)
  const { person, membership } = member
  const editor = {
    personId: person.id,
    organizationId: membership.organization.id,
    editsOthers: may(membership, 'content.edit_others'),
    origin: originOf(asked),
  }
  return { ...member, editor }
}
