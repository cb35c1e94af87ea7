import { and, eq, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { mediaItems, renditions, transcodeTasks } from '#db/schema/media.ts'
import type { JobNeeds } from '#domain/job-needs.ts'
import type { StoredOutput } from '../package/assemble-film.ts'
import { isOfRun, mediaPrefixes, type RunOf } from '../package/storage-keys.ts'
import { atRest } from './claim-media.ts'

const system = { kind: 'system', job: 'transcode.tidy-media' } as const
/** A claim that gave a sign of life since may still be storing what it makes. */
const livelyFor = sql`interval '10 minutes'`

/**
 * Removes every object of a media item that nothing refers to: of dead and superseded runs, of generations that are no longer
 * played, of films deleted in the middle of their work. Answers how many.
 */
export async function tidyMedia(needs: JobNeeds, mediaId: string): Promise<number> {
  const before = await needs.asActor(system, (tx) => prepare(tx, mediaId))
  if (!before) return 0
  const { creatorId } = before
  const prefixes = mediaPrefixes({ mediaId, creatorId })
  // Listed first: what is stored afterwards is none of this round's business.
  const keys = (await Promise.all(prefixes.map((prefix) => needs.storage.listPrefix('media', prefix)))).flat()
  const known = await needs.asActor(system, (tx) => references(tx, mediaId), 'read')
  const unwanted = keys.filter((key) => !known.keys.has(key) && !known.runs.some((run) => isOfRun(key, run)))
  if (unwanted.length > 0) await needs.storage.remove('media', unwanted)
  await needs.asActor(system, (tx) =>
    tx
      .update(mediaItems)
      .set({ tidyAfter: null })
      .where(and(eq(mediaItems.id, mediaId), eq(mediaItems.tidyAfter, before.tidyAfter))),
  )
  return unwanted.length
}

/** Work at a film that was deleted before it could be played is ended: should it come back, it is planned anew. */
async function prepare(
  tx: ActorTx,
  mediaId: string,
): Promise<{ creatorId: string; tidyAfter: Date } | undefined> {
  const [media] = await tx
    .select({
      creatorId: mediaItems.creatorId,
      tidyAfter: mediaItems.tidyAfter,
      isAbandoned: sql<boolean>`${mediaItems.deletedAt} is not null and ${mediaItems.status} = 'transcoding'`,
    })
    .from(mediaItems)
    .where(and(eq(mediaItems.id, mediaId), sql`${mediaItems.tidyAfter} <= now()`))
    .for('update')
  if (!media?.tidyAfter) return undefined
  if (media.isAbandoned) {
    await tx
      .update(mediaItems)
      .set({ ...atRest, status: 'uploaded', stage: 'queued', percent: 0, generation: sql`${mediaItems.generation} + 1` })
      .where(eq(mediaItems.id, mediaId))
    await tx.delete(transcodeTasks).where(eq(transcodeTasks.mediaItemId, mediaId))
  }
  return { creatorId: media.creatorId, tidyAfter: media.tidyAfter }
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
      isLively: sql<boolean>`${transcodeTasks.status} = 'running' and ${transcodeTasks.heartbeatAt} > now() - ${livelyFor}`,
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
    runs: tasks.filter(({ isLively }) => isLively),
  }
}

const keysOf = ({ parts, texts, sheets, preview = [], poster, download, waveformKey }: StoredOutput) => [
  ...[...parts, ...texts, ...sheets, ...preview].map(({ key }) => key),
  ...(poster ? [poster.key] : []),
  ...(download ? [download.key] : []),
  ...(waveformKey === undefined ? [] : [waveformKey]),
]
