import { av1RungsOf, type VideoRung } from './ladder.ts'
import type { TaskKind, TranscodePlan } from './plan.ts'

/** CPU seconds per second of film, as measured on x264 veryfast (docs/performance.md). */
const decodeFullHd = 0.18
const encodeFullHd = 0.85
const av1Share = 1.56
const soundTrack = 0.03
const soundScan = 0.02
const remux = 0.006
const fullHd = 1920 * 1080 * 30
const unknownSeconds = 600

/** Expected CPU seconds of a task: what the queue orders work by, and what the time left is told from. */
export function costOf(plan: Omit<TranscodePlan, 'tasks'>, kind: TaskKind, position: number): number {
  const { video, audio, expectedSeconds = unknownSeconds } = plan
  switch (kind) {
    case 'copy':
      return 0.1 + remux * expectedSeconds
    case 'sound': {
      const rungs = audio.reduce((sum, track) => sum + (track.copied ? 0 : track.rungs.length), 0)
      return 0.1 + (soundScan + soundTrack * rungs) * expectedSeconds
    }
    case 'finish':
      return 0.5
    case 'chunk':
    case 'av1': {
      if (!video) return 0
      const perSecond = video.frameRate.num / video.frameRate.den
      const seconds = chunkSeconds(plan, position)
      const load = ({ width, height }: { width: number; height: number }) =>
        (width * height * perSecond) / fullHd
      const largest = video.rungs[0] ?? { width: 1920, height: 1080 }
      const encoded = video.copied ? video.rungs.slice(1) : video.rungs
      const sum = (rungs: readonly VideoRung[]) => rungs.reduce((total, rung) => total + load(rung), 0)
      const encode = kind === 'av1' ? av1Share * sum(av1RungsOf(video.rungs)) : sum(encoded)
      return seconds * (decodeFullHd * load(largest) + encodeFullHd * encode)
    }
  }
}

/** Room that a task may take in the scratch folder, in bytes: what its rungs may have at most, and a little. */
export function scratchBytesOf(plan: Omit<TranscodePlan, 'tasks'>, kind: TaskKind, position: number): number {
  const { video, audio, expectedSeconds = unknownSeconds } = plan
  const soundKilobits = audio.flatMap(({ rungs }) => rungs).reduce((sum, { kilobits }) => sum + kilobits, 0)
  const rungs = video?.rungs.map(({ maxKilobits }) => maxKilobits) ?? []
  const all = rungs.reduce((sum, kilobits) => sum + kilobits, 0)
  const bytes = (seconds: number, kilobits: number) => Math.round(64e6 + seconds * kilobits * 125 * 1.1)
  switch (kind) {
    case 'copy':
      return bytes(expectedSeconds, (rungs[0] ?? 0) + soundKilobits)
    case 'sound':
      return bytes(expectedSeconds, soundKilobits)
    case 'finish':
      return bytes(expectedSeconds, 2 * ((rungs[0] ?? 0) + soundKilobits))
    case 'chunk':
    case 'av1':
      return bytes(chunkSeconds(plan, position), all)
  }
}

/** How long a chunk is, in seconds; the last as the container promises. */
function chunkSeconds(
  { video, expectedSeconds = unknownSeconds }: Omit<TranscodePlan, 'tasks'>,
  position: number,
): number {
  const chunk = video?.chunks[position]
  if (!video || !chunk) return 0
  const perSecond = video.frameRate.num / video.frameRate.den
  return Math.max(0.1, ((chunk.end ?? expectedSeconds * perSecond) - chunk.start) / perSecond)
}
