import { asActor, openDatabase } from '#db/actor.ts'
import type { JobNeeds } from '#domain/job-needs.ts'
import { clearDeadScratch } from '#domain/transcode/work/scratch.ts'
import { connectNeeds } from '#platform/connect.ts'
import { readEnv } from '#platform/env.ts'
import { logWhatEndsTheProcess } from '#platform/log.ts'
import { queueNames, type QueueName } from '#platform/jobs.ts'
import { connectRedisPatiently } from '#platform/redis.ts'
import { handlersOf } from './registry.ts'
import { sweepsOf } from './sweep-list.ts'
import { startSweeps } from './sweeps.ts'
import { workQueue } from './work-queue.ts'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
const env = readEnv(process.env)
const clients = connectNeeds(env, 'worker')
const { log } = clients
logWhatEndsTheProcess(log)
const database = openDatabase(
  {
    connectionString: env.DATABASE_WORKER_URL,
    max: env.DATABASE_POOL,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    statement_timeout: 60_000,
  },
  (error) => log.warn({ reason: error.message }, 'an idle database connection was lost'),
)
const needs: JobNeeds = { ...clients, asActor: (actor, work, mode) => asActor(database, actor, work, mode) }

const dead = await clearDeadScratch(env.WORKER_SCRATCH_DIR)
if (dead.length > 0) log.info({ folders: dead.length }, 'removed what a dead run left behind')

/** One more encode than there are slots: it stores what it has made while the next one encodes. */
const concurrencyOf: Record<QueueName, number> = {
  prepare: 4,
  sound: env.WORKER_CONCURRENCY + 1,
  transcode: env.WORKER_CONCURRENCY + 1,
  mail: 4,
  default: 8,
}
const redis = connectRedisPatiently(env, log)
const leaving = new AbortController()
const handlers = handlersOf(needs)
const workers = queueNames.map((queue) =>
  workQueue({
    queue,
    handlers: handlers.filter(({ job }) => job.queue === queue),
    concurrency: concurrencyOf[queue],
    env,
    redis,
    log,
    leaving: leaving.signal,
  }),
)
const sweeps = startSweeps(needs, sweepsOf(env))
log.info({ concurrency: env.WORKER_CONCURRENCY }, 'working')

/** Long jobs are handed back, short ones end; what does neither is taken over by others when its lock runs out. */
async function leave(): Promise<void> {
  if (leaving.signal.aborted) return
  setTimeout(() => {
    log.warn('left with work in hand; it will be taken over')
    process.exit(0)
  }, env.WORKER_GRACE_SECONDS * 800).unref()
  leaving.abort()
  await Promise.all([sweeps.stop(), ...workers.map((worker) => worker.close())])
  redis.disconnect()
  await Promise.all([clients.close(), database.close()])
  process.exit(0)
}
process.on('SIGTERM', () => void leave())
process.on('SIGINT', () => void leave())
