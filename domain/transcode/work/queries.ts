import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { mediaItems } from '#db/schema/media.ts'
import type { TaskKind } from '../plan/plan.ts'
import type { ClaimTimes } from './claim-rules.ts'

/** Films that are owed a plan: uploaded, or claimed by somebody who has long been silent. Longest waiting first. */
export async function listOwedTranscodes(
  tx: ActorTx,
  { lostSeconds }: Pick<ClaimTimes, 'lostSeconds'>,
  limit: number,
): Promise<string[]> {
  const isSilent = sql`${mediaItems.claimedBy} is not null and coalesce(${mediaItems.heartbeatAt}, ${mediaItems.updatedAt}) < now() - make_interval(secs => ${lostSeconds})`
  const rows = await tx
    .select({ id: mediaItems.id })
    .from(mediaItems)
    .where(
      and(
        isNull(mediaItems.deletedAt),
        or(eq(mediaItems.status, 'uploaded'), and(eq(mediaItems.status, 'transcoding'), isSilent)),
      ),
    )
    .orderBy(asc(mediaItems.updatedAt))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** Tasks that are owed a ticket: waiting, or in the hands of somebody who has long been silent. Urgent ones first, then the oldest. */
export async function listOwedTasks(
  tx: ActorTx,
  { lostSeconds }: Pick<ClaimTimes, 'lostSeconds'>,
  limit: number,
): Promise<{ taskId: string; kind: TaskKind }[]> {
  const { rows } = await tx.execute<{ task_id: string; kind: TaskKind }>(sql`
    select t.id as task_id, t.kind from app.transcode_tasks t
    join app.media_items m on m.id = t.media_item_id and m.generation = t.generation
    where m.deleted_at is null and m.status in ('transcoding', 'ready')
      and (t.status = 'waiting' or t.status = 'running' and t.heartbeat_at < now() - make_interval(secs => ${lostSeconds}))
    order by t.priority, t.created_at, t.position limit ${limit}`)
  return rows.map(({ task_id, kind }) => ({ taskId: task_id, kind }))
}

/** Media items with objects that nothing refers to any more. */
export async function listUntidy(tx: ActorTx, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: mediaItems.id })
    .from(mediaItems)
    .where(sql`${mediaItems.tidyAfter} <= now()`)
    .orderBy(asc(mediaItems.tidyAfter))
    .limit(limit)
  return rows.map(({ id }) => id)
}
