import fluent from 'fluent-ffmpeg'
import { guardArguments, guardShell, type ProcessLimits } from './guard.ts'

/** fluent-ffmpeg starts every process through this method; it is replaced so that what it starts is guarded. */
type Spawning = {
  _spawnFfmpeg: (args: string[], options: object, ...callbacks: ((...values: never[]) => void)[]) => void
}

/** An empty fluent-ffmpeg command whose processes run in a guarded group of their own. `ffmpeg` is the words that start it. */
export function guardedCommand(
  ffmpeg: readonly string[],
  limits: ProcessLimits,
  cwd?: string,
): fluent.FfmpegCommand {
  const command = fluent({ stdoutLines: 50, ...(cwd === undefined ? {} : { cwd }) })
  command.setFfmpegPath(guardShell)
  const spawning = command as unknown as Spawning
  const spawnUnguarded = spawning._spawnFfmpeg.bind(command)
  spawning._spawnFfmpeg = (args, options, ...callbacks) =>
    spawnUnguarded(guardArguments([...ffmpeg, ...args], limits), { ...options, detached: true }, ...callbacks)
  return command
}
