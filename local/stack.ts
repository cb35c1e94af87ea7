import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { people } from '#db/seed/people.ts'
import { processEnvironment } from './environment.ts'
import type { Outside } from './environment.ts'
import { startOutside } from './outside.ts'
import { paint, relay } from './output.ts'
import { removeOutsideData } from './postgres-files.ts'
import { keepPorts } from './ports.ts'
import { createProcesses, reap } from './processes.ts'
import type { Processes, Running } from './processes.ts'
import { keepSecrets } from './secrets.ts'
import { table } from './table.ts'
import { waitUntil } from './wait.ts'

export type RunStack = {
  root: string
  /** Where data, logs and addresses are kept: `.local`. */
  folder: string
  programs: { ffmpeg: string; ffprobe: string; redis: string }
  /** Runs once nothing of an earlier run is alive and nothing of this one is; `--reset` wipes there. */
  beforeStart: (() => void) | undefined
}

/** Starts the outside world, then web and worker, and stays until it is told to stop. */
export async function runStack({ root, folder, programs, beforeStart }: RunStack): Promise<void> {
  const startedAt = Date.now()
  const reaped = await reap(folder)
  if (reaped.length > 0) console.log(`Ended what an earlier run had left behind: ${reaped.join(', ')}.`)
  rmSync(join(folder, 'stack.json'), { force: true })
  rmSync(join(folder, 'stopping'), { force: true })
  if (beforeStart) {
    beforeStart()
    removeOutsideData(folder)
  }

  const processes = createProcesses(folder)
  const shutdown = stopOnSignals(folder, processes)
  const ports = await keepPorts(folder)
  const web = { port: Number(process.env.PORT || ports.web), url: '' }
  web.url = process.env.APP_URL || `http://localhost:${web.port}`

  const { outside, stop } = await startOutside({
    folder,
    ports: { ...ports, web: web.port },
    secrets: keepSecrets(folder),
    programs,
    processes,
    webUrl: web.url,
    given: process.env,
  })
  shutdown.last(stop)
  const environment = {
    ...processEnvironment(outside, web),
    NODE_ENV: 'development',
    // Nobody wants to wait for a film before the prompt comes back: the work is found again at the next start.
    WORKER_GRACE_SECONDS: process.env.WORKER_GRACE_SECONDS || '5',
  }
  const context = { root, folder, processes, environment }

  await runOnce(context, 'migrate', 'db/migrate.ts')
  const server = startNode(context, 'web', ['--import', 'tsx', 'app/server.ts'])
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  const worker = startNode(context, 'worker', [tsx, 'watch', '--clear-screen=false', 'worker/main.ts'])
  for (const process of [server, worker]) sayWhenItEnds(process)
  shutdown.first(() => Promise.all([server.stop(), worker.stop()]))

  const up = await waitUntil(() => isReady(`http://localhost:${web.port}/readyz`), server, 120_000).then(
    () => true,
    (error: Error) => void (stopping || console.error(paint(error.message, 31))),
  )
  if (up) await seedOnce(context, outside)
  if (stopping) return
  writeStackFile(folder, outside, web.url, processes)
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  console.log(
    table({ Codex: web.url, Mailbox: outside.mailbox, Stripe: outside.stripe }, Object.values(people)),
  )
  console.log(
    up
      ? `Ready in ${seconds} s. Ctrl-C stops everything.`
      : 'The web server is not up: see above. Ctrl-C stops the rest.',
  )
}

type Context = { root: string; folder: string; processes: Processes; environment: Record<string, string> }

function startNode(
  { root, processes, environment }: Context,
  name: 'web' | 'worker' | 'seed' | 'migrate',
  args: string[],
): Running {
  const env = { ...environment, FORCE_COLOR: process.stdout.isTTY ? '1' : undefined }
  const running = processes.start({ name, command: process.execPath, args, env, cwd: root, output: 'pipe' })
  relay(name, running.child.stdout, running.child.stderr)
  return running
}

function sayWhenItEnds({ child, record }: Running): void {
  child.on('exit', (code, signal) => {
    if (stopping) return
    console.error(
      paint(`${record.name} ended (${signal ?? code}); the rest stays. Start again when it is mended.`, 31),
    )
  })
}

async function runOnce(context: Context, name: 'migrate' | 'seed', file: string): Promise<void> {
  const { child, stop } = startNode(context, name, ['--import', 'tsx', file])
  const code = await new Promise((resolve) => child.once('exit', (exit, signal) => resolve(exit ?? signal)))
  await stop()
  if (code !== 0) throw new Error(`${file} failed (${String(code)}): see its output above.`)
}

/** Seeds the first time, and never a database on another machine: demo people have a password that everybody knows. */
async function seedOnce(context: Context, outside: Outside): Promise<void> {
  const marker = join(context.folder, 'seeded')
  if (existsSync(marker)) return
  const { hostname } = new URL(outside.database.app)
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) {
    console.log(`No demo data: the database is on ${hostname}.`)
    return
  }
  console.log('First run: making the demo organization, with films that go through the real pipeline …')
  try {
    await runOnce(context, 'seed', 'db/seed/seed.ts')
    writeFileSync(marker, '')
  } catch (error) {
    console.error(paint(`${(error as Error).message} The next start tries again.`, 31))
  }
}

async function isReady(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
  if (!response.ok)
    throw new Error(`${url} answers ${response.status}: ${(await response.text()).slice(0, 300)}`)
}

function writeStackFile(folder: string, outside: Outside, web: string, processes: Processes): void {
  const { database, redis, s3, smtp, mailbox, stripe, stripeKeys } = outside
  const shown = Object.values(people).map(({ who, email, password }) => ({ who, email, password }))
  const pids = { dev: process.pid, ...processes.pids() }
  const stack = { web, mailbox, stripe, s3, redis, database, stripeKeys, smtp, people: shown, pids }
  writeFileSync(join(folder, 'stack.json'), JSON.stringify(stack, null, 2))
}

let stopping = false

type Stop = () => Promise<unknown>

/**
 * Ends everything in order on Ctrl-C, SIGTERM, a closed terminal, or the end of the npm that started us; a second Ctrl-C
 * kills instead. npm hands a terminal's Ctrl-C on, so two within a second are one.
 */
function stopOnSignals(
  folder: string,
  processes: Processes,
): { first(stop: Stop): void; last(stop: Stop): void } {
  const order: { first: Stop; last: Stop } = { first: async () => undefined, last: async () => undefined }
  let askedAt = 0
  const stopAll = (signal: string) => {
    if (stopping) return void (Date.now() - askedAt > 1_000 && process.exit(1))
    stopping = true
    askedAt = Date.now()
    writeFileSync(join(folder, 'stopping'), '')
    rmSync(join(folder, 'stack.json'), { force: true })
    console.log(`\n${signal}: stopping …`)
    order
      .first()
      .then(() => order.last())
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        console.error(error)
        process.exit(1)
      })
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stopAll)
  process.on('exit', () => {
    processes.killAll()
    rmSync(join(folder, 'stopping'), { force: true })
    rmSync(join(folder, 'owner.json'), { force: true })
  })
  const npm = process.ppid
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid !== npm && stopAll('npm is gone'), 500).unref()
  }
  return {
    first: (stop) => void (order.first = stop),
    last: (stop) => void (order.last = stop),
  }
}
