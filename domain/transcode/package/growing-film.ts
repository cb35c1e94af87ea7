import type { TranscodePlan } from '../plan/plan.ts'
import { assembleFilm, type FinishedTask, type Rendition } from './assemble-film.ts'

/** A rung's real rate stays below its cap times this, over any segment. */
const declaredShare = 1.2

/**
 * The beginning of a film whose chunks are still being made: as many chunks as follow each other without a gap, with their
 * sound up to the same moment. Bandwidths are those that the plan allows, so that the master playlist stays true while the
 * film grows. undefined until there is a first chunk with its sound.
 */
export function growingFilm(plan: TranscodePlan, finished: readonly FinishedTask[]): Rendition[] | undefined {
  const { video } = plan
  if (!video) return undefined
  const positions = new Set(finished.filter(({ kind }) => kind === 'chunk').map(({ position }) => position))
  const there = video.chunks.findIndex((_, position) => !positions.has(position))
  const chunks = video.chunks.slice(0, there < 0 ? undefined : there)
  if (chunks.length === 0) return undefined
  const begun = assembleFilm({ ...plan, video: { ...video, chunks } }, finished)
  if (!begun.isPlayable) return undefined
  return begun.renditions
    .filter(({ kind }) => kind !== 'text')
    .map((rendition) =>
      rendition.kind === 'video'
        ? declared(rendition, video.rungs)
        : untilEnd(rendition, begun.durationSeconds),
    )
}

function declared(rendition: Rendition, rungs: readonly { name: string; maxKilobits: number }[]): Rendition {
  const kilobits = rungs.find(({ name }) => name === rendition.name)?.maxKilobits ?? 0
  const bandwidth = Math.max(rendition.bandwidth, Math.round(kilobits * 1000 * declaredShare))
  return { ...rendition, bandwidth, averageBandwidth: Math.max(rendition.averageBandwidth, kilobits * 1000) }
}

/** Sound that ran ahead of its picture would make players take the film's end for reached. */
function untilEnd(sound: Rendition, seconds: number): Rendition {
  let shown = 0
  return {
    ...sound,
    parts: sound.parts.map((part) => ({
      ...part,
      segments: part.segments.filter(({ duration }) => (shown += duration) <= seconds + duration / 2),
    })),
  }
}
