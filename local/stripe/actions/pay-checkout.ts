import type Stripe from 'stripe'
import { emit } from '../events.ts'
import { createCustomer } from '../rooms/customers.ts'
import type { World } from '../world.ts'
import { invalid } from '../wire/errors.ts'
import { readCard } from './cards.ts'
import { openDispute } from './open-dispute.ts'
import {
  failCharge,
  makeCharge,
  makeIntent,
  settleCharge,
  type BankMethod,
  type Means,
  type Payer,
} from './record-charge.ts'

export type PayResult = { result: 'paid' | 'processing' } | { result: 'declined'; message: string }

export type PayInput = Payer & ({ method: 'card'; card: string } | { method: 'bank' })

/** How a session takes money from a bank account, or undefined when it does not. */
export function bankMethodOf(session: Stripe.Checkout.Session): BankMethod | undefined {
  return (['us_bank_account', 'sepa_debit'] as const).find((method) =>
    session.payment_method_types.includes(method),
  )
}

/**
 * What the page's buttons do. A card pays at once or is declined (the session stays open); a bank account completes the
 * session unpaid, and `settleBankPayment` ends it later. Refuses with 400 a session that is no longer open.
 */
export function payCheckout(world: World, session: Stripe.Checkout.Session, input: PayInput): PayResult {
  if (session.status !== 'open') throw invalid(`This Checkout session is ${session.status}.`)
  const payer = {
    email: input.email ?? session.customer_email ?? session.customer_details?.email ?? null,
    name: input.name,
  }
  if (session.amount_total === 0) return complete(world, session, payer, 'no_payment_required')

  const means = meansOf(session, input)
  if (means.kind === 'card' && means.card.outcome.kind === 'invalid') {
    return { result: 'declined', message: means.card.outcome.message }
  }
  const intent = intentOf(world, session)
  const charge = makeCharge(world, intent, means, payer)

  if (means.kind === 'bank') {
    Object.assign(intent, {
      status: 'processing',
      payment_method: charge.payment_method,
    } satisfies Partial<Stripe.PaymentIntent>)
    emit(world, 'payment_intent.processing', intent)
    emit(world, 'charge.pending', charge)
    return complete(world, session, payer, 'unpaid')
  }
  const { outcome } = means.card
  if (outcome.kind === 'declined') {
    failCharge(intent, charge, outcome)
    emit(world, 'charge.failed', charge)
    emit(world, 'payment_intent.payment_failed', intent)
    return { result: 'declined', message: outcome.message }
  }
  settleCharge(world, intent, charge)
  emit(world, 'charge.succeeded', charge)
  emit(world, 'payment_intent.succeeded', intent)
  const result = complete(world, session, payer, 'paid')
  if (outcome.kind === 'approved' && outcome.dispute) openDispute(world, charge, { reason: outcome.dispute })
  return result
}

function meansOf(session: Stripe.Checkout.Session, input: PayInput): Means {
  if (input.method === 'card') return { kind: 'card', card: readCard(input.card) }
  const method = bankMethodOf(session)
  if (!method) throw invalid('This Checkout session takes no bank payments.')
  return { kind: 'bank', method }
}

function intentOf(world: World, session: Stripe.Checkout.Session): Stripe.PaymentIntent {
  const there = world.store.rows.paymentIntents.get(String(session.payment_intent))
  if (there) return there
  const { intent: data } = world.store.rows.sessionDetails.get(session.id)!
  const intent = makeIntent(world, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'usd',
    customer: typeof session.customer === 'string' ? session.customer : null,
    methods: session.payment_method_types,
    data: { ...data, metadata: { ...data.metadata } },
  })
  session.payment_intent = intent.id
  emit(world, 'payment_intent.created', intent)
  return intent
}

function complete(
  world: World,
  session: Stripe.Checkout.Session,
  payer: Payer,
  status: Stripe.Checkout.Session.PaymentStatus,
): PayResult {
  const { name } = payer
  if (!session.customer && session.customer_creation === 'always') {
    const customer = createCustomer(world, { email: payer.email, name: name ?? undefined })
    session.customer = customer.id
    const intent = world.store.rows.paymentIntents.get(String(session.payment_intent))
    if (intent) intent.customer = customer.id
    const charge = intent && world.store.rows.charges.get(String(intent.latest_charge))
    if (charge) charge.customer = customer.id
  }
  Object.assign(session, {
    collected_information: { business_name: null, individual_name: null, shipping_details: null },
    customer_details: {
      address: null,
      business_name: null,
      email: payer.email,
      individual_name: null,
      name,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
    payment_status: status,
    status: 'complete',
    url: null,
  } satisfies Partial<Stripe.Checkout.Session>)
  emit(world, 'checkout.session.completed', session)
  return { result: status === 'unpaid' ? 'processing' : 'paid' }
}
