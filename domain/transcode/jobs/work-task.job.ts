import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'
import type { TaskKind } from '../plan/plan.ts'
import { queueOf, type WorkQueueName } from '../work/task-rules.ts'

/**
 * A ticket: there is a task to do. Which one its holder takes is decided by the rows (`claimTask`), so that urgent and short
 * films come first and no owner fills the queue. Owed by every task that waits.
 */
const ticket = (name: string, queue: WorkQueueName) =>
  defineJob({
    name,
    queue,
    attempts: 5,
    payload: z.object({ taskId: z.uuid() }),
    idFor: ({ taskId }) => `task-${taskId}`,
  })

/** What makes a film playable at once, and what comes last: remux, finish. */
export const prepareTask = ticket('transcode.prepare-task', 'prepare')
/** All the sound of a film: long, but one thread's work. */
export const soundTask = ticket('transcode.sound-task', 'sound')
/** What takes the machine's whole strength: a chunk, in H.264 or AV1. */
export const encodeTask = ticket('transcode.encode-task', 'transcode')

const tickets = { prepare: prepareTask, sound: soundTask, transcode: encodeTask }

/** The ticket for a kind of task. */
export const ticketFor = (kind: TaskKind) => tickets[queueOf(kind)]
