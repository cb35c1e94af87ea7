import { eq, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import { recordAudit } from '#domain/audit/record.ts'
import { Refusal } from '#platform/refusal.ts'
import { findEditablePost, type Editor } from './editor-queries.ts'
import { lockPost, noSuchPost, now, withFreeSlug } from './post-steps.ts'

/**
 * Hides a post from everybody; its file stays in the library, and `restoreContent` brings it back.
 * Refuses with `not_found`, or `conflict` when people have bought it, or are about to pay: what they paid for stays theirs.
 */
export async function deleteContent(tx: ActorTx, editor: Editor, contentId: string): Promise<void> {
  const post = await lockPost(tx, editor, contentId)
  if (post.purchaseCount > 0)
    throw new Refusal(
      'conflict',
      'has_buyers',
      'People have bought this and keep it. Archive it instead: it leaves the storefront and stays in their libraries.',
    )
  if (await isBeingBought(tx, post.id))
    throw new Refusal(
      'conflict',
      'being_bought',
      'Somebody is buying this at the moment. Archive it, so that nobody else does, and delete it in a few hours.',
    )
  await tx.update(content).set({ deletedAt: now, updatedAt: now }).where(eq(content.id, post.id))
  await audit(tx, editor, 'content.delete', post)
}

async function isBeingBought(tx: ActorTx, contentId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ answer: boolean }>(
    sql`select app.is_being_bought(${contentId}) as answer`,
  )
  return rows[0]?.answer === true
}

/** Brings a deleted post back as it was. Refuses with `not_found`, or `conflict` when its address was taken meanwhile. */
export async function restoreContent(tx: ActorTx, editor: Editor, contentId: string): Promise<void> {
  const post = await findEditablePost(tx, editor, contentId, { lock: true, deleted: true })
  if (!post) throw noSuchPost()
  await withFreeSlug(() =>
    tx.update(content).set({ deletedAt: null, updatedAt: now }).where(eq(content.id, post.id)),
  )
  await audit(tx, editor, 'content.restore', post)
}

const audit = (
  tx: ActorTx,
  editor: Editor,
  action: 'content.delete' | 'content.restore',
  post: { id: string; title: string },
) =>
  recordAudit(tx, {
    action,
    organizationId: editor.organizationId,
    subjectType: 'content',
    subjectId: post.id,
    origin: editor.origin,
    detail: { title: post.title },
  })
