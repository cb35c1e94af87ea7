import { randomUUID } from 'node:crypto'
import type { ActorTx } from '#db/actor.ts'
import { limitStatements } from '#db/limit-statements.ts'
import type { JobNeeds } from '#domain/job-needs.ts'
import type { Job } from '#platform/jobs.ts'
import { recordSweep } from '#platform/sweep-record.ts'

/** What a sweep may do: look into the database as itself, and owe jobs. Both refuse once its time is over. */
export type SweepTools = {
  find<T>(work: (tx: ActorTx) => Promise<T>): Promise<T>
  enqueue<P>(job: Job<P>, payload: P): Promise<void>
}

export type Sweep = {
  /** As records and logs name it. */
  readonly name: string
  readonly everySeconds: number
  /** A run that takes longer is ended; the next one tries again. */
  readonly limitSeconds: number
  readonly run: (tools: SweepTools) => Promise<void>
}

/** A claim of a turn outlives the run's limit by this, so that no other worker begins while one may be at it. */
const marginMs = 5000

/**
 * Runs each sweep again and again on a schedule of its own: one that is slow or fails delays no other. Of all workers one
 * does a sweep at a time, and once within its distance.
 */
export function startSweeps(needs: JobNeeds, sweeps: readonly Sweep[]): { stop(): Promise<void> } {
  const running = sweeps.map((sweep) => repeat(needs, sweep))
  return {
    async stop() {
      await Promise.all(running.map((each) => each.stop()))
    },
  }
}

function repeat(needs: JobNeeds, sweep: Sweep): { stop(): Promise<void> } {
  const everyMs = sweep.everySeconds * 1000
  const leaving = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<void> | undefined
  const next = (afterMs: number) => {
    if (leaving.signal.aborted) return
    timer = setTimeout(() => {
      turn = takeTurn(needs, sweep, leaving.signal)
        .catch((error: unknown) =>
          needs.log.warn({ sweep: sweep.name, reason: kindOf(error) }, 'a sweep was not written down'),
        )
        .finally(() => next(Math.min(everyMs, mostPauseMs) * (0.9 + Math.random() * 0.2)))
    }, afterMs)
  }
  next(Math.random() * Math.min(1000, everyMs))
  return {
    async stop() {
      leaving.abort()
      clearTimeout(timer)
      await turn
    },
  }
}

/** Turns are asked for at least so often: whoever had the last one may be gone. The claim in Redis keeps the distance. */
const mostPauseMs = 300_000

async function takeTurn(needs: JobNeeds, sweep: Sweep, leaving: AbortSignal): Promise<void> {
  const { redis, env, log } = needs
  const key = `${env.REDIS_PREFIX}:sweep:${sweep.name}`
  const distanceMs = sweep.everySeconds * 800
  const limitMs = sweep.limitSeconds * 1000
  const claim = randomUUID()
  // Without Redis there is no queue to fill, so nobody's turn.
  const taken = await redis
    .set(key, claim, 'PX', Math.ceil(Math.max(distanceMs, limitMs + marginMs)), 'NX')
    .catch(() => null)
  if (taken !== 'OK') return

  const started = performance.now()
  let error: string | null = null
  try {
    await sweep.run(toolsOf(needs, sweep, AbortSignal.any([leaving, AbortSignal.timeout(limitMs)])))
  } catch (thrown) {
    error = kindOf(thrown)
  }
  const milliseconds = performance.now() - started
  if (!leaving.aborted) {
    const line = { sweep: sweep.name, milliseconds: Math.round(milliseconds) }
    if (error === null) log.debug(line, 'swept')
    else log.warn({ ...line, reason: error }, 'a sweep failed')
    await recordSweep(redis, env.REDIS_PREFIX, sweep.name, {
      endedAt: needs.clock.now(),
      milliseconds,
      error,
    })
  }
  // Only one's own claim: another worker may have the turn by now.
  const restMs = leaving.aborted ? 1 : Math.max(1, Math.ceil(distanceMs - milliseconds))
  if ((await redis.get(key)) === claim) await redis.pexpire(key, restMs)
}

function toolsOf({ jobs, asActor }: JobNeeds, sweep: Sweep, signal: AbortSignal): SweepTools {
  const limitMs = sweep.limitSeconds * 1000
  return {
    find: (work) => {
      signal.throwIfAborted()
      return asActor({ kind: 'system', job: `sweep.${sweep.name}` }, async (tx) => {
        await limitStatements(tx, limitMs)
        return work(tx)
      })
    },
    async enqueue(job, payload) {
      signal.throwIfAborted()
      await jobs.enqueue(job, payload)
    },
  }
}

/** What kind of error it was, without anything of its message: that may hold what people typed. */
function kindOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const { code, name } = cause as { code?: unknown; name?: unknown }
  if (code === '57014' || name === 'TimeoutError') return 'timed_out'
  if (typeof code === 'string') return code
  return typeof name === 'string' ? name : 'unknown'
}
