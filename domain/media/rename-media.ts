import { and, eq, isNull } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { mediaItems } from '#db/schema/media.ts'
import { notFound } from '#platform/refusal.ts'

export type RenameMedia = { readonly mediaId: string; readonly creatorId: string; readonly title: string }

/** Gives a media item of one's own another title (1 to 255 characters). Refuses with `not_found`. */
export async function renameMedia(tx: ActorTx, { mediaId, creatorId, title }: RenameMedia): Promise<void> {
  const renamed = await tx
    .update(mediaItems)
    .set({ title })
    .where(and(eq(mediaItems.id, mediaId), eq(mediaItems.creatorId, creatorId), isNull(mediaItems.deletedAt)))
    .returning({ id: mediaItems.id })
  if (renamed.length === 0) throw notFound('no_such_media')
}
