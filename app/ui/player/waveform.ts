/** How loud a recording is along its way. */
export type Waveform = {
  readonly secondsPerPeak: number
  /** 0 to 100. */
  readonly peaks: readonly number[]
}

/** Reads the file of the pipeline; undefined when it is not one. */
export function parseWaveform(file: unknown): Waveform | undefined {
  const { version, secondsPerPeak, peaks } = (file ?? {}) as Record<string, unknown>
  if (version !== 1 || typeof secondsPerPeak !== 'number' || !(secondsPerPeak > 0)) return undefined
  if (!Array.isArray(peaks) || peaks.length === 0 || !peaks.every(Number.isFinite)) return undefined
  return { secondsPerPeak, peaks: peaks as number[] }
}

/** The loudest peak in each of `count` equal parts of a recording of `duration` seconds. 0 to 100. */
export function barsOf({ secondsPerPeak, peaks }: Waveform, duration: number, count: number): number[] {
  const peaksPerBar = duration / secondsPerPeak / count
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor(bar * peaksPerBar)
    const to = Math.max(from + 1, Math.floor((bar + 1) * peaksPerBar))
    return Math.min(100, Math.max(0, ...peaks.slice(from, to)))
  })
}
