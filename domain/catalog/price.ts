import { chargeProblem } from '#platform/charge-limits.ts'
import { minorDigits } from '#platform/money.ts'

/** Minor units as a plain decimal that `parsePrice` reads back: 1250 USD is “12.50”. */
export function priceText(cents: number, currency: string): string {
  const digits = minorDigits(currency)
  const padded = String(cents).padStart(digits + 1, '0')
  return digits ? `${padded.slice(0, -digits)}.${padded.slice(-digits)}` : padded
}

export type ParsedPrice = { readonly cents: number } | { readonly problem: string }

/**
 * Reads a price as people type it (“12”, “12.5”, “12,50”, “1,250.00”) into integer minor units, exactly; nothing is 0, free.
 * What Stripe would not charge is a problem here already.
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
  const problem = chargeProblem(cents, currency)
  return problem ? { problem } : { cents }
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
