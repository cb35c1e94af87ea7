import { expect, test } from 'vitest'
import { posterScore } from './poster-score.ts'

test('a black picture is never the poster while there is another', () => {
  const black = posterScore({ entropy: 0.5, channels: [{ mean: 16, stdev: 2 }] })
  const noisyBlack = posterScore({ entropy: 6, channels: [{ mean: 18, stdev: 9 }] })
  const scene = posterScore({ entropy: 5, channels: [{ mean: 110, stdev: 40 }] })
  expect(scene).toBeGreaterThan(noisyBlack)
  expect(noisyBlack).toBeGreaterThan(black)
})

test('a white picture and one of a single colour are as dull as a black one', () => {
  const scene = posterScore({ entropy: 5, channels: [{ mean: 110, stdev: 40 }] })
  expect(posterScore({ entropy: 6, channels: [{ mean: 250, stdev: 20 }] })).toBeLessThan(scene)
  expect(posterScore({ entropy: 6, channels: [{ mean: 120, stdev: 3 }] })).toBeLessThan(scene)
})

test('of two scenes, the one that holds more is the poster', () => {
  const plain = posterScore({ entropy: 5, channels: [{ mean: 110, stdev: 20 }] })
  expect(posterScore({ entropy: 7, channels: [{ mean: 110, stdev: 20 }] })).toBeGreaterThan(plain)
  expect(posterScore({ entropy: 5, channels: [{ mean: 110, stdev: 60 }] })).toBeGreaterThan(plain)
})
