import { and, eq, isNull, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import { mediaItems, renditions, transcodeTasks } from '#db/schema/media.ts'
import { costOf, scratchBytesOf } from '../plan/cost.ts'
import type { TaskKind, TranscodePlan } from '../plan/plan.ts'
import { priorityOf } from './task-rules.ts'

/** Whether a post that may be watched may also be kept, of any organization that uses the film. */
async function isDownloadAllowed(tx: ActorTx, mediaId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: content.id })
    .from(content)
    .where(
      and(eq(content.mediaItemId, mediaId), eq(content.downloadsAllowed, true), isNull(content.deletedAt)),
    )
    .limit(1)
  return rows.length > 0
}

/** What a film's last task needs to know of it. */
export async function factsToFinish(
  tx: ActorTx,
  mediaId: string,
): Promise<{ title: string; isHashed: boolean; download: boolean }> {
  const [media] = await tx
    .select({ title: mediaItems.title, sha256: mediaItems.originalSha256 })
    .from(mediaItems)
    .where(eq(mediaItems.id, mediaId))
  return {
    title: media?.title ?? 'film',
    isHashed: media?.sha256 != null,
    download: await isDownloadAllowed(tx, mediaId),
  }
}

/**
 * Adds to a film that is ready, and at which nobody works, what was asked for since: the tasks of an AV1 rung, or its last
 * task once more for an MP4 to keep. Answers the tasks that can be done now.
 */
export async function extendFilm(
  tx: ActorTx,
  mediaId: string,
): Promise<{ taskId: string; kind: TaskKind }[]> {
  const [media] = await tx
    .select({
      creatorId: mediaItems.creatorId,
      generation: mediaItems.generation,
      plan: mediaItems.plan,
      wantsAv1: sql<boolean>`${mediaItems.av1RequestedAt} is not null`,
    })
    .from(mediaItems)
    .where(
      and(
        eq(mediaItems.id, mediaId),
        eq(mediaItems.status, 'ready'),
        eq(mediaItems.improving, false),
        isNull(mediaItems.deletedAt),
        sql`${mediaItems.publishedGeneration} = ${mediaItems.generation}`,
      ),
    )
    .for('update')
  if (!media?.plan) return []
  const plan = media.plan as TranscodePlan
  // Films of an earlier version of this product have a plan without tasks: they are left as they are.
  if (!Array.isArray(plan.tasks)) return []
  const added = [
    ...(media.wantsAv1 ? await addAv1(tx, { mediaId, ...media, plan }) : []),
    ...((await wantsDownload(tx, mediaId)) ? await finishAgain(tx, mediaId, media.generation) : []),
  ]
  if (added.length > 0)
    await tx
      .update(mediaItems)
      .set({ improving: true, stage: 'encoding', percent: 0, speed: null, secondsLeft: null })
      .where(eq(mediaItems.id, mediaId))
  return added
}

async function addAv1(
  tx: ActorTx,
  film: { mediaId: string; creatorId: string; generation: number; plan: TranscodePlan },
): Promise<{ taskId: string; kind: TaskKind }[]> {
  const { mediaId, creatorId, generation, plan } = film
  const chunks = plan.video?.chunks ?? []
  if (chunks.length === 0) return []
  return tx
    .insert(transcodeTasks)
    .values(
      chunks.map((_, position) => ({
        mediaItemId: mediaId,
        creatorId,
        generation,
        kind: 'av1' as const,
        position,
        cost: costOf(plan, 'av1', position),
        scratchBytes: scratchBytesOf(plan, 'av1', position),
        priority: priorityOf({ isStaff: false, isReplacement: false }, 'av1'),
      })),
    )
    .onConflictDoNothing()
    .returning({ taskId: transcodeTasks.id, kind: transcodeTasks.kind })
}

async function wantsDownload(tx: ActorTx, mediaId: string): Promise<boolean> {
  if (!(await isDownloadAllowed(tx, mediaId))) return false
  const there = await tx
    .select({ id: renditions.id })
    .from(renditions)
    .where(and(eq(renditions.mediaItemId, mediaId), eq(renditions.role, 'download')))
  return there.length === 0
}

function finishAgain(
  tx: ActorTx,
  mediaId: string,
  generation: number,
): Promise<{ taskId: string; kind: TaskKind }[]> {
  return tx
    .update(transcodeTasks)
    .set({ status: 'waiting', attempts: 0, share: 0, startedAt: null })
    .where(
      and(
        eq(transcodeTasks.mediaItemId, mediaId),
        eq(transcodeTasks.generation, generation),
        eq(transcodeTasks.kind, 'finish'),
        eq(transcodeTasks.status, 'done'),
      ),
    )
    .returning({ taskId: transcodeTasks.id, kind: transcodeTasks.kind })
}

/**
 * Films that are owed something more: an AV1 rung or an MP4 was asked for, and nobody works at it. Looks at those that
 * a trigger has marked, and takes the mark from those that are owed nothing (any more).
 */
export async function listOwedExtensions(tx: ActorTx, limit: number): Promise<string[]> {
  // Held first: whoever asks for more of one of them from here on marks it again after this transaction.
  const { rows: marked } = await tx.execute<{ id: string }>(sql`
    select m.id from app.media_items m
    where m.extension_owed and m.deleted_at is null
      and m.status = 'ready' and not m.improving and m.published_generation = m.generation
    order by m.id limit ${limit} for update skip locked`)
  if (marked.length === 0) return []
  const ids = sql`${sql.param(marked.map(({ id }) => id))}::uuid[]`
  const { rows } = await tx.execute<{ id: string }>(sql`
    select m.id from app.media_items m
    where m.id = any (${ids}) and jsonb_typeof(m.plan -> 'tasks') = 'array'
      and (m.av1_requested_at is not null and m.media_type = 'video' and not exists (
          select from app.transcode_tasks t where t.media_item_id = m.id and t.generation = m.generation and t.kind = 'av1')
        or exists (select from app.content c where c.media_item_id = m.id and c.downloads_allowed and c.deleted_at is null)
          and not exists (select from app.renditions r where r.media_item_id = m.id and r.role = 'download')
          and exists (select from app.transcode_tasks t where t.media_item_id = m.id and t.generation = m.generation and t.kind = 'finish' and t.status = 'done'
            and not coalesce((t.made ->> 'noDownload')::boolean, false)))`)
  const owed = rows.map(({ id }) => id)
  await tx.execute(sql`
    update app.media_items set extension_owed = false
    where id = any (${ids}) and not id = any (${sql.param(owed)}::uuid[])`)
  return owed
}

/** Asks for an AV1 rung of ready films that so many people watch, of those that somebody began within the last `seconds`. */
export async function requestAv1ForWatched(tx: ActorTx, people: number, seconds: number): Promise<void> {
  await tx.execute(sql`
    update app.media_items set av1_requested_at = now()
    where id = any (array(select * from app.media_watched_by(${people}, ${seconds})))`)
}
