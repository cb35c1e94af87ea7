import { and, eq, ne, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { mediaItems, renditions, transcodeTasks, type PartRow, type RenditionRole } from '#db/schema/media.ts'
import {
  finishedRenditions,
  type Film,
  type FinishedTask,
  type Rendition,
  type StoredOutput,
} from '../package/assemble-film.ts'
import { keyFrameBandwidth } from '../package/playlist.ts'
import { storyboardOf } from '../package/storyboard.ts'
import type { TranscodePlan } from '../plan/plan.ts'

export type FilmOf = { readonly mediaId: string; readonly creatorId: string; readonly generation: number }

/** Links to what was played before live for an hour at most; then its objects may go. */
const linkLifetime = sql`interval '1 hour'`

/** The finished tasks of a film's generation. */
export async function listFinished(tx: ActorTx, { mediaId, generation }: FilmOf): Promise<FinishedTask[]> {
  const rows = await tx
    .select({ kind: transcodeTasks.kind, position: transcodeTasks.position, made: transcodeTasks.made })
    .from(transcodeTasks)
    .where(
      and(
        eq(transcodeTasks.mediaItemId, mediaId),
        eq(transcodeTasks.generation, generation),
        eq(transcodeTasks.status, 'done'),
      ),
    )
  return rows.map(({ kind, position, made }) => ({ kind, position, made: made as StoredOutput }))
}

/**
 * Makes what there is of a film the one that is played, in the transaction that completed it: the first time its status becomes
 * `ready`, later it only gains. The caller holds the film's row.
 */
export async function publishFilm(tx: ActorTx, of: FilmOf, plan: TranscodePlan, film: Film): Promise<void> {
  const { mediaId, generation } = of
  await tx
    .update(mediaItems)
    .set({
      status: 'ready',
      publishedGeneration: generation,
      mediaType: plan.mediaType,
      durationSeconds: film.durationSeconds,
      width: film.width || null,
      height: film.height || null,
      posterKey: film.poster?.key ?? null,
      posterHash: film.poster?.hash ?? null,
      storyboard: storyboardOf(plan, film) ?? null,
      waveformKey: film.waveformKey ?? null,
      loudnessLufs: film.loudness?.integratedLufs ?? null,
      truePeakDbtp: film.loudness?.truePeakDbtp ?? null,
      readyAt: sql`case when ${mediaItems.publishedGeneration} = ${generation} then ${mediaItems.readyAt} else now() end`,
      tidyAfter: sql`now() + ${linkLifetime}`,
    })
    .where(and(eq(mediaItems.id, mediaId), eq(mediaItems.generation, generation)))
  await tx
    .delete(renditions)
    .where(
      and(
        eq(renditions.mediaItemId, mediaId),
        sql`(${renditions.generation} <> ${generation} or ${renditions.role} = 'stream')`,
      ),
    )
  await addRenditions(tx, of, 'stream', film.renditions)
}

/** Adds what comes last to a film that is played: its preview, an MP4 to keep, the hash of its original. */
export async function publishFinished(tx: ActorTx, of: FilmOf, film: Film): Promise<void> {
  const made = (await listFinished(tx, of)).find(({ kind }) => kind === 'finish')?.made
  if (!made) return
  const { preview, download } = finishedRenditions(film, made)
  await tx
    .delete(renditions)
    .where(and(eq(renditions.mediaItemId, of.mediaId), ne(renditions.role, 'stream')))
  await addRenditions(tx, of, 'preview', preview)
  await addRenditions(tx, of, 'download', download)
  if (made.sha256)
    await tx.update(mediaItems).set({ originalSha256: made.sha256 }).where(eq(mediaItems.id, of.mediaId))
}

/** Adds renditions of one role to a film's generation. */
async function addRenditions(
  tx: ActorTx,
  { mediaId, creatorId, generation }: FilmOf,
  role: RenditionRole,
  added: readonly Rendition[],
): Promise<void> {
  if (added.length === 0) return
  await tx.insert(renditions).values(
    added.map((rendition, position) => {
      const keyFrames = keyFrameBandwidth(rendition.parts)
      return {
        mediaItemId: mediaId,
        creatorId,
        generation,
        role,
        kind: rendition.kind,
        name: rendition.name,
        codecs: rendition.codecs,
        bandwidth: Math.round(rendition.bandwidth),
        averageBandwidth: Math.round(rendition.averageBandwidth),
        keyFrameBandwidth: keyFrames?.peak ?? null,
        keyFrameAverageBandwidth: keyFrames?.average ?? null,
        width: rendition.width || null,
        height: rendition.height || null,
        frameRate: rendition.frameRate || null,
        channels: rendition.channels ?? null,
        language: rendition.language ?? null,
        title: rendition.title ?? null,
        position,
        bytes: rendition.bytes,
        durationSeconds: rendition.durationSeconds,
        parts: rendition.parts.map(partRow),
      }
    }),
  )
}

const spanRow = ({ offset, length, duration }: Rendition['parts'][number]['segments'][number]) =>
  [offset, length, duration] as const

const partRow = ({
  key,
  bytes,
  initBytes,
  initHash,
  segments,
  keyFrames,
}: Rendition['parts'][number]): PartRow => ({
  key,
  bytes,
  initBytes,
  initHash,
  segments: segments.map(spanRow),
  keyFrames: keyFrames.map(spanRow),
})

/** A part of a rendition as playlists read it. */
export function renditionPart({ segments, keyFrames, ...part }: PartRow): Rendition['parts'][number] {
  const span = ([offset, length, duration]: PartRow['segments'][number]) => ({ offset, length, duration })
  return { ...part, segments: segments.map(span), keyFrames: keyFrames.map(span) }
}
