import { expect, test } from 'vitest'
import { levellingGain } from './loudness.ts'

const gain = (integratedLufs: number) => levellingGain({ integratedLufs, truePeakDbtp: -1 })

test('a loud film is turned down to −16 LUFS', () => {
  expect(gain(-10)).toBeCloseTo(0.501, 3)
  expect(gain(-15)).toBeCloseTo(0.891, 3)
})

test('a quiet film is not turned up', () => {
  expect(gain(-16)).toBe(1)
  expect(gain(-30)).toBe(1)
})

test('a film that was not measured plays as it is', () => expect(levellingGain(null)).toBe(1))
