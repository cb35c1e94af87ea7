import { resolve } from 'node:path'
import { guardedCommand } from './command.ts'
import { FfmpegFailure } from './failure.ts'
import { defaultMemoryBytes, killGroup, splitTimes } from './guard.ts'
import { describeInput, type MediaInput } from './input.ts'
import { sandboxed } from './sandbox.ts'

export type RunProgress = {
  /** Seconds of film written so far. */
  seconds: number
  /** Pictures written so far; 0 when there are none to write. */
  frames: number
  /** Seconds of film per second of wall time since the start. */
  speed: number
}

export type FfmpegRun = {
  inputs: readonly { media: MediaInput; options?: readonly string[] }[]
  /** A complex filter graph. */
  filter?: string
  /** Paths are relative to `cwd`. */
  outputs: readonly { path: string; options: readonly string[] }[]
  cwd: string
  /** Ends the run when it takes longer, or when its progress stands still for so long. */
  limits: {
    wallSeconds: number
    stallSeconds: number
    fileBytes: number
    memoryBytes?: number
    cpuSeconds?: number
  }
  signal?: AbortSignal
  onProgress?: (progress: RunProgress) => void
}

const manners = ['-nostdin', '-hide_banner', '-v', 'warning', '-stats']
const keptStderr = 65_536
const isProgressLine = (line: string) => /^(frame|size)=.*time=/.test(line)

/**
 * Runs one ffmpeg command on inputs nobody trusts; each decoder and encoder has `threads` threads, or as many as suit the
 * machine. Resolves with what it said and the CPU it took. Throws
 * `FfmpegFailure` when it fails, stands still, takes too long or is aborted; nothing it started is left running.
 */
export async function runFfmpeg(
  ffmpegPath: string,
  run: FfmpegRun,
  threads?: number,
): Promise<{ stderr: string; cpuSeconds?: number }> {
  const { limits, signal } = run
  const pace = threads === undefined ? [] : ['-threads', String(threads)]
  const bounds = {
    cpuSeconds: limits.cpuSeconds ?? limits.wallSeconds * 256,
    memoryBytes: limits.memoryBytes ?? defaultMemoryBytes(),
    fileBytes: limits.fileBytes,
  }
  const inputs = run.inputs.map(({ media, options = [] }) => ({
    ...describeInput(media, run.cwd),
    own: options,
  }))
  const reach = {
    folder: resolve(run.cwd),
    files: inputs.flatMap(({ file }) => file ?? []),
    network: inputs.some(({ file }) => file === undefined),
  }
  const command = guardedCommand(await sandboxed(ffmpegPath, reach), bounds, run.cwd)
  for (const { source, options, own } of inputs)
    command.input(source).inputOptions(...pair([...manners, ...options, ...pace, ...own]))
  if (run.filter !== undefined) command.complexFilter(run.filter)
  for (const { path, options } of run.outputs)
    command.output(path).outputOptions(...pair([...pace, ...options]))

  const started = Date.now()
  let stderr = ''
  let lastMove = started
  let furthest = -1
  let stopped: FfmpegFailure['kind'] | undefined
  let pid: number | undefined
  const stop = (why: FfmpegFailure['kind']) => {
    stopped ??= why
    if (pid !== undefined) killGroup(pid)
  }
  const abort = () => stop('aborted')
  signal?.addEventListener('abort', abort, { once: true })
  const watch = setInterval(() => {
    if (Date.now() - started > limits.wallSeconds * 1000) stop('timeout')
    else if (Date.now() - lastMove > limits.stallSeconds * 1000) stop('stalled')
  }, 1000)

  try {
    const failed = await new Promise<Error | undefined>((settle) => {
      command
        .on('start', () => {
          pid = (command as unknown as { ffmpegProc: { pid?: number } }).ffmpegProc.pid
          if (signal?.aborted || stopped) stop('aborted')
        })
        .on('stderr', (line: string) => {
          if (!isProgressLine(line)) stderr = `${stderr}${line}\n`.slice(-keptStderr)
        })
        .on('progress', ({ frames, timemark }: { frames?: number; timemark?: string }) => {
          const seconds = secondsOf(timemark)
          const reached = (frames ?? 0) + seconds
          if (reached <= furthest) return
          furthest = reached
          lastMove = Date.now()
          run.onProgress?.({
            seconds,
            frames: frames || 0,
            speed: (seconds * 1000) / Math.max(1, lastMove - started),
          })
        })
        .on('end', () => settle(undefined))
        .on('error', (error: Error) => settle(error))
        .run()
    })
    const [said, cpuSeconds] = splitTimes(stderr)
    if (stopped) throw new FfmpegFailure(stopped, undefined, said)
    if (failed) {
      const exitCode = /exited with code (\d+)/.exec(failed.message)?.[1]
      throw new FfmpegFailure(
        'failed',
        exitCode === undefined ? undefined : Number(exitCode),
        said || failed.message,
      )
    }
    return { stderr: said, ...(cpuSeconds === undefined ? {} : { cpuSeconds }) }
  } finally {
    clearInterval(watch)
    signal?.removeEventListener('abort', abort)
    if (pid !== undefined) killGroup(pid)
  }
}

/** fluent-ffmpeg splits a lone option at its space, but leaves two or more as they are. */
function pair(options: readonly string[]): [string, string, ...string[]] {
  if (options.length < 2) throw new TypeError('An input or output needs at least two options')
  return options as unknown as [string, string, ...string[]]
}

function secondsOf(timemark: string | undefined): number {
  const parts = /^(\d+):(\d+):([\d.]+)$/.exec(timemark ?? '')
  return parts ? Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3]) : 0
}
