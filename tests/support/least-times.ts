/**
 * The least time, in milliseconds, that each way takes; a refusal is an answer. The ways take turns, so that a busy machine
 * troubles them alike.
 */
export async function leastTimes<Way extends string>(
  turns: number,
  ways: Record<Way, () => Promise<unknown>>,
): Promise<Record<Way, number>> {
  const least = {} as Record<Way, number>
  for (let turn = 0; turn < turns; turn++)
    for (const [way, work] of Object.entries(ways) as [Way, () => Promise<unknown>][]) {
      const started = performance.now()
      await work().catch(() => {})
      least[way] = Math.min(least[way] ?? Infinity, performance.now() - started)
    }
  return least
}
