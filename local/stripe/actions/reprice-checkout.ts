import type Stripe from 'stripe'
import { invalid } from '../wire/errors.ts'

/**
 * Has an open session ask another amount (minor units) or currency than the shop said, as taxes, promotion codes and prices by
 * country do when they are switched on at Stripe. Refuses with 400 a session that is no longer open.
 */
export function repriceCheckout(
  session: Stripe.Checkout.Session,
  { amount, currency }: { amount?: number | undefined; currency?: string | undefined },
): Stripe.Checkout.Session {
  if (session.status !== 'open') throw invalid(`This Checkout session is ${session.status}.`)
  if (amount !== undefined) session.amount_total = amount
  if (currency !== undefined) session.currency = currency.toLowerCase()
  return session
}
