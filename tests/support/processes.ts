import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { until } from './until.ts'

export type TestProcess = {
  readonly pid: number
  /** Everything it has said so far. */
  output(): string
  kill(signal: NodeJS.Signals): void
  /** Its exit code, or null after a signal ended it. */
  readonly exited: Promise<number | null>
}

/** Starts one of the built processes: tests try what runs in production. `npm run build` makes them. */
function start(name: 'web' | 'worker', env: Record<string, string>): TestProcess {
  const entry = `build/processes/${name}.js`
  if (!existsSync(entry)) throw new Error(`${entry} is not there: run \`npm run build\` before this test.`)
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${entry} could not be started`)
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve))
  return { pid, exited, output: () => output, kill: (signal) => child.kill(signal) }
}

/** Ends a process however it stands. */
export async function end(running: TestProcess): Promise<void> {
  running.kill('SIGKILL')
  await running.exited
}

/** A real worker process; the caller ends it. */
export async function openWorker(env: Record<string, string>): Promise<TestProcess> {
  const worker = start('worker', { ...env, LOG_LEVEL: 'info' })
  await untilUp(worker, () => Promise.resolve(worker.output().includes('"working"')))
  return worker
}

/** A real web process that answers requests when this returns; the caller ends it. */
export async function openWeb(env: Record<string, string>): Promise<TestProcess> {
  const web = start('web', env)
  const isUp = () =>
    fetch(`http://127.0.0.1:${env.PORT}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
  await untilUp(web, isUp)
  return web
}

async function untilUp(process: TestProcess, isUp: () => Promise<boolean>): Promise<void> {
  try {
    await until(isUp, { seconds: 50 })
  } catch {
    await end(process)
    throw new Error(`a process did not come up:\n${process.output()}`)
  }
}

/** Processes of this machine whose command line contains all of the words. */
export function processesWith(...words: string[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        return words.every((word) => command.includes(word))
      } catch {
        return false
      }
    })
    .map(Number)
}
