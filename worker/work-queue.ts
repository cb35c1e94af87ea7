import { DelayedError, UnrecoverableError, WaitingError, Worker, type Job } from 'bullmq'
import type { Env } from '#platform/env.ts'
import { JobHandedBack, JobPutOff, type Handler, type QueueName } from '#platform/jobs.ts'
import { errorInWords } from '#platform/log-errors.ts'
import type { Logger } from '#platform/log.ts'
import type { Redis } from '#platform/redis.ts'

export type WorkQueue = {
  readonly queue: QueueName
  readonly handlers: readonly Handler[]
  readonly concurrency: number
  readonly env: Pick<Env, 'REDIS_PREFIX' | 'WORKER_LOCK_SECONDS'>
  readonly redis: Redis
  readonly log: Logger
  /** Aborted when the process must go. */
  readonly leaving: AbortSignal
}

/** Rows bound how often a job is tried; a queue that gave up earlier would leave them waiting for a sweep. */
const maxStalledCount = 100

/**
 * Works one queue until it is closed. A worker that dies loses its lock, and another takes the job within a few seconds of
 * that. A job that a handler hands back waits at the front of its queue; one that it puts off is anybody's in a while.
 */
export function workQueue({ queue, handlers, concurrency, env, redis, log, leaving }: WorkQueue): Worker {
  const lockMs = env.WORKER_LOCK_SECONDS * 1000
  const handlerOf = new Map(handlers.map((handler) => [handler.job.name, handler]))

  const process = async (job: Job, token?: string): Promise<void> => {
    const handler = handlerOf.get(job.name)
    if (!handler) throw new UnrecoverableError(`nobody here knows the job ${job.name}`)
    const jobId = job.id ?? ''
    try {
      await handler.run(job.data, {
        signal: leaving,
        log: log.child({ job: job.name, jobId }),
        jobId,
        attempt: job.attemptsMade + 1,
      })
    } catch (error) {
      if (error instanceof JobPutOff) {
        await job.moveToDelayed(Date.now() + error.delayMs, token)
        throw new DelayedError()
      }
      // The queue keeps the words of an error in Redis, and its cause nowhere.
      if (!(error instanceof JobHandedBack)) throw new Error(errorInWords(error), { cause: error })
      await job.moveToWait(token)
      throw new WaitingError()
    }
  }

  const worker = new Worker(queue, process, {
    connection: redis,
    prefix: env.REDIS_PREFIX,
    concurrency,
    lockDuration: lockMs,
    stalledInterval: Math.min(5000, lockMs / 4),
    maxStalledCount,
    runRetryDelay: 1000,
    skipVersionCheck: true,
  })
  worker.on('failed', (job, err) => log.error({ job: job?.name, jobId: job?.id, err }, 'a job failed'))
  worker.on('stalled', (jobId) =>
    log.warn({ jobId }, 'the worker of a job fell silent; the job is taken over'),
  )
  worker.on('error', (error) => log.warn({ queue, reason: error.message }, 'the queue has trouble'))
  return worker
}
