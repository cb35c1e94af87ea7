export type BenchOptions = {
  /** Length of the film that transcoding is measured with. */
  seconds: number
  /** Rounds of a pair, when it is not each row's own number. */
  rounds: number | undefined
  /** A film of the caller's own to measure transcoding with. */
  source?: string | undefined
  say(line: string): void
}

/** Two ways of doing one thing. */
export type Contest = {
  name: string
  /** What stands on each side, in a few words. */
  ours: string
  theirs: string
  unit: 'ms' | 's' | 'CPU s' | 'requests/s' | 'MB' | 'dB' | 'SSIM' | 'pictures'
  /** How a round's two values become one: ours divided by theirs, or ours less theirs. */
  by?: 'ratio' | 'difference'
  /** What that should be, at most or at least; a row without a target is only reported. */
  target?: { atMost: number } | { atLeast: number } | undefined
}

/** Both sides of one round. */
export type Pair = { ours: number; theirs: number }

/** A contest measured in turns, so that a busy machine troubles both sides alike. */
export type Comparison = Contest & {
  warmups: number
  rounds: number
  measureOurs(): Promise<number>
  measureTheirs(): Promise<number>
}

export type Row = Contest & {
  by: 'ratio' | 'difference'
  /** Medians over the rounds. */
  oursMedian: number
  theirsMedian: number
  /** Median, smallest and largest of the rounds' own ratios or differences. */
  result: number
  lowest: number
  highest: number
  rounds: number
  /** undefined where there is no target. */
  holds: boolean | undefined
}

/** Measures a, b, a, b …: each round gives one ratio, and the median of these is the result. */
export async function compare(comparison: Comparison): Promise<Row> {
  const { warmups, rounds, measureOurs, measureTheirs, ...contest } = comparison
  for (let round = 0; round < warmups; round++) {
    await measureOurs()
    await measureTheirs()
  }
  const pairs: Pair[] = []
  for (let round = 0; round < rounds; round++) {
    pairs.push({ ours: await measureOurs(), theirs: await measureTheirs() })
  }
  return rowOf(contest, pairs)
}

/** The row of a contest whose rounds have been measured. */
export function rowOf(contest: Contest, pairs: readonly Pair[]): Row {
  const { by = 'ratio', target } = contest
  const results = pairs.map(({ ours, theirs }) => (by === 'ratio' ? ours / theirs : ours - theirs))
  const result = median(results)
  return {
    ...contest,
    by,
    oursMedian: median(pairs.map((pair) => pair.ours)),
    theirsMedian: median(pairs.map((pair) => pair.theirs)),
    result,
    lowest: Math.min(...results),
    highest: Math.max(...results),
    rounds: pairs.length,
    holds: target && ('atMost' in target ? result <= target.atMost : result >= target.atLeast),
  }
}

/** The middle value; the mean of the two middle ones when there is an even number of them. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values')
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) / 2
  return ((sorted[Math.floor(at)] ?? 0) + (sorted[Math.ceil(at)] ?? 0)) / 2
}

/** Milliseconds that `work` takes. */
export async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - started) / 1e6
}

/** The rows as plain text, numbers flush right; a ratio stands as it is, a difference with its sign. */
export function renderTable(rows: readonly Row[]): string {
  const head = ['row', 'ours', 'theirs', 'unit', 'ratio', 'spread', 'target', 'verdict']
  const lines = rows.map((row) => {
    const shown = resultText(row)
    return [
      row.name,
      valueText(row.oursMedian, row.unit),
      valueText(row.theirsMedian, row.unit),
      row.unit,
      shown(row.result),
      row.rounds > 1 ? `${shown(row.lowest)}–${shown(row.highest)}` : '',
      targetText(row),
      row.holds === undefined ? '' : row.holds ? 'holds' : 'MISSED',
    ]
  })
  const widths = head.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]!.length)),
  )
  const flushRight = new Set([1, 2, 4, 5, 6])
  return [head, widths.map((width) => '-'.repeat(width)), ...lines]
    .map((line) =>
      line
        .map((cell, column) =>
          flushRight.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The nearest text with few digits; structural similarity differs in the fourth only. */
const valueText = (value: number, unit: Row['unit']) =>
  unit === 'SSIM'
    ? value.toFixed(4)
    : unit === 'pictures'
      ? String(value)
      : value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3)

const resultText =
  ({ by, unit }: Row) =>
  (value: number) => {
    if (by === 'ratio') return value.toFixed(2)
    const size = valueText(Math.abs(value), unit)
    return Number(size) === 0 ? size : `${value < 0 ? '−' : '+'}${size}`
  }

function targetText(row: Row): string {
  const { target } = row
  if (!target) return ''
  return 'atMost' in target ? `≤ ${resultText(row)(target.atMost)}` : `≥ ${resultText(row)(target.atLeast)}`
}
