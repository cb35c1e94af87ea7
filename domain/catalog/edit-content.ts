import { eq } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import { recordAudit } from '#domain/audit/record.ts'
import { Refusal } from '#platform/refusal.ts'
import type { EditablePost, Editor } from './editor-queries.ts'
import type { PostValues } from './forms.ts'
import { kindOfOwnMedia, lockPost, now, refuseUnchargeable, withFreeSlug } from './post-steps.ts'
import { publishBlockText, visibilityOf } from './rules.ts'

export type EditContent = PostValues & { readonly contentId: string }

/**
 * Saves what the editor of a post says, published or not, and answers the film that is owed a copy to keep since: enqueue
 * `extendFilmJob` for it. Price in integer minor units; 0 is free.
 * Refuses with `not_found`, `conflict` (address taken; a published post left without file or words) and `invalid` (a file that
 * is not the creator's own, a price that is none), naming the field.
 */
export async function editContent(
  tx: ActorTx,
  editor: Editor,
  values: EditContent,
): Promise<string | undefined> {
  const post = await lockPost(tx, editor, values.contentId)
  refuseUnchargeable(values.priceCents, post.currency)
  await checkSubstance(tx, post, values)
  const written = post.contentType === 'written'
  const downloadsAllowed = !written && values.downloadsAllowed
  await withFreeSlug(() =>
    tx
      .update(content)
      .set({
        title: values.title,
        slug: values.slug,
        description: values.description,
        category: values.category || null,
        tags: values.tags,
        priceCents: values.priceCents,
        visibility: visibilityOf(values.priceCents),
        downloadsAllowed,
        updatedAt: now,
        ...(written ? { contentBody: values.body } : { mediaItemId: values.mediaItemId }),
      })
      .where(eq(content.id, post.id)),
  )
  await recordChanges(tx, editor, post, values)
  const isOwedAlready = post.downloadsAllowed && values.mediaItemId === post.mediaItemId
  return downloadsAllowed && !isOwedAlready ? (values.mediaItemId ?? undefined) : undefined
}

/** Writes down what of a change buyers care about: another price, another file. */
async function recordChanges(
  tx: ActorTx,
  { organizationId, origin }: Editor,
  { id, title, contentType, priceCents, currency, mediaItemId }: EditablePost,
  values: EditContent,
): Promise<void> {
  const about = { organizationId, subjectType: 'content', subjectId: id, origin }
  if (values.priceCents !== priceCents)
    await recordAudit(tx, {
      ...about,
      action: 'content.price_change',
      detail: { title, from: priceCents, to: values.priceCents, currency },
    })
  if (contentType !== 'written' && values.mediaItemId !== mediaItemId)
    await recordAudit(tx, {
      ...about,
      action: 'content.file_change',
      detail: { title, mediaBefore: mediaItemId, media: values.mediaItemId },
    })
}

/** What the post is made of: a file of its creator's own, or words; and not taken from those who may have it already. */
async function checkSubstance(tx: ActorTx, post: EditablePost, values: EditContent): Promise<void> {
  if (post.contentType === 'written') {
    if (post.status === 'published' && !values.body)
      throw new Refusal('conflict', 'no_words', publishBlockText.no_words, {
        body: [publishBlockText.no_words],
      })
    return
  }
  if (values.mediaItemId === post.mediaItemId) return
  const refuse = (reason: string, message: string) =>
    new Refusal('conflict', reason, message, { mediaItemId: [message] })
  if (post.status !== 'draft')
    throw refuse(
      'media_in_use',
      'The file of a post that was published cannot be changed. Make a new post for another file.',
    )
  if (values.mediaItemId) await kindOfOwnMedia(tx, post.creatorId, values.mediaItemId)
}
