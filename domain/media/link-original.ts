import { and, eq, isNull, ne } from 'drizzle-orm'
import type { Actor } from '#db/actor.ts'
import { mediaItems } from '#db/schema/media.ts'
import { notFound } from '#platform/refusal.ts'
import type { OwnMedia } from './delete-media.ts'
import { originalAt, type MediaNeeds } from './media-needs.ts'
import { originalLinkSeconds } from './rules.ts'

/** A link that downloads an original, under its own name, for 15 minutes. For its creator alone; refuses everybody else with `not_found`. */
export async function linkOriginal(
  needs: Pick<MediaNeeds, 'asActor' | 'storage'>,
  actor: Actor,
  { mediaId, creatorId }: OwnMedia,
): Promise<string> {
  const [original] = await needs.asActor(
    actor,
    (tx) =>
      tx
        .select({ key: mediaItems.originalKey })
        .from(mediaItems)
        .where(
          and(
            eq(mediaItems.id, mediaId),
            eq(mediaItems.creatorId, creatorId),
            ne(mediaItems.status, 'uploading'),
            isNull(mediaItems.deletedAt),
          ),
        ),
    'read',
  )
  if (!original) throw notFound('no_such_media')
  return needs.storage.signGet(originalAt(original.key), originalLinkSeconds, 'browser')
}
