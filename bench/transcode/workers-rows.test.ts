import { expect, test } from 'vitest'
import { workersRows } from './workers-rows.ts'

test('a second worker is worth most of a first, and the queue costs next to nothing', () => {
  const [two, four, chunks, film] = workersRows([
    {
      alone: { wallSeconds: 103, chunkSeconds: 100 },
      one: { wallSeconds: 106, chunkSeconds: 102 },
      two: { wallSeconds: 55, chunkSeconds: 104 },
      four: { wallSeconds: 54, chunkSeconds: 200 },
    },
  ])
  expect([two?.holds, four?.holds, chunks?.holds, film?.holds]).toEqual([true, undefined, true, undefined])
  expect(two?.result).toBeCloseTo(106 / 55)
  expect(chunks?.result).toBeCloseTo(1.02)
})
