/** Stripe's currencies without a minor unit, and with a thousandth: https://docs.stripe.com/currencies#zero-decimal */
const noMinorUnit = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '))
const thousandths = new Set('BHD JOD KWD OMR TND'.split(' '))

/** How many decimals the minor unit of a currency has, after Stripe's list (Intl differs for some). */
export function minorDigits(currency: string): 0 | 2 | 3 {
  const code = currency.toUpperCase()
  if (noMinorUnit.has(code)) return 0
  return thousandths.has(code) ? 3 : 2
}

/** Integer minor units (cents) as money: 1250 USD is “$12.50”. `short` drops decimals that are all zero. */
export function formatMoney(amount: number, currency: string, { short = false } = {}): string {
  const digits = minorDigits(currency)
  const whole = amount % 10 ** digits === 0
  const decimals = short && whole ? 0 : digits
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(amount / 10 ** digits)
}
