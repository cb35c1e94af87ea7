import { and, eq, ne, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { mediaItems, renditions } from '#db/schema/media.ts'
import { atRest, type Claim } from './claim-media.ts'
import { whileHeld } from './end-claim.ts'
import type { StoredPoster } from './store-renditions.ts'
import { renditionKey } from '../package/storage-keys.ts'
import type { TranscodeResult } from '../execute/transcode-file.ts'

/**
 * Makes a finished transcoding the one that is played, in one transaction. False when somebody has claimed the film since, or
 * it was deleted: nothing is written then. A repeat after a lost answer is true and changes nothing.
 */
export async function publishRenditions(
  tx: ActorTx,
  claim: Claim,
  made: TranscodeResult,
  poster: StoredPoster | undefined,
): Promise<boolean> {
  const { mediaId, creatorId, generation } = claim
  const published = await tx
    .update(mediaItems)
    .set({
      ...atRest,
      status: 'ready',
      percent: 100,
      attempts: 0,
      publishedGeneration: generation,
      mediaType: made.mediaType,
      durationSeconds: made.durationSeconds,
      width: made.width || null,
      height: made.height || null,
      posterKey: poster?.key ?? null,
      posterHash: poster?.hash ?? null,
      plan: made.plan,
      readyAt: sql`now()`,
    })
    .where(whileHeld(claim))
    .returning({ id: mediaItems.id })
  if (published.length === 0) return isPublished(tx, claim)
  await tx
    .delete(renditions)
    .where(and(eq(renditions.mediaItemId, mediaId), ne(renditions.generation, generation)))
  const firstSound = made.renditions.find(({ kind }) => kind === 'audio')
  await tx.insert(renditions).values(
    made.renditions.map((rendition) => ({
      mediaItemId: mediaId,
      creatorId,
      generation,
      kind: rendition.kind,
      name: rendition.name,
      key: renditionKey(claim, rendition.name),
      codecs: rendition.codecs,
      bandwidth: Math.round(rendition.bandwidth),
      averageBandwidth: Math.round(rendition.averageBandwidth),
      width: rendition.width || null,
      height: rendition.height || null,
      frameRate: rendition.frameRate || null,
      channels: rendition.channels ?? null,
      language: rendition.language ?? null,
      isDefault: rendition === firstSound,
      bytes: rendition.bytes,
      initBytes: rendition.initBytes,
      durationSeconds: rendition.durationSeconds,
      segments: rendition.segments.map(({ offset, length, duration }) => [offset, length, duration] as const),
    })),
  )
  return true
}

/** Whether this claim's generation is the one that is played, or would be once a deletion is taken back. */
export async function isPublished(tx: ActorTx, { mediaId, generation }: Claim): Promise<boolean> {
  const rows = await tx
    .select({ id: mediaItems.id })
    .from(mediaItems)
    .where(and(eq(mediaItems.id, mediaId), eq(mediaItems.publishedGeneration, generation)))
  return rows.length > 0
}
