import type Stripe from 'stripe'
import { emit } from '../events.ts'
import { invalid } from '../wire/errors.ts'
import type { World } from '../world.ts'

/** Ends an open session without a payment. Refuses with 400 one that is not open. */
export function expireCheckout(world: World, session: Stripe.Checkout.Session): Stripe.Checkout.Session {
  if (session.status !== 'open') {
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Session has a status of ${session.status}.`,
    )
  }
  Object.assign(session, { status: 'expired', url: null } satisfies Partial<Stripe.Checkout.Session>)
  const intent = world.store.rows.paymentIntents.get(String(session.payment_intent))
  if (intent?.status === 'requires_payment_method') {
    Object.assign(intent, {
      status: 'canceled',
      canceled_at: world.now(),
      cancellation_reason: 'automatic',
    } satisfies Partial<Stripe.PaymentIntent>)
    emit(world, 'payment_intent.canceled', intent)
  }
  emit(world, 'checkout.session.expired', session)
  return session
}

/** Ends every session whose time has come and answers how many those were; called each second. */
export function expireDueCheckouts(world: World): number {
  const open = [...world.store.rows.sessions.values()].filter(({ status }) => status === 'open')
  const due = open.filter((session) => session.expires_at <= world.now())
  for (const session of due) expireCheckout(world, session)
  return due.length
}
