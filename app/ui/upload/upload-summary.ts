import type { UploadEntry } from './uploads.ts'

export type UploadSummary = {
  /** Files on their way or paused. */
  readonly active: number
  readonly paused: number
  readonly done: number
  readonly troubled: number
  readonly sentBytes: number
  readonly totalBytes: number
  readonly bytesPerSecond: number
  readonly secondsLeft: number | undefined
}

/** All files taken together; those that were refused count for nothing. */
export function summarize(entries: readonly UploadEntry[]): UploadSummary {
  const taken = entries.filter(({ state }) => state !== 'refused')
  const count = (...states: UploadEntry['state'][]) =>
    entries.filter(({ state }) => states.includes(state)).length
  const sum = (of: (entry: UploadEntry) => number) => taken.reduce((total, entry) => total + of(entry), 0)
  const sentBytes = sum((entry) => entry.sentBytes)
  const totalBytes = sum((entry) => entry.sizeBytes)
  const bytesPerSecond = sum((entry) => (entry.state === 'uploading' ? entry.pace.bytesPerSecond : 0))
  return {
    active: count('waiting', 'uploading', 'paused', 'finishing'),
    paused: count('paused'),
    done: count('done'),
    troubled: count('failed', 'refused'),
    sentBytes,
    totalBytes,
    bytesPerSecond,
    secondsLeft: bytesPerSecond > 0 ? (totalBytes - sentBytes) / bytesPerSecond : undefined,
  }
}
