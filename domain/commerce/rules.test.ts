import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { disputeStateOf, paymentStateOf, splitRevenue, totalSales } from './rules.ts'

const configuration = fc
  .record({
    id: fc.uuid(),
    platformBasisPoints: fc.integer({ min: 0, max: 10_000 }),
    platformFlatFeeCents: fc.integer({ min: 0, max: 5_000 }),
    organizationBasisPoints: fc.integer({ min: 0, max: 10_000 }),
    organizationFlatFeeCents: fc.integer({ min: 0, max: 5_000 }),
  })
  .filter((c) => c.platformBasisPoints + c.organizationBasisPoints <= 10_000)

describe('the money of a sale', () => {
  test('is divided without a cent lost, found or owed, whatever the configuration', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999 }),
        configuration,
        fc.boolean(),
        (amount, config, hasOrganization) => {
          const { platformCents, organizationCents, creatorCents } = splitRevenue(
            amount,
            config,
            hasOrganization,
          )
          expect(platformCents + organizationCents + creatorCents).toBe(amount)
          for (const cents of [platformCents, organizationCents, creatorCents])
            expect(cents).toBeGreaterThanOrEqual(0)
          if (!hasOrganization) expect(organizationCents).toBe(0)
        },
      ),
    )
  })

  test('gives the organization its share of what the platform leaves', () => {
    const config = {
      id: 'c',
      platformBasisPoints: 500,
      platformFlatFeeCents: 50,
      organizationBasisPoints: 2000,
      organizationFlatFeeCents: 0,
    }
    expect(splitRevenue(10_000, config, true)).toEqual({
      configurationId: 'c',
      platformCents: 550,
      organizationCents: 1890,
      creatorCents: 7560,
    })
  })
})

describe('a payment', () => {
  test.each([
    ['open', 'unpaid', undefined, 'open'],
    ['expired', 'unpaid', undefined, 'expired'],
    ['complete', 'paid', 'succeeded', 'paid'],
    ['complete', 'unpaid', 'processing', 'unpaid'],
    ['complete', 'unpaid', 'requires_payment_method', 'failed'],
    ['complete', 'unpaid', 'canceled', 'failed'],
  ] as const)(
    'with session %s, payment %s and intent %s is %s',
    (sessionStatus, paymentStatus, intentStatus, expected) =>
      expect(paymentStateOf({ sessionStatus, paymentStatus, intentStatus })).toBe(expected),
  )
})

test('one lost dispute is enough to lose a sale, and an undecided one is open', () => {
  expect(disputeStateOf([])).toBeUndefined()
  expect(disputeStateOf(['won', 'lost'])).toBe('lost')
  expect(disputeStateOf(['won', 'needs_response'])).toBe('open')
  expect(disputeStateOf(['won'])).toBe('won')
})

describe('totals of sales', () => {
  test('are added up by currency, never across', () => {
    const sales = [
      { currency: 'usd', sold: 2, amountCents: 500, creatorPayoutCents: 400 },
      { currency: 'eur', sold: 1, amountCents: 300, creatorPayoutCents: 200 },
      { currency: 'usd', sold: 1, amountCents: 50, creatorPayoutCents: 5 },
    ]
    expect(totalSales(sales, ['amountCents', 'creatorPayoutCents'])).toEqual([
      { currency: 'usd', sold: 3, amountCents: 550, creatorPayoutCents: 405 },
      { currency: 'eur', sold: 1, amountCents: 300, creatorPayoutCents: 200 },
    ])
    expect(totalSales([], ['amountCents'])).toEqual([])
  })
})
