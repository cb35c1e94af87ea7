export type BenchOptions = {
  /** Length of the film that the pipeline is measured with. */
  seconds: number
  /** Rounds of a pair, when it is not each row's own number. */
  rounds: number | undefined
  say(line: string): void
}

/** Two ways of doing one thing, measured in turns so that a busy machine troubles both alike. */
export type Comparison = {
  name: string
  /** What stands on each side, in a few words. */
  ours: string
  theirs: string
  unit: 'ms' | 's' | 'requests/s'
  /** What our median divided by theirs should be, at most or at least. */
  target: { atMost: number } | { atLeast: number }
  warmups: number
  rounds: number
  measureOurs(): Promise<number>
  measureTheirs(): Promise<number>
}

export type Row = {
  name: string
  ours: string
  theirs: string
  unit: Comparison['unit']
  /** Medians over the rounds. */
  oursMedian: number
  theirsMedian: number
  /** Median, smallest and largest of the rounds' own ratios. */
  ratio: number
  lowestRatio: number
  highestRatio: number
  rounds: number
  target: Comparison['target']
  holds: boolean
}

/** Measures a, b, a, b …: each round gives one ratio, and the median of these is the result. */
export async function compare(comparison: Comparison): Promise<Row> {
  const { name, ours, theirs, unit, target, warmups, rounds, measureOurs, measureTheirs } = comparison
  for (let round = 0; round < warmups; round++) {
    await measureOurs()
    await measureTheirs()
  }
  const pairs: { ours: number; theirs: number }[] = []
  for (let round = 0; round < rounds; round++) {
    pairs.push({ ours: await measureOurs(), theirs: await measureTheirs() })
  }
  const ratios = pairs.map((pair) => pair.ours / pair.theirs)
  const ratio = median(ratios)
  return {
    name,
    ours,
    theirs,
    unit,
    oursMedian: median(pairs.map((pair) => pair.ours)),
    theirsMedian: median(pairs.map((pair) => pair.theirs)),
    ratio,
    lowestRatio: Math.min(...ratios),
    highestRatio: Math.max(...ratios),
    rounds,
    target,
    holds: 'atMost' in target ? ratio <= target.atMost : ratio >= target.atLeast,
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

/** The rows as plain text, numbers flush right. */
export function renderTable(rows: readonly Row[]): string {
  const head = ['row', 'ours', 'theirs', 'unit', 'ratio', 'spread', 'target', 'verdict']
  const lines = rows.map((row) => [
    row.name,
    digits(row.oursMedian),
    digits(row.theirsMedian),
    row.unit,
    row.ratio.toFixed(2),
    `${row.lowestRatio.toFixed(2)}–${row.highestRatio.toFixed(2)}`,
    'atMost' in row.target ? `≤ ${row.target.atMost.toFixed(2)}` : `≥ ${row.target.atLeast.toFixed(2)}`,
    row.holds ? 'holds' : 'MISSED',
  ])
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

const digits = (value: number) => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3)
