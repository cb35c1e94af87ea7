import type { AsActor } from '#db/actor.ts'
import type { Needs } from '#platform/needs.ts'
import { notePaymentProblem, type PaymentFacts } from './settlement-queries.ts'

const system = { kind: 'system', job: 'commerce.give-back' } as const

export type GiveBack = {
  readonly checkoutId: string
  readonly facts: PaymentFacts
  readonly reason: 'duplicate' | 'mismatch'
}

/**
 * Gives back what is left of a payment that bought nothing; asked again it is one refund. What Stripe refuses for good is kept
 * with its reason and told to the platform owner, so that no delivery is repeated for it; what failed on the way is thrown.
 */
export async function giveBack(
  { stripe, asActor, log }: Pick<Needs, 'stripe' | 'log'> & { readonly asActor: AsActor },
  { checkoutId, facts, reason }: GiveBack,
): Promise<void> {
  // Disputed money is the bank's to give back: Stripe refunds none of it until the dispute is decided.
  const isOurs = facts.dispute === undefined || facts.dispute === 'won'
  if (!facts.sessionId || !facts.paymentIntentId || facts.refundedCents >= facts.paidCents || !isOurs) return
  const refund = { payment_intent: facts.paymentIntentId, metadata: { checkoutId } }
  const options = { idempotencyKey: `refund-${reason}-${facts.sessionId}` }
  try {
    await (reason === 'duplicate'
      ? stripe.refunds.create({ ...refund, reason }, options)
      : stripe.refunds.create(refund, options))
  } catch (error) {
    const refusal = finalRefusal(error)
    if (!refusal) throw error
    log.error({ checkoutId, code: refusal.code }, 'Stripe does not give a payment back')
    const kind = reason === 'duplicate' ? 'refund' : 'amount'
    await asActor(system, (tx) =>
      notePaymentProblem(tx, checkoutId, kind, facts, refusal.code ?? refusal.type),
    )
  }
}

type StripeRefusal = { readonly type: string; readonly code?: string | undefined }

/** What Stripe answered when it would answer the same again: a fault of the request and not of the way or the hour. */
function finalRefusal(error: unknown): StripeRefusal | undefined {
  const { type, code, statusCode } = error as { type?: unknown; code?: unknown; statusCode?: unknown }
  if (typeof type !== 'string' || statusCode !== 400) return undefined
  return { type, code: typeof code === 'string' ? code : undefined }
}
