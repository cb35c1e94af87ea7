import type { AsActor } from '#db/actor.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'
import type { Needs } from '#platform/needs.ts'
import { giveBack } from './give-back.ts'
import { readPayment } from './read-payment.ts'
import { splitRevenue } from './rules.ts'
import {
  findCheckoutToSettle,
  findSplitInForce,
  writeSettlement,
  type PaymentFacts,
  type Settled,
} from './settlement-queries.ts'

export type SettleNeeds = Pick<Needs, 'stripe' | 'jobs' | 'clock' | 'log'> & { readonly asActor: AsActor }

const system = { kind: 'system', job: 'commerce.settle-checkout' } as const

/** A Stripe session that belongs to no checkout of ours. */
export type NotOurs = { readonly standing: 'not_ours'; readonly isNews: false }

const notOurs: NotOurs = { standing: 'not_ours', isNews: false }

/**
 * THE fulfilment. Reads the truth of a Checkout session from Stripe and writes what follows from it: purchase, split, access
 * and the promised mail, in one transaction. Webhook, landing page and reconciler all call it, in any order, any number of
 * times, at the same moment: the end is the same. A second payment for the same post is given back, and so is one whose amount or
 * currency is not the checkout's.
 */
export async function settleSession(needs: SettleNeeds, sessionId: string): Promise<Settled | NotOurs> {
  const payment = await readPayment(needs.stripe, sessionId)
  if (!payment) return notOurs
  return settle(needs, payment.checkoutId, payment.facts)
}

/** A checkout that never reached Stripe is over when its time is. */
export async function expireCheckout(needs: SettleNeeds, checkoutId: string): Promise<Settled | NotOurs> {
  const never = {
    payment: 'expired',
    paymentIntentId: null,
    paidCents: 0,
    currency: '',
    refundedCents: 0,
    refundId: null,
  } as const
  return settle(needs, checkoutId, { ...never, sessionId: null, dispute: undefined })
}

async function settle(
  needs: SettleNeeds,
  checkoutId: string,
  facts: PaymentFacts,
): Promise<Settled | NotOurs> {
  const settled = await needs.asActor(system, async (tx) => {
    const checkout = await findCheckoutToSettle(tx, checkoutId)
    if (!checkout) return undefined
    const configuration = await findSplitInForce(tx, checkout.organizationId)
    const split = splitRevenue(checkout.amountCents, configuration, checkout.organizationId !== null)
    return writeSettlement(tx, checkoutId, facts, split)
  })
  if (!settled) return notOurs
  const { standing } = settled
  if (standing === 'duplicate' || standing === 'mismatch')
    await giveBack(needs, { checkoutId, facts, reason: standing })
  if (settled.emailId) await hurryMails(needs)
  return settled
}
