import type Stripe from 'stripe'
import { emit } from '../events.ts'
import { recordMovement } from '../rooms/balance-transactions.ts'
import { invalid } from '../wire/errors.ts'
import type { World } from '../world.ts'

/** The bank decides a dispute. Won gives the amount back, the fee not. Refuses with 400 one that is decided already. */
export function resolveDispute(
  world: World,
  dispute: Stripe.Dispute,
  outcome: 'won' | 'lost',
): Stripe.Dispute {
  if (dispute.status === 'won' || dispute.status === 'lost')
    throw invalid(`This dispute is already ${dispute.status}.`)
  dispute.status = outcome
  if (outcome === 'won') {
    const movement = recordMovement(world, {
      type: 'adjustment',
      reporting: 'dispute_reversal',
      source: dispute.id,
      amount: dispute.amount,
      currency: dispute.currency,
      fee: 0,
      description: `Chargeback reversal for ${String(dispute.charge)}`,
    })
    dispute.balance_transactions.push(movement)
    dispute.is_charge_refundable = true
    emit(world, 'charge.dispute.funds_reinstated', dispute)
  }
  emit(world, 'charge.dispute.closed', dispute)
  return dispute
}
