import type { MediaStatus } from '#db/schema/media.ts'

/** Claims of one film before it is given up; a worker that dies at it has used one up. */
export const maxClaims = 3

/** How long a passing trouble (storage away, disk full) may keep a film waiting before it counts as a failure. */
export const patienceSeconds = 24 * 3600

export type ClaimTimes = {
  /** Between two signs of life of whoever works. */
  readonly heartbeatSeconds: number
  /** A claim silent for so long may be taken over by the holder of the job. */
  readonly silentSeconds: number
  /** A claim silent for so long has lost its job, too: a sweep enqueues it again. */
  readonly lostSeconds: number
}

/**
 * All from the time a worker's lock on a job lives. A lock that ran out was renewed half its life ago at the latest, so
 * whoever gets the job next finds the dead claim silent long enough.
 */
export const claimTimes = (lockSeconds: number): ClaimTimes => ({
  heartbeatSeconds: lockSeconds / 6,
  silentSeconds: lockSeconds * 0.4,
  lostSeconds: lockSeconds * 2,
})

export type Claimable = {
  readonly status: MediaStatus
  readonly isDeleted: boolean
  readonly attempts: number
  readonly claimedBy: string | null
  /** Since the last sign of life; null when there was none. */
  readonly silentSeconds: number | null
}

/**
 * What a worker that was handed the job of a film may do with it. `leave`: it is finished, gone, or somebody alive is
 * at it. `give_up`: it has killed whoever tried.
 */
export function whetherToClaim(
  media: Claimable,
  claimant: string,
  times: ClaimTimes,
): 'claim' | 'give_up' | 'leave' {
  if (media.isDeleted) return 'leave'
  const isFree =
    media.status === 'uploaded' || (media.status === 'transcoding' && isAbandoned(media, claimant, times))
  if (!isFree) return 'leave'
  return media.attempts >= maxClaims ? 'give_up' : 'claim'
}

const isAbandoned = ({ claimedBy, silentSeconds }: Claimable, claimant: string, times: ClaimTimes) =>
  claimedBy === claimant || silentSeconds === null || silentSeconds > times.silentSeconds
