import type Stripe from 'stripe'
import { emit } from '../events.ts'
import { recordMovement } from '../rooms/balance-transactions.ts'
import { invalid } from '../wire/errors.ts'
import { newId } from '../wire/ids.ts'
import type { World } from '../world.ts'

/** What the bank takes for a dispute, in the smallest unit. */
const disputeFee = 1500

/**
 * The payer's bank takes a payment back, for now: `amount` (in the smallest unit; all that was not refunded unless said
 * otherwise) and a fee leave the balance. Refuses with 400 a charge that was not paid, is disputed, or has too little left.
 */
export function openDispute(
  world: World,
  charge: Stripe.Charge,
  { amount, reason = 'fraudulent' }: { amount?: number | undefined; reason?: string | undefined } = {},
): Stripe.Dispute {
  const left = charge.amount_captured - charge.amount_refunded
  const disputed = amount ?? left
  if (charge.status !== 'succeeded') throw invalid('Only a charge that succeeded can be disputed.')
  if (charge.disputed) throw invalid('This charge has been disputed before.')
  if (disputed < 1 || disputed > left)
    throw invalid(`Between 1 and ${left} can be disputed.`, { param: 'amount' })
  const id = newId('dp_')
  const movement = recordMovement(world, {
    type: 'adjustment',
    reporting: 'dispute',
    source: id,
    amount: -disputed,
    currency: charge.currency,
    fee: disputeFee,
    description: `Chargeback withdrawal for ${charge.id}`,
  })
  const dispute: Stripe.Dispute = {
    id,
    object: 'dispute',
    amount: disputed,
    balance_transactions: [movement],
    charge: charge.id,
    created: world.now(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: blankEvidence(charge),
    evidence_details: {
      due_by: world.now() + 9 * 24 * 60 * 60,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'manual',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      type: 'card',
      card: { brand: 'visa', case_type: 'chargeback', network: 'visa', network_reason_code: '10.4' },
    },
    reason,
    status: 'needs_response',
  }
  world.store.rows.disputes.set(id, dispute)
  charge.disputed = true
  emit(world, 'charge.dispute.created', dispute)
  emit(world, 'charge.dispute.funds_withdrawn', dispute)
  return dispute
}

function blankEvidence(charge: Stripe.Charge): Stripe.Dispute.Evidence {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: charge.billing_details.email,
    customer_name: charge.billing_details.name,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  }
}
