/** A worker is killed, asked to leave, frozen past its lock, starved; a film in work is deleted, or replaced. */
export const faultKinds = ['kill', 'leave', 'freeze', 'starve', 'delete', 'replace'] as const
export type FaultKind = (typeof faultKinds)[number]

export type StormReport = {
  seed: number
  runs: number
  films: number
  faults: ReadonlyMap<FaultKind, number>
  /** Seconds from each fault to the next progress of the film it met. */
  recoveries: readonly number[]
  /** Films that did not end. */
  lost: readonly string[]
  /** What is there of more than one run or generation. */
  doubled: readonly string[]
  /** Rows and objects that tell of different films. */
  wrong: readonly string[]
  /** Films that met three dead workers, and were given up with words. */
  givenUp: readonly string[]
}

/** The report as a person reads it. */
export function renderReport(report: StormReport): string {
  const { seed, runs, films, faults, recoveries, lost, doubled, wrong, givenUp } = report
  const sorted = recoveries.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1)
  return [
    `seed ${seed}: ${runs} faults (${[...faults].map(([kind, count]) => `${kind} ${count}`).join(', ')}), ${films} films`,
    `jobs lost: ${lost.length}   doubled: ${doubled.length}   wrong: ${wrong.length}   given up after three dead workers: ${givenUp.length}`,
    `recovery: median ${at(0.5)} s, longest ${at(1)} s`,
    ...[...lost.map((id) => `lost: ${id}`), ...doubled, ...wrong],
  ].join('\n')
}
