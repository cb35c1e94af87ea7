import type { Env } from '../env.ts'
import { guardedCommand } from './command.ts'
import { defaultMemoryBytes } from './guard.ts'
import type { MediaInput } from './input.ts'
import { probeInput, type Probe } from './probe.ts'
import { runFfmpeg, type FfmpegRun } from './run.ts'
import { sandboxed } from './sandbox.ts'

export type { MediaInput } from './input.ts'
export type { Probe, ProbedStream } from './probe.ts'
export type { FfmpegRun } from './run.ts'
export { FfmpegFailure } from './failure.ts'

/** ffmpeg and ffprobe of this machine, behind guards. Both throw `FfmpegFailure`. */
export type Ffmpeg = {
  probe(input: MediaInput, signal?: AbortSignal): Promise<Probe>
  run(run: FfmpegRun): Promise<{ stderr: string; cpuSeconds?: number }>
  /** Whether this build of ffmpeg has a filter. */
  hasFilter(name: string): Promise<boolean>
}

const glance = { cpuSeconds: 30, memoryBytes: defaultMemoryBytes(), fileBytes: 0 }

/** Ready to use; looks for the programs only when asked for something. */
export function createFfmpeg(
  env: Pick<Env, 'FFMPEG_PATH' | 'FFPROBE_PATH'> & Partial<Pick<Env, 'WORKER_THREADS'>>,
): Ffmpeg {
  return {
    probe: (input, signal) => probeInput(env.FFPROBE_PATH, input, signal),
    run: (run) => runFfmpeg(env.FFMPEG_PATH, run, env.WORKER_THREADS),
    async hasFilter(name) {
      const command = guardedCommand(await sandboxed(env.FFMPEG_PATH, {}), glance)
      return new Promise((resolve, reject) => {
        command.availableFilters((error, filters) =>
          error ? reject(error as Error) : resolve(name in filters),
        )
      })
    },
  }
}
