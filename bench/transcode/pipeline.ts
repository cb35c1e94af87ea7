import {
  transcodeFile,
  type TranscodeFile,
  type TranscodedFile,
} from '#domain/transcode/execute/transcode-file.ts'
import type { TaskKind } from '#domain/transcode/plan/plan.ts'
import type { Ffmpeg } from '#platform/ffmpeg/ffmpeg.ts'
import type { Cost } from './timed-command.ts'

/** A film as the pipeline made it, with all that this took. */
export type PipelineRun = Cost & { made: TranscodedFile }

/**
 * Runs the whole pipeline on one file. Its CPU is that of every ffmpeg it started, the time that ffprobe took, and this
 * process's own.
 */
export async function runPipeline(options: TranscodeFile): Promise<PipelineRun> {
  const { ffmpeg, cpuSeconds } = metered(options.ffmpeg)
  const own = process.cpuUsage()
  const started = performance.now()
  const made = await transcodeFile({ ...options, ffmpeg })
  const wallSeconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(own)
  return { made, wallSeconds, cpuSeconds: cpuSeconds() + (user + system) / 1e6 }
}

/** CPU seconds of all tasks of a kind, their ffmpeg alone. */
export const cpuOf = ({ made }: PipelineRun, kind: TaskKind) =>
  made.tasks.filter((task) => task.kind === kind).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)

/** The same ffmpeg, and the CPU seconds of everything it has run. A probe counts with the time it took. */
function metered(ffmpeg: Ffmpeg): { ffmpeg: Ffmpeg; cpuSeconds(): number } {
  let sum = 0
  return {
    cpuSeconds: () => sum,
    ffmpeg: {
      hasFilter: (name) => ffmpeg.hasFilter(name),
      async run(run) {
        const done = await ffmpeg.run(run)
        sum += done.cpuSeconds ?? 0
        return done
      },
      async probe(input, signal) {
        const started = performance.now()
        const probed = await ffmpeg.probe(input, signal)
        sum += (performance.now() - started) / 1000
        return probed
      },
    },
  }
}
