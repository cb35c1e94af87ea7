/** Tries of one mail before it is given up: with the pauses between them, most of an hour. */
export const maxTries = 12
export const pauseSeconds = { first: 2, most: 600 } as const
/** How long one try may take before another may begin. */
export const leaseSeconds = 60

/** A mail server's 5xx says that another try would be refused as well (RFC 5321, 4.2.1). */
export function isFinalRefusal(error: unknown): boolean {
  const code = (error as { responseCode?: unknown }).responseCode
  return typeof code === 'number' && code >= 500 && code < 600
}

/** Stripe's currencies whose minor unit is not a hundredth (docs.stripe.com/currencies#zero-decimal). */
const noMinorUnit = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '))
const thousandMinorUnits = new Set('BHD JOD KWD OMR TND'.split(' '))

/** An amount in minor units as people write it: `$12.50`, `¥500`. */
export function formatMoney(cents: number, currency: string): string {
  const code = currency.toUpperCase()
  const digits = noMinorUnit.has(code) ? 0 : thousandMinorUnits.has(code) ? 3 : 2
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: code,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(cents / 10 ** digits)
}

export const formatDay = (date: Date) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(date)
