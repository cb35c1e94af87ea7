/** How a sale is divided: percentages in basis points (1/100 of a per cent), fees in cents. */
export type SplitConfiguration = {
  readonly id: string
  readonly platformBasisPoints: number
  readonly platformFlatFeeCents: number
  readonly organizationBasisPoints: number
  readonly organizationFlatFeeCents: number
}

export type Split = {
  readonly configurationId: string | null
  readonly platformCents: number
  readonly organizationCents: number
  readonly creatorCents: number
}

/**
 * Divides an amount in three, to the cent. Percentages are rounded down, the organization's share is taken of what the
 * platform leaves, and the creator gets the exact remainder. No share is negative, however large a flat fee is.
 */
export function splitRevenue(
  amountCents: number,
  configuration: SplitConfiguration | undefined,
  hasOrganization: boolean,
): Split {
  if (!configuration)
    return { configurationId: null, platformCents: 0, organizationCents: 0, creatorCents: amountCents }
  const platformCents = share(
    amountCents,
    configuration.platformBasisPoints,
    configuration.platformFlatFeeCents,
  )
  const remaining = amountCents - platformCents
  const organizationCents = hasOrganization
    ? share(remaining, configuration.organizationBasisPoints, configuration.organizationFlatFeeCents)
    : 0
  return {
    configurationId: configuration.id,
    platformCents,
    organizationCents,
    creatorCents: remaining - organizationCents,
  }
}

const share = (cents: number, basisPoints: number, flatCents: number) =>
  Math.min(cents, Math.floor((cents * basisPoints) / 10_000) + flatCents)

export type PaymentState = 'open' | 'unpaid' | 'paid' | 'failed' | 'expired'
export type DisputeState = 'open' | 'won' | 'lost'

/** The part of Stripe's Checkout session and payment intent that says how far a payment is. */
export type PaymentSigns = {
  /** open, complete or expired. */
  readonly sessionStatus: string | null
  /** paid, unpaid or no_payment_required. */
  readonly paymentStatus: string
  readonly intentStatus: string | undefined
}

/** One word for how far a payment is. A completed session with an asynchronous method stays `unpaid` until its bank answers. */
export function paymentStateOf({ sessionStatus, paymentStatus, intentStatus }: PaymentSigns): PaymentState {
  if (sessionStatus === 'expired') return 'expired'
  if (sessionStatus !== 'complete') return 'open'
  if (paymentStatus !== 'unpaid') return 'paid'
  return intentStatus === 'requires_payment_method' || intentStatus === 'canceled' ? 'failed' : 'unpaid'
}

/** Stripe's many words for a dispute as the three that matter here. An inquiry that closed without a chargeback counts as won. */
export function disputeStateOf(statuses: readonly string[]): DisputeState | undefined {
  if (statuses.length === 0) return undefined
  if (statuses.includes('lost')) return 'lost'
  return statuses.every((status) => status === 'won' || status === 'warning_closed' || status === 'prevented')
    ? 'won'
    : 'open'
}

/** Adds sales up by currency; amounts of different currencies are never added. `cents` names the amounts to add. */
export function totalSales<Cents extends string>(
  sales: readonly ({ readonly currency: string; readonly sold: number } & Readonly<Record<Cents, number>>)[],
  cents: readonly Cents[],
): ({ currency: string; sold: number } & Record<Cents, number>)[] {
  return [...new Set(sales.map(({ currency }) => currency))].map((currency) => {
    const those = sales.filter((sale) => sale.currency === currency)
    const sum = (of: (sale: (typeof those)[number]) => number) =>
      those.reduce((before, sale) => before + of(sale), 0)
    const amounts = cents.map((name) => [name, sum((sale) => sale[name])])
    return {
      currency,
      sold: sum(({ sold }) => sold),
      ...(Object.fromEntries(amounts) as Record<Cents, number>),
    }
  })
}
