import { and, eq, isNull, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { mediaItems, transcodeTasks } from '#db/schema/media.ts'
import { atRest, untidy, type Claim } from './claim-media.ts'
import type { TaskKind, TranscodePlan } from '../plan/plan.ts'
import { patienceSeconds } from './claim-rules.ts'
import { detailOf, type Failure } from './failure.ts'
import { priorityOf } from './task-rules.ts'

/** Rows that the holder of this claim may still write. */
const whileHeld = ({ mediaId, generation }: Pick<Claim, 'mediaId' | 'generation'>) =>
  and(
    eq(mediaItems.id, mediaId),
    eq(mediaItems.generation, generation),
    eq(mediaItems.status, 'transcoding'),
    isNull(mediaItems.deletedAt),
  )

/** Records a plan and the tasks that it comes to. Answers those that can be done now; undefined when the claim was lost. */
export async function recordPlan(
  tx: ActorTx,
  claim: Claim,
  plan: TranscodePlan,
): Promise<{ taskId: string; kind: TaskKind }[] | undefined> {
  const { mediaId, creatorId, generation, priorityFacts } = claim
  const held = await tx
    .update(mediaItems)
    .set({
      plan,
      mediaType: plan.mediaType,
      stage: 'encoding',
      claimedBy: null,
      heartbeatAt: null,
      attempts: 0,
    })
    .where(whileHeld(claim))
    .returning({ id: mediaItems.id })
  if (held.length === 0) return undefined
  await tx.delete(transcodeTasks).where(eq(transcodeTasks.mediaItemId, mediaId))
  const tasks = await tx
    .insert(transcodeTasks)
    .values(
      plan.tasks.map(({ kind, position, cost, scratchBytes }) => ({
        mediaItemId: mediaId,
        creatorId,
        generation,
        kind,
        position,
        cost,
        scratchBytes,
        priority: priorityOf(priorityFacts, kind),
        // What comes last waits for all the others.
        status: kind === 'finish' ? ('blocked' as const) : ('waiting' as const),
      })),
    )
    .returning({ taskId: transcodeTasks.id, kind: transcodeTasks.kind, status: transcodeTasks.status })
  return tasks.filter(({ status }) => status === 'waiting')
}

/** Ends a claim as failed. False when the claim was no longer ours to end. */
export async function failMedia(tx: ActorTx, claim: Claim, failure: Failure): Promise<boolean> {
  const rows = await tx
    .update(mediaItems)
    .set({
      ...atRest,
      ...untidy,
      status: 'failed',
      failureCause: failure.cause,
      failureMessage: failure.message,
      failureDetail: detailOf(failure.detail),
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
