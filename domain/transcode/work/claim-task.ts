import { and, eq, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { mediaItems, transcodeTasks } from '#db/schema/media.ts'
import type { TaskKind, TranscodePlan } from '../plan/plan.ts'
import type { ClaimTimes } from './claim-rules.ts'
import { agingPerSecond, kindsOf, maxRuns, mostRunningPerOwner, type WorkQueueName } from './task-rules.ts'

/** The right to do one task of a film and to record what was made, while nobody has claimed it since. */
export type TaskClaim = {
  readonly taskId: string
  readonly mediaId: string
  readonly creatorId: string
  readonly generation: number
  readonly kind: TaskKind
  readonly position: number
  /** Fencing token: the task's objects carry it. */
  readonly run: number
  /** How many claims the task has had with this one. */
  readonly attempt: number
  readonly originalKey: string
  readonly plan: TranscodePlan
}

export type TaskOutcome =
  | { readonly kind: 'claimed'; readonly claim: TaskClaim }
  /** It has ended whoever tried. */
  | { readonly kind: 'worn_out'; readonly claim: TaskClaim; readonly lastError: string | null }

/**
 * Takes the next task of a queue for `claimant`: urgent ones first; then who has least in work; then the film with the least to
 * do, waiting counted in its favour; then by position. Tasks whose worker fell silent are taken over. undefined when nothing
 * can be done now, or nothing that fits into `scratchBytes`.
 */
export async function claimTask(
  tx: ActorTx,
  queue: WorkQueueName,
  { claimant, times, scratchBytes }: { claimant: string; times: ClaimTimes; scratchBytes: number },
): Promise<TaskOutcome | undefined> {
  const kinds = sql.join(
    kindsOf[queue].map((kind) => sql`${kind}`),
    sql`, `,
  )
  const silent = sql`now() - make_interval(secs => ${times.silentSeconds})`
  const { rows } = await tx.execute<{ id: string }>(sql`
    select t.id
    from app.transcode_tasks t
    join app.media_items m on m.id = t.media_item_id and m.generation = t.generation
    cross join lateral (
      select count(*) filter (where r.status = 'running' and r.heartbeat_at > ${silent} and r.creator_id = t.creator_id) as running,
        sum(r.cost) filter (where r.media_item_id = t.media_item_id) as left_to_do
      from app.transcode_tasks r where r.status in ('waiting', 'running') and r.creator_id = t.creator_id and r.kind in (${kinds})
    ) owner
    where t.kind in (${kinds})
      and (t.status = 'waiting' or t.status = 'running' and t.heartbeat_at < ${silent})
      and m.deleted_at is null and m.status in ('transcoding', 'ready')
      and t.scratch_bytes <= ${scratchBytes} and owner.running < ${mostRunningPerOwner}
    order by t.priority, owner.running, owner.left_to_do - ${agingPerSecond} * extract(epoch from now() - t.created_at)::float8, t.position
    limit 1
    for update of t skip locked`)
  const id = rows[0]?.id
  if (!id) return undefined
  const [row] = await tx
    .update(transcodeTasks)
    .set({
      status: 'running',
      run: sql`${transcodeTasks.run} + 1`,
      attempts: sql`${transcodeTasks.attempts} + 1`,
      claimedBy: claimant,
      heartbeatAt: sql`now()`,
      share: 0,
      startedAt: sql`coalesce(${transcodeTasks.startedAt}, now())`,
    })
    .where(eq(transcodeTasks.id, id))
    .returning()
  const [media] = await tx
    .select({ originalKey: mediaItems.originalKey, plan: mediaItems.plan })
    .from(mediaItems)
    .where(and(eq(mediaItems.id, row?.mediaItemId ?? ''), eq(mediaItems.generation, row?.generation ?? 0)))
  if (!row || !media) return undefined
  const claim: TaskClaim = {
    taskId: row.id,
    mediaId: row.mediaItemId,
    creatorId: row.creatorId,
    generation: row.generation,
    kind: row.kind,
    position: row.position,
    run: row.run,
    attempt: row.attempts,
    originalKey: media.originalKey,
    plan: media.plan as TranscodePlan,
  }
  return row.attempts > maxRuns
    ? { kind: 'worn_out', claim, lastError: row.lastError }
    : { kind: 'claimed', claim }
}
