import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDatabase } from '#db/migrate.ts'
import { processEnvironment } from '#local/environment.ts'
import type { Outside } from '#local/environment.ts'
import { isRunning, readOwner, startOf } from '#local/identity.mjs'
import { startMailbox } from '#local/mailbox.ts'
import { choosePorts } from '#local/ports.ts'
import { databaseUrls, onDatabase, startPostgres } from '#local/postgres.ts'
import type { DatabaseUrls } from '#local/postgres.ts'
import { removeOutsideData } from '#local/postgres-files.ts'
import { createProcesses, reap } from '#local/processes.ts'
import { ensurePrograms } from '#local/programs.mjs'
import { onRedis, startRedis } from '#local/redis.ts'
import { makeSecrets } from '#local/secrets.ts'
import type { Secrets } from '#local/secrets.ts'
import { startStorage } from '#local/storage.ts'
import { startStripe } from '#local/stripe/server.ts'

/** Everything a test needs to know of the outside world, as plain data: it travels to workers as JSON. */
export type TestStack = {
  /** A folder of its own, wiped at the end. */
  folder: string
  outside: Omit<Outside, 'database' | 'redis' | 'stripe' | 'mailbox'> & {
    redis: string
    stripe: string
    mailbox: string
  }
  secrets: Secrets
  postgresPort: number
  /** The port kept free for one web process, which the Stripe stand-in sends its webhooks to. */
  webPort: number
}

export type TestDatabase = {
  name: string
  urls: DatabaseUrls
  /** The Redis database that belongs to this clone alone. */
  redis: string
  drop(): Promise<void>
}

const template = 'codex_template'
const prefix = 'codex-test-stack-'
const redisDatabases = 1000

/**
 * Starts an outside world for tests on ports of its own, with data that nobody keeps, and a migrated template database.
 * Nothing of it outlives the process: what a hard kill leaves is ended at the next start.
 */
export async function startTestStack(): Promise<{ stack: TestStack; stop(): Promise<void> }> {
  await reapDeadStacks()
  const programs = ensurePrograms()
  const folder = mkdtempSync(join(tmpdir(), prefix))
  // The database's user must be able to pass through.
  chmodSync(folder, 0o755)
  writeFileSync(
    join(folder, 'owner.json'),
    JSON.stringify({ pid: process.pid, started: startOf(process.pid) }),
  )
  const processes = createProcesses(folder)
  const wipe = () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    removeOutsideData(folder)
  }
  const abandon = () => {
    processes.killAll()
    wipe()
  }
  const leave = () => process.exit(130)
  process.once('exit', abandon)
  process.once('SIGINT', leave)
  process.once('SIGTERM', leave)

  const secrets = makeSecrets()
  const ports = await choosePorts()
  const common = { folder, processes, throwaway: true }
  const webhookUrl = `http://127.0.0.1:${ports.web}/webhooks/stripe`
  const [postgres, redis, storage, mailbox, stripe] = await Promise.all([
    startTemplate(common, ports.postgres, secrets),
    startRedis({ ...common, port: ports.redis, program: programs.redis, databases: redisDatabases }),
    startStorage({ ...common, port: ports.storage, ...secrets.s3, suffix: 'test' }),
    startMailbox({ folder, smtpPort: ports.smtp, webPort: ports.mailbox }),
    startStripe({ port: ports.stripe, ...secrets.stripe, webhookUrl, dataFile: join(folder, 'stripe.json') }),
  ])
  const stack: TestStack = {
    folder,
    secrets,
    postgresPort: ports.postgres,
    webPort: ports.web,
    outside: {
      redis: redis.url,
      s3: storage.address,
      bucketSuffix: 'test',
      smtp: mailbox.smtp,
      mailbox: mailbox.url,
      stripe: stripe.url,
      stripeKeys: secrets.stripe,
      sessionSecret: secrets.session,
      programs: { ffmpeg: programs.ffmpeg, ffprobe: programs.ffprobe },
    },
  }
  const stop = async () => {
    await Promise.all([stripe.close(), mailbox.stop(), storage.stop(), redis.stop(), postgres.stop()])
    process.off('exit', abandon).off('SIGINT', leave).off('SIGTERM', leave)
    wipe()
  }
  return { stack, stop }
}

/**
 * A database of its own for a test file: a copy of the migrated template, and a Redis database beside it. Works in any
 * process that has the stack's data.
 */
export async function cloneDatabase(
  stack: Pick<TestStack, 'postgresPort' | 'secrets' | 'outside'>,
): Promise<TestDatabase> {
  const name = `codex_${randomBytes(6).toString('hex')}`
  const { admin } = databaseUrls(stack.postgresPort, 'postgres', stack.secrets.database)
  await onDatabase(admin, (client) =>
    client.query(`create database ${name} template ${template} strategy file_copy`),
  )
  const taken = await onRedis(stack.outside.redis, (client) => client.incr('test:databases'))
  const redis = `${stack.outside.redis}/${1 + ((taken - 1) % (redisDatabases - 1))}`
  return {
    name,
    urls: databaseUrls(stack.postgresPort, name, stack.secrets.database),
    redis,
    drop: async () => {
      await onRedis(redis, (client) => client.flushdb())
      await onDatabase(admin, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

export type TestEnvOptions = {
  /** Where the web process listens, when it is not the stack's own web port. */
  port?: number
  /** Another Stripe stand-in than the stack's, which knows only the stack's web port. */
  stripe?: string
}

/** The environment of a web or worker process on this clone. */
export function testEnv(
  stack: TestStack,
  database: TestDatabase,
  options: TestEnvOptions = {},
): Record<string, string> {
  const { port = stack.webPort, stripe = stack.outside.stripe } = options
  const outside = { ...stack.outside, database: database.urls, redis: database.redis, stripe }
  return {
    ...processEnvironment(outside, { port, url: `http://localhost:${port}` }),
    NODE_ENV: 'test',
    LOG_LEVEL: 'warn',
    MAIL_FROM: 'Codex <no-reply@codex.test>',
    WORKER_SCRATCH_DIR: join(stack.folder, 'scratch', database.name),
    WORKER_GRACE_SECONDS: '3',
    SWEEP_SECONDS: '2',
  }
}

async function startTemplate(
  common: { folder: string; processes: ReturnType<typeof createProcesses>; throwaway: boolean },
  port: number,
  secrets: Secrets,
) {
  const passwords = secrets.database
  const server = await startPostgres({ ...common, port, passwords })
  await migrateDatabase({
    adminUrl: databaseUrls(port, 'postgres', passwords).admin,
    database: template,
    roles: { ownerPassword: passwords.owner, appPassword: passwords.app, workerPassword: passwords.worker },
  })
  return server
}

/** Ends and removes the stacks of test runs that were killed too hard to do it themselves. */
async function reapDeadStacks(): Promise<void> {
  const folders = readdirSync(tmpdir())
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(tmpdir(), name))
  for (const folder of folders) {
    const owner = readOwner(join(folder, 'owner.json'))
    if (owner && isRunning(owner)) continue
    if (!owner && isYoung(folder)) continue
    await reap(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    removeOutsideData(folder)
  }
}

/** A folder without an owner may be one that another run has just made. */
function isYoung(folder: string): boolean {
  return existsSync(folder) && Date.now() - statSync(folder).mtimeMs < 60_000
}
