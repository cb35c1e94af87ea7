/** The part of a film after which it counts as watched. */
const watchedShare = 0.95
/** Stopping this close to the beginning is not worth coming back to. Seconds. */
const barelyBegun = 5

/** Watched to 95 % or further? Seconds. */
export const isWatched = (positionSeconds: number, durationSeconds: number) =>
  durationSeconds > 0 && positionSeconds >= durationSeconds * watchedShare

/** Where a film begins for somebody who comes back: where they stopped, or at 0 when that is the beginning or the end. */
export function resumePosition(positionSeconds: number, durationSeconds: number): number {
  return positionSeconds < barelyBegun || isWatched(positionSeconds, durationSeconds) ? 0 : positionSeconds
}
