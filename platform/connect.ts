import { systemClock } from './clock.ts'
import { createDns } from './dns.ts'
import type { Env } from './env.ts'
import { createJobQueue } from './jobs.ts'
import { createLogger } from './log.ts'
import { createMailer } from './mail.ts'
import { createMarkdown } from './markdown/markdown.ts'
import type { Needs } from './needs.ts'
import { connectRedis } from './redis.ts'
import { createStorage } from './storage.ts'
import { createStripe } from './stripe.ts'

/** Wires the clients of one process. `name` says which one speaks in the log. */
export function connectNeeds(env: Env, name: string): Needs & { close(): Promise<void> } {
  const log = createLogger(env, name)
  const redis = connectRedis(env, log)
  const storage = createStorage(env)
  const mailer = createMailer(env)
  const jobs = createJobQueue(env, redis, log)
  const markdown = createMarkdown({ env, redis, log })
  return {
    env,
    log,
    clock: systemClock,
    redis,
    storage,
    dns: createDns(env),
    stripe: createStripe(env),
    mailer,
    jobs,
    markdown,
    async close() {
      await Promise.all([jobs.close(), markdown.close()])
      redis.disconnect()
      storage.close()
      mailer.close()
    },
  }
}
