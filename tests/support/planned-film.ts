import { planTranscode } from '#domain/transcode/plan/plan-transcode.ts'
import { claimMedia } from '#domain/transcode/work/claim-media.ts'
import { claimTimes } from '#domain/transcode/work/claim-rules.ts'
import { claimTask, type TaskClaim, type TaskOutcome } from '#domain/transcode/work/claim-task.ts'
import { recordPlan } from '#domain/transcode/work/end-claim.ts'
import type { WorkQueueName } from '#domain/transcode/work/task-rules.ts'
import { isRefused } from '#domain/transcode/source/causes.ts'
import { filmOf } from './source.ts'
import type { Wiring } from './wire-stack.ts'

const system = { kind: 'system', job: 'test' } as const
const times = claimTimes(30)

/** Plans an uploaded film as if its original were a film of so many seconds in full HD. */
export async function planFilm({ asWorker }: Wiring, mediaId: string, seconds: number): Promise<void> {
  const plan = planTranscode(filmOf(seconds))
  if (isRefused(plan)) throw new Error(plan.detail)
  await asWorker(system, async (tx) => {
    const outcome = await claimMedia(tx, mediaId, 'test', times)
    if (outcome.kind !== 'claimed') throw new Error(outcome.kind)
    await recordPlan(tx, outcome.claim, plan)
  })
}

/** What the next ticket's holder would do; undefined when there is nothing to do. */
export const tryNext = (
  { asWorker }: Wiring,
  queue: WorkQueueName,
  { claimant = 'test', scratchBytes = Infinity }: { claimant?: string; scratchBytes?: number } = {},
): Promise<TaskOutcome | undefined> =>
  asWorker(system, (tx) =>
    claimTask(tx, queue, { claimant, times, scratchBytes: Math.min(scratchBytes, Number.MAX_SAFE_INTEGER) }),
  )

/** The next task of a queue, in a worker's hands. */
export async function claimNext(wiring: Wiring, queue: WorkQueueName, claimant = 'test'): Promise<TaskClaim> {
  const outcome = await tryNext(wiring, queue, { claimant })
  if (outcome?.kind !== 'claimed') throw new Error(outcome?.kind ?? 'there is nothing to do')
  return outcome.claim
}
