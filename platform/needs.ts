import type { Dns } from './dns.ts'
import type { Env } from './env.ts'
import type { JobQueue } from './jobs.ts'
import type { Logger } from './log.ts'
import type { Mailer } from './mail.ts'
import type { Markdown } from './markdown/markdown.ts'
import type { Redis } from './redis.ts'
import type { Storage } from './storage.ts'
import type { Stripe } from './stripe.ts'
import type { Clock } from './clock.ts'

/** The clients a process was wired with, handed to whoever needs the outside world. The database is not among them: see db/actor.ts. */
export type Needs = {
  readonly env: Env
  readonly log: Logger
  readonly clock: Clock
  readonly redis: Redis
  readonly storage: Storage
  readonly dns: Dns
  readonly stripe: Stripe
  readonly mailer: Mailer
  readonly jobs: JobQueue
  readonly markdown: Omit<Markdown, 'close'>
}
