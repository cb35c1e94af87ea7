import type { Editor } from '#domain/catalog/editor-queries.ts'
import { requireCreator, type Asked, type Member } from './guards.server.ts'
import { originOf } from './origin.server.ts'

/** Who works on the posts of the organization at this address; for anybody else it does not exist (404). */
export async function requireEditor(
  asked: Asked,
  slug: string | undefined,
): Promise<Member & { readonly editor: Editor }> {
  const member = await requireCreator(asked, slug)
  const { person, membership } = member
  const editor = {
    personId: person.id,
    organizationId: membership.organization.id,
    role: membership.role,
    origin: originOf(asked),
  }
  return { ...member, editor }
}
