import { eq, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import { recordAudit } from '#domain/audit/record.ts'
import { Refusal } from '#platform/refusal.ts'
import type { Editor } from './editor-queries.ts'
import { lockPost, now, refuseUnchargeable } from './post-steps.ts'
import { publishBlockText, visibilityOf, whyNotPublishable } from './rules.ts'

/**
 * Puts a draft or an archived post on sale at the price it has. The first publication's time stays.
 * Refuses with `not_found`, `conflict` (a PublishBlock) or `invalid` (a price that Stripe would not charge).
 */
export async function publishContent(tx: ActorTx, editor: Editor, contentId: string): Promise<void> {
  const post = await lockPost(tx, editor, contentId)
  const block = whyNotPublishable({ ...post, hasWords: Boolean(post.body?.trim()) })
  if (block) throw new Refusal('conflict', block, publishBlockText[block])
  refuseUnchargeable(post.priceCents, post.currency)
  await tx
    .update(content)
    .set({
      status: 'published',
      visibility: visibilityOf(post.priceCents),
      publishedAt: sql`coalesce(${content.publishedAt}, now())`,
      updatedAt: now,
    })
    .where(eq(content.id, post.id))
  await recordAudit(tx, {
    action: 'content.publish',
    organizationId: editor.organizationId,
    subjectType: 'content',
    subjectId: post.id,
    origin: editor.origin,
    detail: { title: post.title, priceCents: post.priceCents, currency: post.currency },
  })
}
