import { Redis } from 'ioredis'
import type { Env } from './env.ts'
import type { Logger } from './log.ts'

export type { Redis } from 'ioredis'

/**
 * A connection that fails fast: a command while Redis is away errors at once, so that a request can answer without it.
 * Reconnects by itself for ever.
 */
export function connectRedis(env: Pick<Env, 'REDIS_URL'>, log: Logger): Redis {
  const redis = new Redis(env.REDIS_URL, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    connectTimeout: 2000,
    commandTimeout: 2000,
    retryStrategy: (times) => Math.min(200 * times, 2000),
  })
  return quiet(redis, log)
}

/** A connection for blocking reads and subscriptions: it waits for Redis to come back, as BullMQ asks. */
export function connectRedisPatiently(env: Pick<Env, 'REDIS_URL'>, log: Logger): Redis {
  const redis = new Redis(env.REDIS_URL, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(200 * times, 2000),
  })
  return quiet(redis, log)
}

function quiet(redis: Redis, log: Logger): Redis {
  let away = false
  redis.on('error', (error) => {
    if (!away) log.warn({ reason: error.message }, 'redis is away')
    away = true
  })
  redis.on('ready', () => {
    if (away) log.info('redis is back')
    away = false
  })
  return redis
}
