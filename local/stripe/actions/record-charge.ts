import type Stripe from 'stripe'
import type { IntentData } from '../store.ts'
import { newId } from '../wire/ids.ts'
import type { World } from '../world.ts'
import type { Card } from './cards.ts'
import { processingFee, recordMovement } from '../rooms/balance-transactions.ts'

export type BankMethod = 'us_bank_account' | 'sepa_debit'
export type Means = { kind: 'card'; card: Card } | { kind: 'bank'; method: BankMethod }
export type Payer = { email: string | null; name: string | null }

/** A payment intent that waits for its first attempt. */
export function makeIntent(
  world: World,
  wanted: { amount: number; currency: string; customer: string | null; methods: string[]; data: IntentData },
): Stripe.PaymentIntent {
  const id = newId('pi_')
  const intent: Stripe.PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: wanted.amount,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic',
    client_secret: newId(`${id}_secret_`),
    confirmation_method: 'automatic',
    created: world.now(),
    currency: wanted.currency,
    customer: wanted.customer,
    customer_account: null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: wanted.methods,
    payment_record: null,
    processing: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    status: 'requires_payment_method',
    transfer_data: null,
    ...wanted.data,
  }
  world.store.rows.paymentIntents.set(id, intent)
  return intent
}

/** An attempt to pay an intent. It begins as pending; `settleCharge` or `failCharge` ends it. */
export function makeCharge(
  world: World,
  intent: Stripe.PaymentIntent,
  means: Means,
  payer: Payer,
): Stripe.Charge {
  const id = newId('ch_')
  const charge: Stripe.Charge = {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, email: payer.email, name: payer.name, phone: null, tax_id: null },
    calculated_statement_descriptor: 'STRIPE STAND-IN',
    captured: false,
    created: world.now(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: null,
    paid: false,
    payment_intent: intent.id,
    payment_method: newId('pm_'),
    payment_method_details: describeMeans(means),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: 'pending',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  }
  world.store.rows.charges.set(id, charge)
  intent.latest_charge = id
  return charge
}

/** The money came: the charge and its intent succeed and the balance grows by the amount less the fee. */
export function settleCharge(world: World, intent: Stripe.PaymentIntent, charge: Stripe.Charge): void {
  const byCard = charge.payment_method_details?.type === 'card'
  const movement = recordMovement(world, {
    type: byCard ? 'charge' : 'payment',
    reporting: 'charge',
    source: charge.id,
    amount: charge.amount,
    currency: charge.currency,
    fee: processingFee(charge.amount),
    description: charge.description,
  })
  Object.assign(charge, {
    amount_captured: charge.amount,
    balance_transaction: movement.id,
    captured: true,
    outcome: outcome('approved_by_network', 'authorized', 'Payment complete.', null, null),
    paid: true,
    status: 'succeeded',
  } satisfies Partial<Stripe.Charge>)
  Object.assign(intent, {
    amount_received: charge.amount,
    last_payment_error: null,
    payment_method: charge.payment_method,
    status: 'succeeded',
  } satisfies Partial<Stripe.PaymentIntent>)
}

/** The money did not come: the charge fails and the intent waits for another way to pay. */
export function failCharge(
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge,
  { code, message, decline }: { code: string; message: string; decline?: string },
): void {
  Object.assign(charge, {
    failure_code: code,
    failure_message: message,
    outcome: outcome(
      'declined_by_network',
      'issuer_declined',
      message,
      decline ?? code,
      decline ? 'try_again_later' : null,
    ),
    status: 'failed',
  } satisfies Partial<Stripe.Charge>)
  Object.assign(intent, {
    last_payment_error: {
      charge: charge.id,
      code,
      ...(decline ? { decline_code: decline } : {}),
      doc_url: `https://docs.stripe.com/error-codes#${code}`,
      message,
      type: charge.payment_method_details?.type === 'card' ? 'card_error' : 'invalid_request_error',
    },
    payment_method: null,
    status: 'requires_payment_method',
  } satisfies Partial<Stripe.PaymentIntent>)
}

function outcome(
  network: string,
  type: string,
  seller: string,
  reason: string | null,
  advice: 'try_again_later' | null,
): Stripe.Charge.Outcome {
  return {
    advice_code: advice,
    network_advice_code: null,
    network_decline_code: null,
    network_status: network,
    reason,
    risk_level: 'normal',
    risk_score: 12,
    seller_message: seller,
    type,
  }
}

function describeMeans(means: Means): Stripe.Charge.PaymentMethodDetails {
  if (means.kind === 'card') {
    return {
      type: 'card',
      card: {
        amount_authorized: null,
        authorization_code: null,
        brand: means.card.brand,
        checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
        country: 'US',
        electronic_commerce_indicator: null,
        exp_month: 12,
        exp_year: 2034,
        fingerprint: newId('').slice(0, 16),
        funding: 'credit',
        installments: null,
        last4: means.card.last4,
        mandate: null,
        network: means.card.brand,
        network_transaction_id: null,
        regulated_status: 'unregulated',
        three_d_secure: null,
        transaction_link_id: null,
        wallet: null,
      },
    }
  }
  if (means.method === 'sepa_debit') {
    return {
      type: 'sepa_debit',
      sepa_debit: {
        bank_code: '37040044',
        branch_code: null,
        country: 'DE',
        fingerprint: null,
        last4: '3000',
        mandate: null,
      },
    }
  }
  return {
    type: 'us_bank_account',
    us_bank_account: {
      account_holder_type: 'individual',
      account_type: 'checking',
      bank_name: 'STRIPE TEST BANK',
      fingerprint: null,
      last4: '6789',
      payment_reference: null,
      routing_number: '110000000',
    },
  }
}
