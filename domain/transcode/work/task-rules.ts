import type { TaskKind } from '../plan/plan.ts'

/** Claims of one task before its film is given up; a worker that dies at it has used one up. */
export const maxRuns = 3

/** Which kinds of work a worker takes from which queue: what makes a film playable does not wait behind what takes long. */
export const kindsOf = {
  prepare: ['copy', 'finish'],
  sound: ['sound'],
  transcode: ['chunk', 'av1'],
} as const satisfies Record<string, readonly TaskKind[]>
export type WorkQueueName = keyof typeof kindsOf

/** The queue that a kind of work waits in. */
export function queueOf(kind: TaskKind): WorkQueueName {
  if (kind === 'sound') return 'sound'
  return kind === 'chunk' || kind === 'av1' ? 'transcode' : 'prepare'
}

export const priorities = { urgent: 0, usual: 1, background: 2 } as const

/**
 * How urgent a film is: what staff of the platform upload, and what takes the place of a film that is on sale already, come
 * first; a rung that only saves bytes comes last.
 */
export function priorityOf(film: { isStaff: boolean; isReplacement: boolean }, kind: TaskKind): number {
  if (kind === 'av1') return priorities.background
  return film.isStaff || film.isReplacement ? priorities.urgent : priorities.usual
}

/** One owner's encodes at a time, over all workers; others' films find a free worker soon. */
export const mostRunningPerOwner = 16

/** A film waits as if it were so many CPU seconds shorter for each second it has waited: long films come through, too. */
export const agingPerSecond = 2
