import { eq, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { mediaItems } from '#db/schema/media.ts'
import type { PlanConstraint } from '../plan/plan.ts'
import { whetherToClaim, type ClaimTimes } from './claim-rules.ts'

/** The right to look at an original and to record a plan for it, while nobody has claimed it since. */
export type Claim = {
  readonly mediaId: string
  readonly creatorId: string
  /** Fencing token: writes and objects of this claim carry it. */
  readonly generation: number
  /** How many claims the film has had with this one. */
  readonly attempt: number
  readonly originalKey: string
  readonly constraints: readonly PlanConstraint[]
  readonly priorityFacts: { readonly isStaff: boolean; readonly isReplacement: boolean }
}

export type ClaimOutcome =
  | { readonly kind: 'claimed'; readonly claim: Claim }
  /** It was given up: marked as failed, with words. */
  | { readonly kind: 'given_up'; readonly creatorId: string }
  | { readonly kind: 'left' }

const gaveUp =
  'Processing this file stopped unexpectedly several times. Your original is safe: try again, or export it as an H.264 MP4 and upload that.'

/** Takes an original to plan it for `claimant`, or gives the film up when too many have died at it. */
export async function claimMedia(
  tx: ActorTx,
  mediaId: string,
  claimant: string,
  times: ClaimTimes,
): Promise<ClaimOutcome> {
  const [media] = await tx
    .select({
      creatorId: mediaItems.creatorId,
      status: mediaItems.status,
      isDeleted: sql<boolean>`${mediaItems.deletedAt} is not null`,
      attempts: mediaItems.attempts,
      claimedBy: mediaItems.claimedBy,
      silentSeconds: sql<number | null>`extract(epoch from now() - ${mediaItems.heartbeatAt})::float8`,
      originalKey: mediaItems.originalKey,
      constraints: mediaItems.planConstraints,
      isReplacement: sql<boolean>`${mediaItems.publishedGeneration} is not null`,
      isStaff: sql<boolean>`exists (select from app.users u where u.id = ${mediaItems.creatorId} and u.role = 'platform_owner')`,
      generation: mediaItems.generation,
    })
    .from(mediaItems)
    .where(eq(mediaItems.id, mediaId))
    .for('update')
  if (!media) return { kind: 'left' }
  const decision = whetherToClaim(media, claimant, times)
  if (decision === 'leave') return { kind: 'left' }
  const { creatorId, originalKey, isStaff, isReplacement } = media
  if (decision === 'give_up') {
    await tx
      .update(mediaItems)
      .set({
        ...atRest,
        ...untidy,
        status: 'failed',
        failureCause: 'our_fault',
        failureMessage: gaveUp,
        failureDetail: `given up after ${media.attempts} claims; the last was ${media.claimedBy ?? 'handed back'}`,
      })
      .where(eq(mediaItems.id, mediaId))
    return { kind: 'given_up', creatorId }
  }
  const generation = media.generation + 1
  const attempt = media.attempts + 1
  await tx
    .update(mediaItems)
    .set({
      status: 'transcoding',
      generation,
      attempts: attempt,
      claimedBy: claimant,
      heartbeatAt: sql`now()`,
      stage: 'probing',
      percent: 0,
      secondsLeft: null,
      speed: null,
      improving: false,
      failureCause: null,
      failureMessage: null,
      failureDetail: null,
      // The start of the whole endeavour, not of this claim.
      ...(media.attempts === 0 ? { transcodeStartedAt: sql`now()` } : {}),
    })
    .where(eq(mediaItems.id, mediaId))
  const constraints = media.constraints as PlanConstraint[]
  const priorityFacts = { isStaff, isReplacement }
  return {
    kind: 'claimed',
    claim: { mediaId, creatorId, generation, attempt, originalKey, constraints, priorityFacts },
  }
}

/** Columns of a film that nobody works at. */
export const atRest = {
  stage: null,
  secondsLeft: null,
  claimedBy: null,
  heartbeatAt: null,
} as const

/** What is left of a film's work is removed by and by, but for what is played. */
export const untidy = { tidyAfter: sql`coalesce(${mediaItems.tidyAfter}, now())` }
