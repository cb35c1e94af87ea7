import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { JobNeeds } from '#domain/job-needs.ts'
import type { TaskClaim } from './claim-task.ts'
import { announceMedia } from './media-channel.ts'

export type HeldTask = {
  /** Aborted when the process must go, or the claim is lost: another worker has it, or the film was deleted or replaced. */
  readonly signal: AbortSignal
  isLost(): boolean
  /** 0 to 1. */
  report(share: number): void
  /** Ends the signs of life; nothing is written afterwards. */
  stop(): Promise<void>
}

const tickMs = 1000
const system = { kind: 'system', job: 'transcode.work' } as const

/** Shows signs of life and progress for as long as the work goes on, at most once a second. */
export function holdTask(
  needs: JobNeeds,
  claim: TaskClaim,
  options: { leaving: AbortSignal; heartbeatSeconds: number },
): HeldTask {
  const lost = new AbortController()
  let share = 0
  let isNews = false
  let writtenAt = Date.now()
  let writing: Promise<void> | undefined

  const write = async () => {
    const wasNews = isNews
    isNews = false
    writtenAt = Date.now()
    try {
      const isHeld = await needs.asActor(system, (tx) => recordShare(tx, claim, share))
      if (!isHeld) lost.abort()
      else if (wasNews) await announceMedia(needs, claim)
    } catch (error) {
      // The work goes on: nobody can claim the task while the database is away.
      isNews ||= wasNews
      needs.log.warn({ mediaId: claim.mediaId, reason: String(error) }, 'progress could not be written')
    }
  }
  const timer = setInterval(() => {
    if (writing || lost.signal.aborted) return
    if (!isNews && Date.now() - writtenAt < options.heartbeatSeconds * 1000) return
    writing = write().finally(() => (writing = undefined))
  }, tickMs)

  return {
    signal: AbortSignal.any([options.leaving, lost.signal]),
    isLost: () => lost.signal.aborted,
    report(reached) {
      isNews ||= reached > share
      share = Math.min(1, Math.max(share, reached))
    },
    async stop() {
      clearInterval(timer)
      await writing
    },
  }
}

/** Rows that the holder of this claim may still write, as a condition on `t` and its film `m`. */
export const taskHeld = ({ taskId, run }: Pick<TaskClaim, 'taskId' | 'run'>) =>
  sql`t.id = ${taskId} and t.run = ${run} and t.status = 'running'
    and m.id = t.media_item_id and m.generation = t.generation and m.deleted_at is null and m.status in ('transcoding', 'ready')`

/** Writes how far a task is, and what that means for its film. False when the claim is no longer held. */
export async function recordShare(tx: ActorTx, claim: TaskClaim, share: number): Promise<boolean> {
  // The film first, then its tasks: everybody who writes both takes them in this order, or two would wait for each other.
  await tx.execute(sql`select from app.media_items where id = ${claim.mediaId} for no key update`)
  const { rows } = await tx.execute(sql`
    update app.transcode_tasks t set heartbeat_at = now(), share = greatest(t.share, ${share}::float8)
    from app.media_items m where ${taskHeld(claim)} returning t.id`)
  if (rows.length === 0) return false
  await recordFilmProgress(tx, claim)
  return true
}

/**
 * Per cent of a film from the cost of what is done, which only grows; its speed and the time left from what all workers together
 * have done since the first of them began.
 */
export async function recordFilmProgress(
  tx: ActorTx,
  { mediaId, generation }: Pick<TaskClaim, 'mediaId' | 'generation'>,
): Promise<void> {
  await tx.execute(sql`
    update app.media_items m set
      percent = greatest(m.percent, least(99, floor(100 * p.done / p.total)::int)),
      speed = case when p.elapsed > 1 and p.done > 0 then (m.plan ->> 'expectedSeconds')::float8 * (p.done / p.total) / p.elapsed end,
      seconds_left = case when p.elapsed > 2 and p.done > 0.01 * p.total
        then ceil((p.total - p.done) * p.elapsed / p.done)::int end,
      updated_at = now()
    from (
      select sum(t.cost) as total, sum(t.cost * t.share) as done,
        extract(epoch from now() - min(t.started_at))::float8 as elapsed
      from app.transcode_tasks t
      where t.media_item_id = ${mediaId} and t.generation = ${generation}
        and (t.kind = 'av1') = not exists (
          select from app.transcode_tasks o where o.media_item_id = ${mediaId} and o.generation = ${generation}
            and o.kind <> 'av1' and o.status <> 'done')
    ) p
    where m.id = ${mediaId} and m.generation = ${generation} and p.total > 0`)
}
