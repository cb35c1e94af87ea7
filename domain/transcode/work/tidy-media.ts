import { and, eq, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { mediaItems, renditions, transcodeTasks } from '#db/schema/media.ts'
import type { JobNeeds } from '#domain/job-needs.ts'
import type { StoredOutput } from '../package/assemble-film.ts'
import { isOfRun, mediaPrefixes, type RunOf } from '../package/storage-keys.ts'
import { atRest } from './claim-media.ts'

const system = { kind: 'system', job: 'transcode.tidy-media' } as const
/** A claim silent for so long is ended: what it has stored may be removed, and it cannot be completed any more. */
const endedAfter = sql`interval '10 minutes'`
/** While somebody works at a film, there may soon be something to remove again. */
const lookAgainAfter = sql`interval '10 minutes'`

/**
 * Removes every object of a media item that nothing refers to: of dead and superseded runs, of generations that are no longer
 * played, of films deleted in the middle of their work. Answers how many.
 */
export async function tidyMedia(needs: JobNeeds, mediaId: string): Promise<number> {
  const round = await needs.asActor(system, (tx) => begin(tx, mediaId))
  if (!round) return 0
  const { creatorId, due, isInWork } = round
  const prefixes = mediaPrefixes({ mediaId, creatorId })
  // Listed first: what is stored afterwards is none of this round's business.
  const keys = (await Promise.all(prefixes.map((prefix) => needs.storage.listPrefix('media', prefix)))).flat()
  const known = await needs.asActor(system, (tx) => references(tx, mediaId), 'read')
  const unwanted = keys.filter((key) => !known.keys.has(key) && !known.runs.some((run) => isOfRun(key, run)))
  if (unwanted.length > 0) await needs.storage.remove('media', unwanted)
  await needs.asActor(system, (tx) =>
    tx
      .update(mediaItems)
      .set({ tidyAfter: isInWork ? sql`now() + ${lookAgainAfter}` : null })
      .where(and(eq(mediaItems.id, mediaId), eq(dueText, due))),
  )
  return unwanted.length
}

/** To the microsecond, which a Date would lose. */
const dueText = sql<string>`extract(epoch from ${mediaItems.tidyAfter})::text`

/** Work at a film that was deleted before it could be played is ended: should it come back, it is planned anew. */
async function begin(
  tx: ActorTx,
  mediaId: string,
): Promise<{ creatorId: string; due: string; isInWork: boolean } | undefined> {
  const [media] = await tx
    .select({
      creatorId: mediaItems.creatorId,
      due: dueText,
      status: mediaItems.status,
      improving: mediaItems.improving,
      isDeleted: sql<boolean>`${mediaItems.deletedAt} is not null`,
    })
    .from(mediaItems)
    .where(and(eq(mediaItems.id, mediaId), sql`${mediaItems.tidyAfter} <= now()`))
    .for('update')
  if (!media) return undefined
  const isRunning = and(eq(transcodeTasks.mediaItemId, mediaId), eq(transcodeTasks.status, 'running'))
  await tx
    .update(transcodeTasks)
    .set({ status: 'waiting', claimedBy: null, heartbeatAt: null, share: 0 })
    .where(and(isRunning, sql`${transcodeTasks.heartbeatAt} < now() - ${endedAfter}`))
  const running = await tx.select({ id: transcodeTasks.id }).from(transcodeTasks).where(isRunning).limit(1)
  if (media.isDeleted && media.status === 'transcoding') {
    await tx
      .update(mediaItems)
      .set({
        ...atRest,
        status: 'uploaded',
        stage: 'queued',
        percent: 0,
        generation: sql`${mediaItems.generation} + 1`,
      })
      .where(eq(mediaItems.id, mediaId))
    await tx.delete(transcodeTasks).where(eq(transcodeTasks.mediaItemId, mediaId))
  }
  const { creatorId, due, status, improving, isDeleted } = media
  const isUnfinished = status === 'uploaded' || status === 'transcoding' || improving
  return { creatorId, due, isInWork: isDeleted ? running.length > 0 : isUnfinished }
}

async function references(tx: ActorTx, mediaId: string): Promise<{ keys: Set<string>; runs: RunOf[] }> {
  const [media] = await tx
    .select({
      posterKey: mediaItems.posterKey,
      storyboard: mediaItems.storyboard,
      waveformKey: mediaItems.waveformKey,
    })
    .from(mediaItems)
    .where(eq(mediaItems.id, mediaId))
  const stored = await tx
    .select({ parts: renditions.parts })
    .from(renditions)
    .where(eq(renditions.mediaItemId, mediaId))
  const tasks = await tx
    .select({
      creatorId: transcodeTasks.creatorId,
      mediaId: transcodeTasks.mediaItemId,
      generation: transcodeTasks.generation,
      kind: transcodeTasks.kind,
      position: transcodeTasks.position,
      run: transcodeTasks.run,
      made: transcodeTasks.made,
      status: transcodeTasks.status,
    })
    .from(transcodeTasks)
    .where(eq(transcodeTasks.mediaItemId, mediaId))
  const keys = [
    media?.posterKey,
    media?.waveformKey,
    ...(media?.storyboard?.sheets ?? []).map(({ key }) => key),
    ...stored.flatMap(({ parts }) => parts.map(({ key }) => key)),
    ...tasks.flatMap(({ made }) => (made ? keysOf(made as StoredOutput) : [])),
  ]
  return {
    keys: new Set(keys.filter((key) => key !== null && key !== undefined)),
    // Whoever runs may be storing.
    runs: tasks.filter(({ status }) => status === 'running'),
  }
}

const keysOf = ({ parts, texts, sheets, preview = [], poster, download, waveformKey }: StoredOutput) => [
  ...[...parts, ...texts, ...sheets, ...preview].map(({ key }) => key),
  ...(poster ? [poster.key] : []),
  ...(download ? [download.key] : []),
  ...(waveformKey === undefined ? [] : [waveformKey]),
]
