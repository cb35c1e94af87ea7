import { eq } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import { recordAudit } from '#domain/audit/record.ts'
import { Refusal } from '#platform/refusal.ts'
import type { Editor } from './editor-queries.ts'
import { lockPost, now } from './post-steps.ts'

/**
 * Takes a published post off the storefront; whoever bought it keeps it. It can be published again.
 * Refuses with `not_found`, or `conflict` when it is not published.
 */
export async function archiveContent(tx: ActorTx, editor: Editor, contentId: string): Promise<void> {
  const post = await lockPost(tx, editor, contentId)
  if (post.status !== 'published')
    throw new Refusal('conflict', 'not_published', 'Only a published post can be archived.')
  await tx.update(content).set({ status: 'archived', updatedAt: now }).where(eq(content.id, post.id))
  await recordAudit(tx, {
    action: 'content.archive',
    organizationId: editor.organizationId,
    subjectType: 'content',
    subjectId: post.id,
    origin: editor.origin,
    detail: { title: post.title },
  })
}
