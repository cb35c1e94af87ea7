import { and, eq, isNotNull, isNull, ne } from 'drizzle-orm'
import type { Actor, ActorTx } from '#db/actor.ts'
import { mediaItems } from '#db/schema/media.ts'
import { recordAudit, type Origin } from '#domain/audit/record.ts'
import { notFound, Refusal } from '#platform/refusal.ts'
import { abortUpload } from './abort-upload.ts'
import type { MediaNeeds } from './media-needs.ts'
import { hideMedia, listUses } from './queries.ts'
import { findUploadOfMedia } from './upload-queries.ts'

export type OwnMedia = { readonly mediaId: string; readonly creatorId: string }
/** The same, with whose studio it is done in, and from where. */
export type MediaChange = OwnMedia & { readonly organizationId: string; readonly origin: Origin }

/**
 * Deletes a media item of one's own; `restoreMedia` takes it back. One that is still being uploaded is cancelled for good.
 * Refuses with `not_found`, or with `conflict` naming the posts that use it.
 */
export async function deleteMedia(
  needs: MediaNeeds,
  actor: Actor,
  own: MediaChange,
): Promise<'deleted' | 'cancelled'> {
  const { mediaId, creatorId } = own
  const upload = await needs.asActor(actor, (tx) => findUploadOfMedia(tx, mediaId), 'read')
  if (upload) {
    await abortUpload(needs, actor, upload.id)
    return 'cancelled'
  }
  await needs.asActor(actor, async (tx) => {
    // Held, so that no post takes it up in the meantime.
    const [media] = await tx
      .select({ id: mediaItems.id, title: mediaItems.title })
      .from(mediaItems)
      .where(
        and(eq(mediaItems.id, mediaId), eq(mediaItems.creatorId, creatorId), isNull(mediaItems.deletedAt)),
      )
      .for('update')
    if (!media) throw notFound('no_such_media')
    const titles = (await listUses(tx, mediaId)).map(({ title }) => `“${title}”`)
    if (titles.length > 0) throw new Refusal('conflict', 'in_use', inUseText(titles))
    await hideMedia(tx, mediaId, needs.clock.now())
    await audit(tx, own, 'media.delete', media.title)
  })
  return 'deleted'
}

function inUseText(titles: readonly string[]): string {
  const shown = titles.slice(0, 3).join(', ') + (titles.length > 3 ? ` and ${titles.length - 3} more` : '')
  return titles.length === 1
    ? `The post ${shown} uses this file. Delete the post or give it another file first.`
    : `The posts ${shown} use this file. Delete them or give them another file first.`
}

/** Takes a deletion back. Refuses with `not_found` when there is nothing to take back. */
export async function restoreMedia(
  needs: Pick<MediaNeeds, 'asActor'>,
  actor: Actor,
  own: MediaChange,
): Promise<void> {
  await needs.asActor(actor, async (tx) => {
    const [restored] = await tx
      .update(mediaItems)
      .set({ deletedAt: null })
      .where(
        and(
          eq(mediaItems.id, own.mediaId),
          eq(mediaItems.creatorId, own.creatorId),
          isNotNull(mediaItems.deletedAt),
          // A cancelled upload has no bytes to come back to.
          ne(mediaItems.status, 'uploading'),
        ),
      )
      .returning({ title: mediaItems.title })
    if (!restored) throw notFound('no_such_media')
    await audit(tx, own, 'media.restore', restored.title)
  })
}

const audit = (
  tx: ActorTx,
  { mediaId, organizationId, origin }: MediaChange,
  action: 'media.delete' | 'media.restore',
  title: string,
) =>
  recordAudit(tx, {
    action,
    organizationId,
    subjectType: 'media',
    subjectId: mediaId,
    origin,
    detail: { title },
  })
