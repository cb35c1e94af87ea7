import { mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import { executeTask } from '#domain/transcode/execute/execute-task.ts'
import { planOriginal } from '#domain/transcode/execute/plan-original.ts'
import type { PlanConstraint } from '#domain/transcode/plan/plan.ts'
import type { Ffmpeg } from '#platform/ffmpeg/ffmpeg.ts'

export type FirstSegment = {
  /** Until the first chunk is there in every rung. */
  seconds: number
  /** Until all the sound is there as well, and the film's beginning can be played. */
  withSoundSeconds: number
}

/**
 * How long a film waits for its first segments where a worker is free: planning, then the first chunk beside all the sound, as
 * the two queues have it.
 */
export async function firstSegment(
  ffmpeg: Ffmpeg,
  film: string,
  constraints: readonly PlanConstraint[],
  folder: string,
): Promise<FirstSegment> {
  const started = performance.now()
  const elapsed = () => (performance.now() - started) / 1000
  const input = { path: film }
  const { plan } = await planOriginal({ ffmpeg, input, constraints })
  const done = async (kind: 'chunk' | 'sound') => {
    const scratchDir = await mkdtemp(path.join(folder, `${kind}-`))
    await executeTask({ ffmpeg, plan, input, scratchDir, task: { kind, position: 0 } })
    return elapsed()
  }
  const [seconds, sound] = await Promise.all([done('chunk'), plan.audio.length > 0 ? done('sound') : 0])
  return { seconds, withSoundSeconds: Math.max(seconds, sound) }
}
