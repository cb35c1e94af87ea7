import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chargeLimits, chargeProblem } from './charge-limits.ts'

test.each([
  ['usd', 50, 1],
  ['gbp', 30, 1],
  ['jpy', 50, 1],
  ['huf', 17_500, 100],
  ['isk', 100, 100],
  ['ugx', 100, 100],
  ['twd', 100, 100],
  ['kwd', 1000, 10],
])('%s is charged from %i on, in steps of %i', (currency, least, step) => {
  expect(chargeLimits(currency)).toMatchObject({ least, step })
  expect(chargeProblem(least, currency)).toBeUndefined()
  expect(chargeProblem(least - 1, currency)).toBeTypeOf('string')
})

test('every amount that has no problem is within the limits, and free never has one', () => {
  const currency = fc.constantFrom('usd', 'ISK', 'ugx', 'huf', 'TWD', 'jpy', 'kwd')
  fc.assert(
    fc.property(currency, fc.integer({ min: 1, max: 200_000_000 }), (code, amount) => {
      const { least, most, step } = chargeLimits(code)
      const isTaken = amount >= least && amount <= most && amount % step === 0
      expect(chargeProblem(amount, code) === undefined).toBe(isTaken)
      expect(chargeProblem(0, code)).toBeUndefined()
    }),
  )
})
