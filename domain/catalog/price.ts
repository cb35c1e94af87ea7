import { minorDigits } from '#platform/money.ts'

/** Stripe's least charges in minor units: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const leastCharge: Record<string, number> = {
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

/** Stripe takes at most eight digits. */
const most = 99_999_999

/** The lowest price above free, in minor units. */
export function leastPrice(currency: string): number {
  return leastCharge[currency.toUpperCase()] ?? 10 ** minorDigits(currency)
}

/** Minor units as a plain decimal that `parsePrice` reads back: 1250 USD is “12.50”. */
export function priceText(cents: number, currency: string): string {
  const digits = minorDigits(currency)
  const padded = String(cents).padStart(digits + 1, '0')
  return digits ? `${padded.slice(0, -digits)}.${padded.slice(-digits)}` : padded
}

export type ParsedPrice = { readonly cents: number } | { readonly problem: string }

/**
 * Reads a price as people type it (“12”, “12.5”, “12,50”, “1,250.00”) into integer minor units, exactly; nothing is 0, free.
 * Thousandths are Stripe's own rule: the last digit must be 0.
 */
export function parsePrice(typed: string, currency: string): ParsedPrice {
  const digits = minorDigits(currency)
  const code = currency.toUpperCase()
  const match = /^(\d+)(?:\.(\d*))?$/.exec(plain(typed.trim(), digits))
  if (!match) {
    if (typed.trim() === '') return { cents: 0 }
    return {
      problem: `Enter a price like ${priceText(12 * 10 ** digits + (digits ? 10 ** digits / 2 : 0), currency)}, or 0 for free.`,
    }
  }
  const [, whole = '', decimals = ''] = match
  if (decimals.length > digits && /[1-9]/.test(decimals.slice(digits)))
    return {
      problem: digits
        ? `${code} has ${digits} decimals at most.`
        : `${code} has no decimals: enter a whole number.`,
    }
  const cents = Number(whole + decimals.slice(0, digits).padEnd(digits, '0'))
  if (cents > most) return { problem: `The highest price is ${priceText(most, currency)} ${code}.` }
  if (cents > 0 && cents < leastPrice(currency))
    return {
      problem: `The lowest price is ${priceText(leastPrice(currency), currency)} ${code}. Enter 0 for free.`,
    }
  if (digits === 3 && cents % 10) return { problem: `The last decimal of a price in ${code} must be 0.` }
  return { cents }
}

/** Thousands separators taken out, and a decimal comma made a point. */
function plain(typed: string, digits: number): string {
  const bare = typed.replace(/[\s’']/g, '')
  if (
    /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare) &&
    (digits !== 3 || bare.includes('.') || bare.split(',').length > 2)
  )
    return bare.replaceAll(',', '')
  return /^\d+,\d*$/.test(bare) ? bare.replace(',', '.') : bare
}
