import { and, eq, isNull, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { mediaItems, type FailureCause } from '#db/schema/media.ts'
import { atRest, type Claim } from './claim-media.ts'
import { patienceSeconds } from './claim-rules.ts'

/** Rows that the holder of this claim may still write. */
export const whileHeld = ({ mediaId, generation }: Pick<Claim, 'mediaId' | 'generation'>) =>
  and(
    eq(mediaItems.id, mediaId),
    eq(mediaItems.generation, generation),
    eq(mediaItems.status, 'transcoding'),
    isNull(mediaItems.deletedAt),
  )

const keptDetail = 8000

export type Failure = {
  readonly cause: FailureCause
  /** What the creator is told. */
  readonly message: string
  /** For the owner of the platform only. */
  readonly detail: string
}

/** Ends a claim as failed. False when the claim was no longer ours to end. */
export async function failMedia(tx: ActorTx, claim: Claim, failure: Failure): Promise<boolean> {
  const rows = await tx
    .update(mediaItems)
    .set({
      ...atRest,
      status: 'failed',
      failureCause: failure.cause,
      failureMessage: failure.message,
      failureDetail: failure.detail.replaceAll('\0', '').slice(-keptDetail),
    })
    .where(whileHeld(claim))
    .returning({ id: mediaItems.id })
  return rows.length > 0
}

/**
 * Gives a claim back, so that the next worker finds the film `uploaded`. `uncounted`: the try was not the film's fault and
 * does not use up one of its claims, for a day. Answers whether another worker may try it; false also when it was not ours.
 */
export async function releaseMedia(
  tx: ActorTx,
  claim: Claim,
  { uncounted }: { uncounted: boolean },
): Promise<void> {
  const isYoung = sql`${mediaItems.transcodeStartedAt} > now() - make_interval(secs => ${patienceSeconds})`
  const attempts = uncounted
    ? sql<number>`case when ${isYoung} then greatest(0, ${mediaItems.attempts} - 1) else ${mediaItems.attempts} end`
    : mediaItems.attempts
  await tx
    .update(mediaItems)
    .set({ ...atRest, status: 'uploaded', stage: 'queued', percent: 0, attempts })
    .where(whileHeld(claim))
}
