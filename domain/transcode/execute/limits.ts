import type { FfmpegRun } from '#platform/ffmpeg/ffmpeg.ts'
import type { TranscodePlan } from '../plan/plan.ts'

const stallSeconds = 180
const unknownSeconds = 3600

/** Generous: a slow machine finishes, an endless or poisoned original does not hold a worker for ever. */
export function limitsFor(
  plan: Pick<TranscodePlan, 'expectedSeconds'>,
  kilobits: number,
): FfmpegRun['limits'] {
  const seconds = plan.expectedSeconds ?? unknownSeconds
  return {
    wallSeconds: 900 + seconds * 40,
    stallSeconds,
    fileBytes: 256 * 2 ** 20 + seconds * Math.max(256, kilobits) * 125 * 2,
  }
}
