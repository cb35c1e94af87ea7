import { and, eq, ne, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { mediaItems, transcodeTasks } from '#db/schema/media.ts'
import { assembleFilm, type StoredOutput } from '../package/assemble-film.ts'
import type { PlanConstraint, TaskKind, TranscodePlan } from '../plan/plan.ts'
import { atRest, untidy } from './claim-media.ts'
import { patienceSeconds } from './claim-rules.ts'
import type { TaskClaim } from './claim-task.ts'
import { detailOf, type Failure } from './failure.ts'
import { recordFilmProgress, taskHeld } from './hold-task.ts'
import { listFinished, publishFilm, publishFinished } from './publish-film.ts'

export type Completion = {
  /** Tasks that can be done now. */
  readonly unblocked: { readonly taskId: string; readonly kind: TaskKind }[]
  readonly isReady: boolean
  readonly isWhole: boolean
}

/**
 * Records what a task has made and publishes what that completes, in one transaction. undefined when the claim was no longer
 * held: nothing is written then. A repeat after a lost answer changes nothing and answers as the first did.
 */
export async function completeTask(
  tx: ActorTx,
  claim: TaskClaim,
  { made, cpuSeconds }: { made: StoredOutput; cpuSeconds: number },
): Promise<Completion | undefined> {
  // Whoever completes a task of this film holds it: the last one sees all the others.
  const media = await lockFilm(tx, claim)
  if (!media) return undefined
  const { rows } = await tx.execute(sql`
    update app.transcode_tasks t set status = 'done', share = 1, made = ${JSON.stringify(made)}::jsonb,
      cpu_seconds = ${cpuSeconds}::float8, finished_at = now(), claimed_by = null, last_error = null
    from app.media_items m where ${taskHeld(claim)} returning t.id`)
  if (rows.length === 0) {
    const { isReady, isWhole } = media
    return (await isCompleted(tx, claim)) ? { unblocked: [], isReady, isWhole } : undefined
  }
  const plan = media.plan
  const open = await tx
    .select({ taskId: transcodeTasks.id, kind: transcodeTasks.kind, status: transcodeTasks.status })
    .from(transcodeTasks)
    .where(
      and(
        eq(transcodeTasks.mediaItemId, claim.mediaId),
        eq(transcodeTasks.generation, claim.generation),
        ne(transcodeTasks.status, 'done'),
        sql`not (${transcodeTasks.kind} = 'av1' and ${transcodeTasks.status} = 'blocked')`,
      ),
    )
  const isReady = await publishWhatIsComplete(tx, claim, plan, open, media.isReady)
  const working = open.filter(({ status }) => status !== 'blocked')
  const unblocked = working.length === 0 ? open : []
  for (const { taskId } of unblocked)
    await tx.update(transcodeTasks).set({ status: 'waiting' }).where(eq(transcodeTasks.id, taskId))
  const isWhole = open.length === 0
  await recordFilmProgress(tx, claim)
  await tx
    .update(mediaItems)
    .set({
      improving: isReady && !isWhole,
      ...(isWhole ? { ...atRest, percent: 100, attempts: 0, planConstraints: [] } : {}),
      ...(!isWhole && working.length === 0 ? { stage: 'finishing' as const } : {}),
    })
    .where(and(eq(mediaItems.id, claim.mediaId), eq(mediaItems.generation, claim.generation)))
  return { unblocked, isReady, isWhole }
}

/** What is played is of the generation in work. */
const isPlayed = sql<boolean>`${mediaItems.publishedGeneration} is not distinct from ${mediaItems.generation}`

async function lockFilm(tx: ActorTx, { mediaId, generation }: TaskClaim) {
  const [media] = await tx
    .select({
      plan: mediaItems.plan,
      isReady: isPlayed,
      isWhole: sql<boolean>`${isPlayed} and not ${mediaItems.improving}`,
    })
    .from(mediaItems)
    .where(and(eq(mediaItems.id, mediaId), eq(mediaItems.generation, generation)))
    .for('update')
  return media && { ...media, plan: media.plan as TranscodePlan }
}

/** Whether this very claim has completed its task. */
export async function isCompleted(tx: ActorTx, { taskId, run }: TaskClaim): Promise<boolean> {
  const rows = await tx
    .select({ id: transcodeTasks.id })
    .from(transcodeTasks)
    .where(and(eq(transcodeTasks.id, taskId), eq(transcodeTasks.run, run), eq(transcodeTasks.status, 'done')))
  return rows.length > 0
}

/** Looks at the film as a whole only where a task can have completed something: not after each of hundreds of chunks. */
async function publishWhatIsComplete(
  tx: ActorTx,
  claim: TaskClaim,
  plan: TranscodePlan,
  open: readonly { kind: TaskKind }[],
  wasReady: boolean,
): Promise<boolean> {
  const isLastOfKind = !open.some(({ kind }) => kind === claim.kind)
  if (isLastOfKind) {
    const film = assembleFilm(plan, await listFinished(tx, claim))
    if (!film.isPlayable) return false
    await publishFilm(tx, claim, plan, film)
    if (claim.kind === 'finish') await publishFinished(tx, claim, film)
    return true
  }
  if (wasReady) await showBetterPoster(tx, claim)
  return wasReady
}

/** A film that was ready before its chunks were shows the most telling picture found so far. */
async function showBetterPoster(tx: ActorTx, { mediaId, generation }: TaskClaim): Promise<void> {
  await tx.execute(sql`
    update app.media_items m set poster_key = best.poster ->> 'key', poster_hash = best.poster ->> 'hash'
    from (
      select t.made -> 'poster' as poster from app.transcode_tasks t
      where t.media_item_id = ${mediaId} and t.generation = ${generation} and t.status = 'done' and t.made ? 'poster'
      order by (t.made -> 'poster' ->> 'score')::float8 desc limit 1
    ) best
    where m.id = ${mediaId} and m.generation = ${generation} and m.poster_key is distinct from best.poster ->> 'key'`)
}

/** Gives a task back. `uncounted`: the try was not the film's fault and does not use up one of its claims, for a day. */
export async function releaseTask(
  tx: ActorTx,
  claim: TaskClaim,
  { uncounted, error }: { uncounted: boolean; error?: unknown },
): Promise<void> {
  const isYoung = sql`${transcodeTasks.createdAt} > now() - make_interval(secs => ${patienceSeconds})`
  await tx
    .update(transcodeTasks)
    .set({
      status: 'waiting',
      claimedBy: null,
      heartbeatAt: null,
      share: 0,
      ...(error === undefined ? {} : { lastError: detailOf(error) }),
      ...(uncounted
        ? {
            attempts: sql`case when ${isYoung} then greatest(0, ${transcodeTasks.attempts} - 1) else ${transcodeTasks.attempts} end`,
          }
        : {}),
    })
    .where(
      and(
        eq(transcodeTasks.id, claim.taskId),
        eq(transcodeTasks.run, claim.run),
        eq(transcodeTasks.status, 'running'),
      ),
    )
}

/** Sends a film back to be planned anew, with what a task has learned about it. False when the claim was lost. */
export async function replanFilm(
  tx: ActorTx,
  claim: TaskClaim,
  constraint: PlanConstraint,
): Promise<boolean> {
  const held = await lockHeld(tx, claim)
  if (!held) return false
  await tx
    .update(mediaItems)
    .set({
      ...atRest,
      ...untidy,
      status: 'uploaded',
      stage: 'queued',
      percent: 0,
      improving: false,
      planConstraints: sql`array_append(array_remove(${mediaItems.planConstraints}, ${constraint}), ${constraint})`,
    })
    .where(eq(mediaItems.id, claim.mediaId))
  await dropTasks(tx, claim, held)
  return true
}

/**
 * Ends a film's work for good. One that is ready already stays so, without what could not be made; another is marked as failed.
 * False when the claim was lost.
 */
export async function failFilm(tx: ActorTx, claim: TaskClaim, failure: Failure): Promise<boolean> {
  const held = await lockHeld(tx, claim)
  if (!held) return false
  await tx
    .update(mediaItems)
    .set({
      ...atRest,
      ...untidy,
      improving: false,
      ...(held.isReady
        ? {}
        : { status: 'failed' as const, failureCause: failure.cause, failureMessage: failure.message }),
      failureDetail: detailOf(failure.detail),
    })
    .where(eq(mediaItems.id, claim.mediaId))
  await dropTasks(tx, claim, held)
  return true
}

async function lockHeld(tx: ActorTx, claim: TaskClaim): Promise<{ isReady: boolean } | undefined> {
  const media = await lockFilm(tx, claim)
  const { rows } = await tx.execute(
    sql`select from app.transcode_tasks t, app.media_items m where ${taskHeld(claim)}`,
  )
  return rows.length > 0 ? media : undefined
}

/**
 * Finished tasks of a film that is played stay, they say what there is of it. So do those of an AV1 rung that could not be made:
 * it is not begun again and again.
 */
async function dropTasks(
  tx: ActorTx,
  { mediaId, generation }: TaskClaim,
  { isReady }: { isReady: boolean },
): Promise<void> {
  const own = and(eq(transcodeTasks.mediaItemId, mediaId), eq(transcodeTasks.generation, generation))
  if (!isReady) {
    await tx.delete(transcodeTasks).where(own)
    return
  }
  const isOpen = ne(transcodeTasks.status, 'done')
  await tx.delete(transcodeTasks).where(and(own, isOpen, ne(transcodeTasks.kind, 'av1')))
  await tx
    .update(transcodeTasks)
    .set({ status: 'blocked', claimedBy: null, heartbeatAt: null, share: 0 })
    .where(and(own, isOpen))
}
