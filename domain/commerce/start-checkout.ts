import { createHash } from 'node:crypto'
import { decideAccess } from '#domain/access/decide-access.ts'
import { refuseLeaving } from '#domain/account/refuse-leaving.ts'
import { notFound, Refusal } from '#platform/refusal.ts'
import type { Stripe } from '#platform/stripe.ts'
import { attachStripeSession, beginCheckout } from './checkout-queries.ts'
import { findForSale, type ForSale } from './queries.ts'
import { tellCustomer, type TellCustomer } from './tell-customer.ts'

/** Stripe lets a session live between 30 minutes and 24 hours. */
const lifetimeSeconds = 2 * 3600

export type StartCheckout = TellCustomer & {
  /** Our own origin, for the addresses Stripe sends people back to. */
  readonly appUrl: string
  readonly contentId: string
}

/**
 * Opens Stripe Checkout for a post and answers the address to send the buyer to. Price and currency are the post's own.
 * Asked twice it answers the same session, also after a lost answer of Stripe.
 * Refuses with not_found, already_yours, is_free, leaving, payment_pending or not_chargeable.
 */
export async function startCheckout({
  asActor,
  stripe,
  appUrl,
  buyer,
  contentId,
}: StartCheckout): Promise<string> {
  const { post, checkout } = await asActor(buyer.actor, async (tx) => {
    const post = await findForSale(tx, contentId)
    if (!post) throw notFound('no_such_content')
    const access = await decideAccess(tx, contentId)
    if (!access) throw notFound('no_such_content')
    if (access.canWatch) throw new Refusal('conflict', 'already_yours', 'You can watch this already.')
    if (post.priceCents === 0)
      throw new Refusal('conflict', 'is_free', 'This is free: there is nothing to pay.')
    await refuseLeaving(tx, 'buy this')
    return { post, checkout: await beginCheckout(tx, contentId, lifetimeSeconds) }
  })
  if (!checkout) throw notFound('not_for_sale', 'This is not for sale at the moment.')
  if (checkout.status === 'awaiting_payment') {
    throw new Refusal(
      'conflict',
      'payment_pending',
      'Your payment for this is on its way. Your bank has not confirmed it yet; you will get a mail when it has.',
    )
  }
  if (checkout.stripeUrl) return checkout.stripeUrl

  const customer = await tellCustomer({ asActor, stripe, buyer })
  const session = await openSession(stripe, {
    mode: 'payment',
    customer,
    client_reference_id: checkout.id,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: checkout.currency,
          unit_amount: checkout.amountCents,
          product_data: productOf(post),
        },
      },
    ],
    metadata: { checkoutId: checkout.id },
    payment_intent_data: { metadata: { checkoutId: checkout.id } },
    expires_at: Math.floor(checkout.expiresAt.getTime() / 1000),
    success_url: `${appUrl}/checkout/done?session_id={CHECKOUT_SESSION_ID}`,
    cancel_url: `${appUrl}/${post.organizationSlug}/${post.slug}`,
  })
  if (!session.url) throw new Error('Stripe gave a session without an address')
  const { url } = session
  const kept = await asActor(buyer.actor, (tx) => attachStripeSession(tx, checkout.id, session.id, url))
  if (!kept) throw new Refusal('conflict', 'try_again', 'Something changed on the way. Please try again.')
  return kept
}

const productOf = (post: ForSale) => ({ name: post.title, description: `From ${post.organizationName}` })

const amountRefusals = ['amount_too_small', 'amount_too_large', 'invalid_charge_amount']

/**
 * Opens a session. Its key is what is asked: the same question after a lost answer is one session, and another one (the post was
 * renamed, the customer made anew) never meets the answer to the first. A session whose answer was lost is known to nobody and
 * runs out. Refuses with not_chargeable what Stripe does not take.
 */
async function openSession(
  stripe: Stripe,
  params: Stripe.Checkout.SessionCreateParams & { readonly client_reference_id: string },
): Promise<Stripe.Checkout.Session> {
  const asked = createHash('sha256').update(JSON.stringify(params)).digest('base64url')
  try {
    return await stripe.checkout.sessions.create(params, {
      idempotencyKey: `checkout-${params.client_reference_id}-${asked}`,
    })
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (!amountRefusals.includes(String(code))) throw error
    const message = 'This cannot be bought at its present price. Please ask whoever sells it.'
    throw new Refusal('conflict', 'not_chargeable', message)
  }
}
