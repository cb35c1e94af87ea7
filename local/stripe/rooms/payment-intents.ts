import type Stripe from 'stripe'
import { z } from 'zod'
import { emit } from '../events.ts'
import { invalid, noSuch } from '../wire/errors.ts'
import { inRange, listPage } from '../wire/lists.ts'
import { created, email, mergeMetadata, metadata, paging, text } from '../wire/params.ts'
import { route, type Room, type World } from '../world.ts'

/** The payment intent. Refuses with `resource_missing`, naming `param` where one is given. */
export function findIntent(world: World, id: string, param?: string): Stripe.PaymentIntent {
  const intent = world.store.rows.paymentIntents.get(id)
  if (!intent) throw noSuch('payment_intent', id, param)
  return intent
}

function cancel(
  world: World,
  intent: Stripe.PaymentIntent,
  reason: string | undefined,
): Stripe.PaymentIntent {
  const session = [...world.store.rows.sessions.values()].find((each) => each.payment_intent === intent.id)
  if (session?.status === 'open') {
    throw invalid(
      'You cannot cancel the PaymentIntent of an open Checkout Session. Expire the Checkout Session instead.',
    )
  }
  if (intent.status !== 'requires_payment_method') {
    throw invalid(
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.`,
      { code: 'payment_intent_unexpected_state' },
    )
  }
  Object.assign(intent, {
    status: 'canceled',
    canceled_at: world.now(),
    cancellation_reason: reason ?? null,
  } satisfies Partial<Stripe.PaymentIntent>)
  emit(world, 'payment_intent.canceled', intent)
  return intent
}

const cancelFields = z.strictObject({
  cancellation_reason: z.enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer']).optional(),
})

const updateFields = z.strictObject({
  description: text.optional(),
  metadata: metadata.optional(),
  receipt_email: email.optional(),
})

export const paymentIntents: Room = {
  expands: {
    object: 'payment_intent',
    prefix: 'pi_',
    find: (world, id) => world.store.rows.paymentIntents.get(id),
  },
  routes: [
    route(
      'GET',
      '/v1/payment_intents',
      z.strictObject({ ...paging, created: created.optional(), customer: text.optional() }),
      (world, params) =>
        listPage(
          world.store.rows.paymentIntents.values(),
          params,
          '/v1/payment_intents',
          (each) =>
            inRange(each.created, params.created) && (!params.customer || each.customer === params.customer),
        ),
    ),
    route(
      'GET',
      '/v1/payment_intents/:id',
      z.strictObject({ client_secret: text.optional() }),
      (world, _params, id) => findIntent(world, id),
    ),
    route('POST', '/v1/payment_intents/:id', updateFields, (world, params, id) => {
      const intent = findIntent(world, id)
      intent.metadata = mergeMetadata(intent.metadata, params.metadata)
      intent.description = params.description ?? intent.description
      intent.receipt_email = params.receipt_email ?? intent.receipt_email
      return intent
    }),
    route('POST', '/v1/payment_intents/:id/cancel', cancelFields, (world, params, id) =>
      cancel(world, findIntent(world, id), params.cancellation_reason),
    ),
  ],
}
