import { expect, test } from 'vitest'
import { compare, median, renderTable, rowOf, type Comparison } from './harness.ts'

function sidesOf(ours: number[], theirs: number[]) {
  const order: string[] = []
  const next = (name: string, values: number[]) => async () => {
    order.push(name)
    return values.shift() ?? NaN
  }
  return { order, sides: { measureOurs: next('ours', ours), measureTheirs: next('theirs', theirs) } }
}

const base = {
  name: 'row',
  ours: 'ours',
  theirs: 'theirs',
  unit: 'ms',
  target: { atMost: 1.3 },
  warmups: 0,
  rounds: 3,
} satisfies Partial<Comparison>

test('sides are measured in turns, and warm-ups do not count', async () => {
  const { order, sides } = sidesOf([99, 2, 2, 2], [1, 2, 2, 2])
  const row = await compare({ ...base, ...sides, warmups: 1 })
  expect(order).toEqual(Array.from({ length: 4 }, () => ['ours', 'theirs']).flat())
  expect(row).toMatchObject({ oursMedian: 2, result: 1, highest: 1, holds: true })
})

test('a machine that slows down in the middle of a run does not change the ratio', async () => {
  const { sides } = sidesOf([1.2, 2.4, 4.8], [1, 2, 4])
  expect((await compare({ ...base, ...sides })).result).toBeCloseTo(1.2)
})

test('a row misses its target on the wrong side of it only', async () => {
  const verdict = async (ratio: number, target: Required<Comparison>['target']) => {
    const { sides } = sidesOf([ratio], [1])
    return (await compare({ ...base, ...sides, rounds: 1, target })).holds
  }
  expect(await verdict(1.31, { atMost: 1.3 })).toBe(false)
  expect(await verdict(0.5, { atMost: 1.3 })).toBe(true)
  expect(await verdict(0.59, { atLeast: 0.6 })).toBe(false)
  expect(await verdict(2, { atLeast: 0.6 })).toBe(true)
})

test('the median of an even number of values is between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([3, 1, 2])).toBe(2)
})

test('a row that compares by difference is judged by it', () => {
  const quality = { name: 'quality', ours: '', theirs: '', unit: 'dB', by: 'difference' } as const
  const verdict = (ours: number) =>
    rowOf({ ...quality, target: { atLeast: -0.1 } }, [{ ours, theirs: 40 }]).holds
  expect([verdict(39.95), verdict(41), verdict(39.8)]).toEqual([true, true, false])
})

test('a row without a target is reported without a verdict', () => {
  const row = rowOf({ name: 'size', ours: '', theirs: '', unit: 'MB' }, [{ ours: 3, theirs: 4 }])
  expect(row).toMatchObject({ result: 0.75, holds: undefined })
  expect(renderTable([row]).split('\n').at(-1)).toMatch(/^size +3\.00 +4\.00 +MB +0\.75$/)
})

test('the table shows a difference with its sign, and similarity to the fourth digit', () => {
  const contest = { name: 'quality', ours: '', theirs: '', unit: 'SSIM', by: 'difference' } as const
  const row = rowOf({ ...contest, target: { atLeast: -0.002 } }, [{ ours: 0.9612, theirs: 0.9615 }])
  expect(renderTable([row]).split('\n').at(-1)).toMatch(
    /^quality +0\.9612 +0\.9615 +SSIM +−0\.0003 +≥ −0\.0020 +holds$/,
  )
})

test('no difference has no sign', () => {
  const contest = { name: 'strays', ours: '', theirs: '', unit: 'pictures', by: 'difference' } as const
  const row = rowOf({ ...contest, target: { atMost: 0 } }, [{ ours: 0, theirs: 0 }])
  expect(renderTable([row]).split('\n').at(-1)).toMatch(/^strays +0 +0 +pictures +0 +≤ 0 +holds$/)
})

test('the table names every row with its ratio, target and verdict', async () => {
  const { sides } = sidesOf([150, 150], [100, 100])
  const table = renderTable([await compare({ ...base, ...sides, rounds: 2 })])
  expect(table.split('\n').at(-1)).toMatch(/^row +150 +100 +ms +1\.50 +1\.50–1\.50 +≤ 1\.30 +MISSED$/)
})
