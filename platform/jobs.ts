import { Queue } from 'bullmq'
import type { Env } from './env.ts'
import type { Logger } from './log.ts'
import type { Redis } from './redis.ts'
import type { z } from './schema.ts'

/** The queues, each worked with a concurrency of its own. */
export const queueNames = ['prepare', 'sound', 'transcode', 'mail', 'default'] as const
export type QueueName = (typeof queueNames)[number]

/** The contract between who enqueues and who works: a name, ids in the payload, and an id that makes a repeat harmless. */
export type Job<Payload = unknown> = {
  readonly name: string
  readonly queue: QueueName
  /** Tries before the job is given up; the sweeps find what is still owed. */
  readonly attempts: number
  readonly payload: z.ZodType<Payload>
  /** Jobs with one id are one job while it waits or runs. No colon: BullMQ keeps that for itself. */
  readonly idFor: (payload: Payload) => string
}

/** Makes a job's contract, its payload typed by its schema. */
export function defineJob<Payload>(job: Job<Payload>): Job<Payload> {
  return job
}

export type JobContext = {
  /** Aborted when the process must go: give the work back and throw. */
  readonly signal: AbortSignal
  readonly log: Logger
  readonly jobId: string
  /** 1 at the first try. */
  readonly attempt: number
}

export type Handler = { readonly job: Job; run(payload: unknown, context: JobContext): Promise<void> }

/** Binds a job to its work. The payload is parsed again on this side of the queue. */
export function handles<Payload>(
  job: Job<Payload>,
  work: (payload: Payload, context: JobContext) => Promise<void>,
): Handler {
  return { job: job as Job, run: async (payload, context) => work(job.payload.parse(payload), context) }
}

/** Thrown by a handler that was told to stop: the job goes back to the queue and the try does not count. */
export class JobHandedBack extends Error {}

/** Thrown by a handler that cannot begin now: the job waits a while for whoever can, and the try does not count. */
export class JobPutOff extends Error {
  readonly delayMs: number

  constructor(delayMs: number) {
    super('put off')
    this.delayMs = delayMs
  }
}

export type JobQueue = {
  /**
   * Puts a job on its queue after the commit that owes it. Never throws for Redis trouble: after a second and a half it answers
   * `deferred`, and a sweep enqueues the job again from the row.
   */
  enqueue<Payload>(
    job: Job<Payload>,
    payload: Payload,
    options?: { delayMs?: number; priority?: number },
  ): Promise<'queued' | 'deferred'>
  close(): Promise<void>
}

const patienceMs = 1500

/** `redis` must fail fast (`connectRedis`), or a request would wait for a queue that is away. */
export function createJobQueue(env: Pick<Env, 'REDIS_PREFIX'>, redis: Redis, log: Logger): JobQueue {
  const queues = new Map<QueueName, Queue>()
  const queueOf = (name: QueueName) => {
    const known = queues.get(name)
    if (known) return known
    const queue = new Queue(name, { connection: redis, prefix: env.REDIS_PREFIX, skipVersionCheck: true })
    queue.on('error', () => {})
    queues.set(name, queue)
    return queue
  }
  return {
    async enqueue(job, payload, { delayMs, priority } = {}) {
      const adding = queueOf(job.queue).add(job.name, job.payload.parse(payload), {
        jobId: job.idFor(payload),
        attempts: job.attempts,
        backoff: { type: 'exponential', delay: 2000 },
        removeOnComplete: true,
        removeOnFail: true,
        ...(delayMs === undefined ? {} : { delay: delayMs }),
        ...(priority === undefined ? {} : { priority }),
      })
      const outcome = await settleWithin(adding, patienceMs)
      if (outcome === 'done') return 'queued'
      log.warn({ job: job.name, outcome }, 'the queue is away; a sweep will enqueue this job')
      return 'deferred'
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close().catch(() => {})))
    },
  }
}

async function settleWithin(work: Promise<unknown>, ms: number): Promise<'done' | 'failed' | 'slow'> {
  let timer: NodeJS.Timeout | undefined
  const slow = new Promise<'slow'>((resolve) => {
    timer = setTimeout(() => resolve('slow'), ms)
  })
  try {
    return await Promise.race([work.then(() => 'done' as const).catch(() => 'failed' as const), slow])
  } finally {
    clearTimeout(timer)
  }
}
