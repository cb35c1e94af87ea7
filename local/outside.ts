import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Outside } from './environment.ts'
import { startMailbox } from './mailbox.ts'
import { databaseUrls, ensureDatabase, startPostgres } from './postgres.ts'
import type { Ports } from './ports.ts'
import type { Processes } from './processes.ts'
import { startRedis } from './redis.ts'
import type { Secrets } from './secrets.ts'
import { bucketNames, startStorage } from './storage.ts'
import { startStripe } from './stripe/server.ts'

type Given = Record<string, string | undefined>

export type StartOutside = {
  folder: string
  ports: Ports
  secrets: Secrets
  programs: { ffmpeg: string; ffprobe: string; redis: string }
  processes: Processes
  webUrl: string
  /** The environment: each part named in it is used instead of a local one. */
  given: Given
}

/**
 * Starts the whole outside world of Codex on this machine: PostgreSQL, Redis, storage, a mailbox and a Stripe stand-in, but
 * for those parts whose address or key the environment gives.
 */
export async function startOutside(
  options: StartOutside,
): Promise<{ outside: Outside; stop(): Promise<void> }> {
  const { given, secrets, programs } = options
  const stops: (() => Promise<void>)[] = []
  const keep = <T extends { stop(): Promise<void> }>(part: T): T => {
    stops.push(() => part.stop())
    return part
  }
  const stop = async () => void (await Promise.all(stops.splice(0).map((end) => end())))

  try {
    const [database, redis, s3, mail, stripe] = await Promise.all([
      given.DATABASE_URL ? givenDatabase(given) : localDatabase(options, keep),
      given.REDIS_URL || localRedis(options, keep),
      given.S3_ENDPOINT ? givenStorage(given) : localStorage(options, keep),
      given.SMTP_URL ? { smtp: given.SMTP_URL, url: undefined } : localMailbox(options, keep),
      given.STRIPE_SECRET_KEY ? givenStripe(given) : localStripe(options, keep),
    ])
    const outside: Outside = {
      database,
      redis,
      s3,
      bucketSuffix: bucketSuffix(given),
      smtp: mail.smtp,
      mailbox: mail.url,
      stripe: stripe.url,
      stripeKeys: stripe.keys,
      sessionSecret: given.SESSION_SECRET || secrets.session,
      programs: {
        ffmpeg: given.FFMPEG_PATH || programs.ffmpeg,
        ffprobe: given.FFPROBE_PATH || programs.ffprobe,
      },
    }
    return { outside, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type Keep = <T extends { stop(): Promise<void> }>(part: T) => T

const bucketSuffix = (given: Given) => given.S3_BUCKET_SUFFIX || 'development'

async function localDatabase({ folder, ports, secrets, processes }: StartOutside, keep: Keep) {
  keep(await startPostgres({ folder, port: ports.postgres, passwords: secrets.database, processes }))
  await ensureDatabase(databaseUrls(ports.postgres, 'postgres', secrets.database).admin, 'codex')
  return databaseUrls(ports.postgres, 'codex', secrets.database)
}

async function localRedis({ folder, ports, programs, processes }: StartOutside, keep: Keep) {
  return keep(await startRedis({ folder, port: ports.redis, program: programs.redis, processes })).url
}

async function localStorage({ folder, ports, secrets, processes, given }: StartOutside, keep: Keep) {
  const suffix = bucketSuffix(given)
  return keep(await startStorage({ folder, port: ports.storage, ...secrets.s3, suffix, processes })).address
}

async function localMailbox({ folder, ports }: StartOutside, keep: Keep) {
  return keep(await startMailbox({ folder, smtpPort: ports.smtp, webPort: ports.mailbox }))
}

async function localStripe({ folder, ports, secrets, webUrl }: StartOutside, keep: Keep) {
  mkdirSync(join(folder, 'stripe'), { recursive: true })
  const { url, close } = await startStripe({
    port: ports.stripe,
    ...secrets.stripe,
    webhookUrl: `${webUrl}/webhooks/stripe`,
    dataFile: join(folder, 'stripe', 'stripe.json'),
  })
  keep({ stop: close })
  return { url, keys: secrets.stripe }
}

function givenDatabase(given: Given) {
  return {
    admin: need(given, 'DATABASE_ADMIN_URL', 'DATABASE_URL'),
    owner: need(given, 'DATABASE_OWNER_URL', 'DATABASE_URL'),
    app: need(given, 'DATABASE_URL', 'DATABASE_URL'),
    worker: need(given, 'DATABASE_WORKER_URL', 'DATABASE_URL'),
  }
}

function givenStorage(given: Given) {
  return {
    endpoint: need(given, 'S3_ENDPOINT', 'S3_ENDPOINT'),
    accessKeyId: need(given, 'S3_ACCESS_KEY_ID', 'S3_ENDPOINT'),
    secretAccessKey: need(given, 'S3_SECRET_ACCESS_KEY', 'S3_ENDPOINT'),
    region: given.S3_REGION || 'auto',
    buckets: bucketNames(bucketSuffix(given)),
  }
}

function givenStripe(given: Given) {
  return {
    url: given.STRIPE_API_URL || undefined,
    keys: {
      secretKey: need(given, 'STRIPE_SECRET_KEY', 'STRIPE_SECRET_KEY'),
      webhookSecret: need(given, 'STRIPE_WEBHOOK_SECRET', 'STRIPE_SECRET_KEY'),
    },
  }
}

function need(given: Given, name: string, because: string): string {
  const value = given[name]
  if (!value)
    throw new Error(`${because} is set, so ${name} must be set as well (or neither). See .env.example.`)
  return value
}
