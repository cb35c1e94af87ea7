import type Stripe from 'stripe'
import { z } from 'zod'
import { emit } from '../events.ts'
import { invalid, noSuch, StripeFault } from '../wire/errors.ts'
import { newId } from '../wire/ids.ts'
import { inRange, listPage } from '../wire/lists.ts'
import { created, mergeMetadata, metadata, paging, positive, text } from '../wire/params.ts'
import { route, type Room, type World } from '../world.ts'
import { recordMovement } from './balance-transactions.ts'
import { findCharge } from './charges.ts'
import { findIntent } from './payment-intents.ts'

type RefundInput = {
  amount?: number | undefined
  reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer' | undefined
  metadata?: Record<string, string> | null | undefined
}

/**
 * Gives back `amount` of a charge (in the smallest unit; all that is left unless said otherwise). Refuses with 400 what was
 * never paid, what is refunded or disputed already, and more than is left.
 */
export function refundCharge(
  world: World,
  charge: Stripe.Charge,
  { amount, reason, metadata: sent }: RefundInput,
): Stripe.Refund {
  const left = charge.amount_captured - charge.amount_refunded
  if (charge.status !== 'succeeded')
    throw invalid(`Charge ${charge.id} is ${charge.status} and cannot be refunded.`)
  if (charge.refunded)
    throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' })
  if (isHeldByDispute(world, charge)) {
    throw new StripeFault(400, {
      message: 'Charge has been charged back; cannot issue a refund.',
      code: 'charge_disputed',
      charge: charge.id,
    })
  }
  const given = amount ?? left
  if (given > left) {
    throw invalid(`Refund amount (${given}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    })
  }
  const id = newId('re_')
  const movement = recordMovement(world, {
    type: charge.payment_method_details?.type === 'card' ? 'refund' : 'payment_refund',
    reporting: 'refund',
    source: id,
    amount: -given,
    currency: charge.currency,
    fee: 0,
    description: 'REFUND FOR CHARGE',
  })
  const refund: Stripe.Refund = {
    id,
    object: 'refund',
    amount: given,
    balance_transaction: movement.id,
    charge: charge.id,
    created: world.now(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    metadata: mergeMetadata({}, sent),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  }
  world.store.rows.refunds.set(id, refund)
  const before = { amount_refunded: charge.amount_refunded, refunded: charge.refunded }
  charge.amount_refunded += given
  charge.refunded = charge.amount_refunded === charge.amount_captured
  emit(world, 'refund.created', refund)
  emit(world, 'charge.refunded', charge, before)
  return refund
}

/** Whether a dispute that was not won keeps the charge from being refunded. */
export function isHeldByDispute(world: World, charge: Stripe.Charge): boolean {
  return [...world.store.rows.disputes.values()].some(
    (dispute) => dispute.charge === charge.id && !dispute.is_charge_refundable,
  )
}

const createFields = z.strictObject({
  amount: positive.optional(),
  charge: text.optional(),
  payment_intent: text.optional(),
  metadata: metadata.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
})

function chargeOf(
  world: World,
  { charge, payment_intent: intentId }: z.output<typeof createFields>,
): Stripe.Charge {
  if (charge && intentId) {
    const intent = findIntent(world, intentId, 'payment_intent')
    if (intent.latest_charge !== charge)
      throw invalid('The charge is not of that payment intent.', { param: 'charge' })
  }
  if (charge) return findCharge(world, charge, 'charge')
  if (!intentId) {
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
      {
        code: 'parameter_missing',
        param: 'payment_intent',
      },
    )
  }
  const intent = findIntent(world, intentId, 'payment_intent')
  if (intent.status !== 'succeeded') {
    throw invalid(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`)
  }
  return findCharge(world, String(intent.latest_charge))
}

function findRefund(world: World, id: string): Stripe.Refund {
  const refund = world.store.rows.refunds.get(id)
  if (!refund) throw noSuch('refund', id)
  return refund
}

const listFields = z.strictObject({
  ...paging,
  charge: text.optional(),
  created: created.optional(),
  payment_intent: text.optional(),
})

export const refunds: Room = {
  expands: { object: 'refund', prefix: 're_', find: (world, id) => world.store.rows.refunds.get(id) },
  routes: [
    route('POST', '/v1/refunds', createFields, (world, params) =>
      refundCharge(world, chargeOf(world, params), params),
    ),
    route('GET', '/v1/refunds', listFields, (world, params) =>
      listPage(
        world.store.rows.refunds.values(),
        params,
        '/v1/refunds',
        (each) =>
          inRange(each.created, params.created) &&
          (!params.charge || each.charge === params.charge) &&
          (!params.payment_intent || each.payment_intent === params.payment_intent),
      ),
    ),
    route('GET', '/v1/refunds/:id', z.strictObject({}), (world, _params, id) => findRefund(world, id)),
    route(
      'POST',
      '/v1/refunds/:id',
      z.strictObject({ metadata: metadata.optional() }),
      (world, params, id) => {
        const refund = findRefund(world, id)
        refund.metadata = mergeMetadata(refund.metadata, params.metadata)
        emit(world, 'refund.updated', refund)
        return refund
      },
    ),
  ],
}
