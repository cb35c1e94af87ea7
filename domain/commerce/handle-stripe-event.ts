import { errorInWords } from '#platform/log-errors.ts'
import { Refusal } from '#platform/refusal.ts'
import type { Stripe } from '#platform/stripe.ts'
import { settleSession, type SettleNeeds } from './settle-checkout.ts'
import { finishStripeEvent, noteStripeEvent } from './settlement-queries.ts'

const system = { kind: 'system', job: 'commerce.stripe-event' } as const

/** Proves that a delivery is Stripe's and fresh (five minutes). Refuses with `invalid` and writes nothing otherwise. */
export function openStripeEvent(
  stripe: Stripe,
  body: string,
  signature: string | null,
  secret: string,
): Stripe.Event {
  try {
    return stripe.webhooks.constructEvent(body, signature ?? '', secret, 300)
  } catch {
    throw new Refusal('invalid', 'bad_signature', 'This delivery is not signed by Stripe, or is too old.')
  }
}

/**
 * Works on an event once. The event is a hint only: which session it concerns is found, and that session is settled from
 * what Stripe says now, so order and repetition do not matter. A failure is noted and thrown: the delivery is tried again.
 */
export async function handleStripeEvent(needs: SettleNeeds, event: Stripe.Event): Promise<'worked' | 'seen'> {
  const object = event.data.object as { id?: string; payment_intent?: unknown; object?: string }
  const owed = await needs.asActor(system, (tx) =>
    noteStripeEvent(tx, { id: event.id, type: event.type, objectId: object.id ?? '' }),
  )
  if (!owed) return 'seen'
  try {
    for (const sessionId of await sessionsOf(needs.stripe, event)) await settleSession(needs, sessionId)
  } catch (error) {
    await needs.asActor(system, (tx) => finishStripeEvent(tx, event.id, errorInWords(error)))
    throw error
  }
  await needs.asActor(system, (tx) => finishStripeEvent(tx, event.id, null))
  return 'worked'
}

/** The events that money of ours hangs on; Stripe takes twenty in one question. */
export const sessionEvents = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
] as const
export const chargeEvents = [
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_reinstated',
  'charge.dispute.funds_withdrawn',
  'refund.created',
  'refund.updated',
  'refund.failed',
] as const

type EventAbout<Type extends string> = Extract<Stripe.Event, { type: Type }>

const isOneOf = <const Type extends string>(
  event: Stripe.Event,
  types: readonly Type[],
): event is EventAbout<Type> => (types as readonly string[]).includes(event.type)

/** The Checkout sessions an event is about: none for events that money of ours does not hang on. */
async function sessionsOf(stripe: Stripe, event: Stripe.Event): Promise<string[]> {
  if (isOneOf(event, sessionEvents)) return [event.data.object.id]
  if (!isOneOf(event, chargeEvents)) return []
  const { payment_intent: intent } = event.data.object
  const id = typeof intent === 'string' ? intent : intent?.id
  if (!id) return []
  const { data } = await stripe.checkout.sessions.list({ payment_intent: id, limit: 10 })
  return data.map((session) => session.id)
}
