import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, onTestFinished } from 'vitest'

export type TestProcess = {
  readonly pid: number
  /** Everything it has said so far. */
  output(): string
  kill(signal: NodeJS.Signals): void
  /** Its exit code, or null after a signal ended it. */
  readonly exited: Promise<number | null>
}

function start(entry: string, env: Record<string, string>): TestProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', entry], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${entry} could not be started`)
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve))
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await exited
  })
  return { pid, exited, output: () => output, kill: (signal) => child.kill(signal) }
}

/** A real worker process, for the rest of this test. */
export async function startWorker(env: Record<string, string>): Promise<TestProcess> {
  const worker = start('worker/main.ts', { ...env, LOG_LEVEL: 'info' })
  await untilUp(worker, () => Promise.resolve(worker.output().includes('"working"')))
  return worker
}

/** A real web process with Vite inside, for the rest of this test; answers requests when this returns. */
export async function startWeb(env: Record<string, string>): Promise<TestProcess> {
  const web = start('app/server.ts', { ...env, NODE_ENV: 'development' })
  const isUp = () =>
    fetch(`http://127.0.0.1:${env.PORT}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
  await untilUp(web, isUp)
  return web
}

async function untilUp(process: TestProcess, isUp: () => Promise<boolean>): Promise<void> {
  await expect
    .poll(isUp, { timeout: 50_000 })
    .toBe(true)
    .catch(() => {
      throw new Error(`a process did not come up:\n${process.output()}`)
    })
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
