import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chargeLimits } from '#platform/charge-limits.ts'
import { parsePrice, priceText } from './price.ts'

describe('a typed price becomes exact minor units', () => {
  test.each([
    ['12.50', 'usd', 1250],
    ['12.5', 'usd', 1250],
    ['12', 'usd', 1200],
    ['12,50', 'eur', 1250],
    ['1,250.00', 'usd', 125_000],
    ['1,250', 'usd', 125_000],
    ['0.50', 'usd', 50],
    ['19.99', 'usd', 1999],
    ['1.10', 'usd', 110],
    ['', 'usd', 0],
    ['0', 'usd', 0],
    ['0.00', 'usd', 0],
    ['007', 'usd', 700],
    ['1200', 'jpy', 1200],
    ['1,200', 'jpy', 1200],
    ['500.00', 'jpy', 500],
    ['1.250', 'kwd', 1250],
    ['1,500', 'isk', 150_000],
    ['2000', 'huf', 200_000],
    ['999999.99', 'usd', 99_999_999],
  ])('%j in %s is %i', (typed, currency, cents) => expect(parsePrice(typed, currency)).toEqual({ cents }))

  test.each([
    ['0.49', 'usd'],
    ['12.505', 'usd'],
    ['1000000', 'usd'],
    ['-1', 'usd'],
    ['1e3', 'usd'],
    ['0x10', 'usd'],
    ['NaN', 'usd'],
    ['twelve', 'usd'],
    ['1.2.3', 'usd'],
    ['.', 'usd'],
    ['12.5', 'jpy'],
    ['49', 'jpy'],
    ['1.255', 'kwd'],
    ['120.50', 'isk'],
    ['5000.10', 'ugx'],
    ['1999.90', 'huf'],
    ['30.5', 'twd'],
    ['9'.repeat(400), 'usd'],
  ])('%j in %s is told what is wrong', (typed, currency) =>
    expect(parsePrice(typed, currency)).toHaveProperty('problem'),
  )

  test('and reads back what it wrote, for every amount and kind of currency', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('usd', 'jpy', 'kwd', 'eur', 'isk', 'huf'),
        fc.integer({ min: 0, max: 999_999 }),
        (currency, n) => {
          const { least, step } = chargeLimits(currency)
          const cents = n === 0 ? 0 : Math.max(n * step, least)
          expect(parsePrice(priceText(cents, currency), currency)).toEqual({ cents })
        },
      ),
    )
  })

  test('and never throws, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const parsed = parsePrice(typed, 'usd')
        expect('problem' in parsed || Number.isSafeInteger(parsed.cents)).toBe(true)
      }),
    )
  })
})
