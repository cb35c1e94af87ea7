import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from './schema.ts'

const count = (fallback: number) => z.coerce.number().int().positive().default(fallback)

/** Every setting of every process. `.env.example` says the same in words; a test holds the two together. */
export const environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** The address to listen at; without one all of the machine's, and while developing its own alone. */
  HOST: z.string().optional(),
  PORT: count(3000),
  APP_URL: z.url(),
  SESSION_SECRET: z.string().min(32),
  TRUST_PROXY: z.coerce.number().int().min(0).default(0),

  DATABASE_URL: z.url(),
  DATABASE_WORKER_URL: z.url(),
  DATABASE_POOL: count(10),
  REDIS_URL: z.url(),
  REDIS_PREFIX: z.string().default('codex'),

  S3_ENDPOINT: z.url(),
  S3_PUBLIC_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().default('auto'),
  S3_ACCESS_KEY_ID: z.string().min(1),
  S3_SECRET_ACCESS_KEY: z.string().min(1),
  S3_BUCKET_SUFFIX: z.string().default('development'),

  PLAYBACK_LINK_SECONDS: z.coerce.number().int().min(5).max(3600).default(3600),

  SMTP_URL: z.url(),
  MAIL_FROM: z.string().default('Codex <no-reply@codex.localhost>'),
  SUPPORT_EMAIL: z.email().default('support@codex.localhost'),

  DNS_SERVER: z
    .string()
    .regex(/^[0-9a-f.:[\]]+$/i, 'expected address or address:port')
    .optional(),

  STRIPE_SECRET_KEY: z.string().min(1),
  STRIPE_WEBHOOK_SECRET: z.string().min(1),
  STRIPE_API_URL: z.url().optional(),

  FFMPEG_PATH: z.string().default('ffmpeg'),
  FFPROBE_PATH: z.string().default('ffprobe'),
  UPLOAD_MAX_BYTES: count(50 * 1024 ** 3),
  WORKER_CONCURRENCY: count(1),
  WORKER_SCRATCH_DIR: z.string().default(join(tmpdir(), 'codex-scratch')),
  WORKER_GRACE_SECONDS: count(25),
  WORKER_LOCK_SECONDS: count(30),
  WORKER_THREADS: z.coerce.number().int().positive().optional(),
  SWEEP_SECONDS: count(30),
  AV1_AFTER_PEOPLE: count(100),
})

export type Env = z.infer<typeof environment>

/** Reads the settings once, at a process's start. Throws one error that names each variable that is missing or wrong. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(
    `The environment is not complete:\n${problems.join('\n')}\nSee .env.example for what each variable means.`,
  )
}
