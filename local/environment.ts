import type { DatabaseUrls } from './postgres.ts'
import type { StorageAddress } from './storage.ts'

/** Where everything outside our two processes is: plain data, so it can be written down and handed on. */
export type Outside = {
  database: DatabaseUrls
  redis: string
  s3: StorageAddress
  /** The part of the buckets' names after codex-{kind}-. */
  bucketSuffix: string
  smtp: string
  stripeKeys: { secretKey: string; webhookSecret: string }
  /** Only the stand-in has an address of its own; the real Stripe is where its package expects it. */
  stripe: string | undefined
  /** The mailbox's page; undefined when mail goes to a real server. */
  mailbox: string | undefined
  sessionSecret: string
  programs: { ffmpeg: string; ffprobe: string }
}

/** The environment of a web or worker process that lives in this outside world. */
export function processEnvironment(
  outside: Outside,
  web: { port: number; url: string },
): Record<string, string> {
  const { database, s3, stripeKeys, programs } = outside
  return {
    PORT: String(web.port),
    APP_URL: web.url,
    SESSION_SECRET: outside.sessionSecret,
    DATABASE_URL: database.app,
    DATABASE_WORKER_URL: database.worker,
    DATABASE_OWNER_URL: database.owner,
    DATABASE_ADMIN_URL: database.admin,
    REDIS_URL: outside.redis,
    S3_ENDPOINT: s3.endpoint,
    S3_REGION: s3.region,
    S3_ACCESS_KEY_ID: s3.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
    S3_BUCKET_SUFFIX: outside.bucketSuffix,
    SMTP_URL: outside.smtp,
    STRIPE_SECRET_KEY: stripeKeys.secretKey,
    STRIPE_WEBHOOK_SECRET: stripeKeys.webhookSecret,
    ...(outside.stripe ? { STRIPE_API_URL: outside.stripe } : {}),
    FFMPEG_PATH: programs.ffmpeg,
    FFPROBE_PATH: programs.ffprobe,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  }
}
