import { spawn } from 'node:child_process'
import { splitTimes } from '#platform/ffmpeg/guard.ts'

/** What a piece of work took. */
export type Cost = { wallSeconds: number; cpuSeconds: number }

/** Which programs of this machine are measured, ours and theirs alike. */
export const programs = {
  FFMPEG_PATH: process.env.FFMPEG_PATH || 'ffmpeg',
  FFPROBE_PATH: process.env.FFPROBE_PATH || 'ffprobe',
}

/** `times` says in the end what the program, and all that it waited for, took of the CPU. */
const timedScript = '"$@" </dev/null; code=$?; times >&2; exit $code'
const keptStderr = 1_000_000

/**
 * Runs ffmpeg with these arguments and nothing around it but `nice`, as the pipeline runs it: a busy machine slows both alike.
 * Throws its last words when it fails.
 */
export async function runBare(args: readonly string[], cwd: string): Promise<Cost & { stderr: string }> {
  const started = performance.now()
  const command = ['nice', '-n', '10', programs.FFMPEG_PATH, '-nostdin', '-hide_banner', ...args]
  const child = spawn('sh', ['-c', timedScript, 'timed', ...command], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-keptStderr)))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  const wallSeconds = (performance.now() - started) / 1000
  const [stderr, cpuSeconds] = splitTimes(said)
  if (code !== 0 || cpuSeconds === undefined)
    throw new Error(`ffmpeg ended with ${String(code)}: ${stderr.slice(-2000)}`)
  return { wallSeconds, cpuSeconds, stderr }
}
