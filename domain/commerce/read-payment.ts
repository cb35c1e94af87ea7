import { z } from '#platform/schema.ts'
import type { Stripe } from '#platform/stripe.ts'
import { disputeStateOf, paymentStateOf } from './rules.ts'
import type { PaymentFacts } from './settlement-queries.ts'

/** A Checkout session of ours as Stripe knows it now. */
export type Payment = { readonly checkoutId: string; readonly facts: PaymentFacts }

/** Reads the truth of a Checkout session from Stripe. undefined when the session is not one of ours. */
export async function readPayment(stripe: Stripe, sessionId: string): Promise<Payment | undefined> {
  const session = await stripe.checkout.sessions.retrieve(sessionId, {
    expand: ['payment_intent.latest_charge'],
  })
  const checkoutId = z.uuid().safeParse(session.metadata?.checkoutId).data
  if (!checkoutId) return undefined
  const intent = typeof session.payment_intent === 'object' ? session.payment_intent : null
  const charge = intent && typeof intent.latest_charge === 'object' ? intent.latest_charge : null
  return {
    checkoutId,
    facts: {
      sessionId: session.id,
      payment: paymentStateOf({
        sessionStatus: session.status,
        paymentStatus: session.payment_status,
        intentStatus: intent?.status,
      }),
      paymentIntentId: intent?.id ?? null,
      paidCents: session.amount_total ?? 0,
      currency: session.currency ?? '',
      refundedCents: charge?.amount_refunded ?? 0,
      refundId: charge?.amount_refunded && intent ? await newestRefund(stripe, intent.id) : null,
      dispute: charge?.disputed && intent ? await readDispute(stripe, intent.id) : undefined,
    },
  }
}

async function newestRefund(stripe: Stripe, paymentIntent: string): Promise<string | null> {
  const { data } = await stripe.refunds.list({ payment_intent: paymentIntent, limit: 1 })
  return data[0]?.id ?? null
}

async function readDispute(stripe: Stripe, paymentIntent: string) {
  const { data } = await stripe.disputes.list({ payment_intent: paymentIntent })
  return disputeStateOf(data.map((dispute) => dispute.status))
}
