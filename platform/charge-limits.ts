import { formatMoney, minorDigits } from './money.ts'

/** What Stripe takes in one charge, in minor units; amounts are whole multiples of `step`. */
export type ChargeLimits = { readonly least: number; readonly most: number; readonly step: number }

/** Stripe's least charges: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const leastCharge: Readonly<Record<string, number>> = {
  AED: 200,
  AUD: 50,
  BGN: 100,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  INR: 50,
  JPY: 50,
  MXN: 1000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1000,
  USD: 50,
}

/**
 * Written with two decimals that must be 00: https://docs.stripe.com/currencies#special-cases. ISK and UGX are charged so; HUF and
 * TWD are paid out so, and what cannot be paid out is not sold.
 */
const wholeOnly = new Set(['HUF', 'ISK', 'TWD', 'UGX'])

/** Stripe takes eight digits at most. */
const most = 99_999_999

/** The limits of a charge in a currency, however it is written. Where Stripe names no least charge, one main unit is it. */
export function chargeLimits(currency: string): ChargeLimits {
  const code = currency.toUpperCase()
  const digits = minorDigits(code)
  const step = wholeOnly.has(code) ? 100 : digits === 3 ? 10 : 1
  return { least: leastCharge[code] ?? 10 ** digits, most: most - (most % step), step }
}

/** Why Stripe does not take an amount (minor units), in words for whoever sets a price; undefined when it does. 0 is free. */
export function chargeProblem(amount: number, currency: string): string | undefined {
  if (amount === 0) return undefined
  const code = currency.toUpperCase()
  const { least, most, step } = chargeLimits(code)
  if (amount > most) return `The highest price is ${formatMoney(most, code)}.`
  if (amount < least) return `The lowest price is ${formatMoney(least, code)}. Enter 0 for free.`
  if (amount % step === 0) return undefined
  return step === 100
    ? `Prices in ${code} have no decimals: enter a whole number.`
    : `The last decimal of a price in ${code} must be 0.`
}
