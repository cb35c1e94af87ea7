import type Stripe from 'stripe'
import { emit } from '../events.ts'
import { invalid } from '../wire/errors.ts'
import type { World } from '../world.ts'
import { failCharge, settleCharge } from './record-charge.ts'

/** Ends a bank payment that was under way: the money arrives, or does not. Refuses with 400 where none is under way. */
export function settleBankPayment(
  world: World,
  session: Stripe.Checkout.Session,
  result: 'succeeded' | 'failed',
): Stripe.Checkout.Session {
  const intent = world.store.rows.paymentIntents.get(String(session.payment_intent))
  const charge = world.store.rows.charges.get(String(intent?.latest_charge))
  if (!intent || !charge || intent.status !== 'processing') {
    throw invalid('No bank payment of this Checkout session is under way.')
  }
  if (result === 'failed') {
    failCharge(intent, charge, {
      code: 'payment_method_provider_decline',
      message: 'The bank refused the payment.',
    })
    emit(world, 'charge.failed', charge)
    emit(world, 'payment_intent.payment_failed', intent)
    emit(world, 'checkout.session.async_payment_failed', session)
    return session
  }
  settleCharge(world, intent, charge)
  session.payment_status = 'paid'
  emit(world, 'charge.succeeded', charge)
  emit(world, 'payment_intent.succeeded', intent)
  emit(world, 'checkout.session.async_payment_succeeded', session)
  return session
}
