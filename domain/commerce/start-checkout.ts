import type { Actor, AsActor } from '#db/actor.ts'
import { decideAccess } from '#domain/access/decide-access.ts'
import { refuseLeaving } from '#domain/account/refuse-leaving.ts'
import { notFound, Refusal } from '#platform/refusal.ts'
import type { Stripe } from '#platform/stripe.ts'
import {
  attachStripeSession,
  beginCheckout,
  findStripeCustomerId,
  keepStripeCustomerId,
} from './checkout-queries.ts'
import { findForSale, type ForSale } from './queries.ts'

/** Stripe lets a session live between 30 minutes and 24 hours. */
const lifetimeSeconds = 2 * 3600

export type StartCheckout = {
  readonly asActor: AsActor
  readonly stripe: Stripe
  /** Our own origin, for the addresses Stripe sends people back to. */
  readonly appUrl: string
  readonly buyer: {
    readonly id: string
    readonly email: string
    readonly fullName: string
    readonly actor: Actor
  }
  readonly contentId: string
}

/**
 * Opens Stripe Checkout for a post and answers the address to send the buyer to. Price and currency are the post's own.
 * Asked twice it answers the same session; a lost answer of Stripe is repeated under the same idempotency key.
 * Refuses with not_found, already_yours, is_free, leaving or payment_pending.
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

  const customer = await ensureCustomer({ asActor, stripe, buyer })
  const postUrl = `${appUrl}/${post.organizationSlug}/${post.slug}`
  const session = await stripe.checkout.sessions.create(
    {
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
      cancel_url: postUrl,
    },
    { idempotencyKey: `checkout-${checkout.id}` },
  )
  if (!session.url) throw new Error('Stripe gave a session without an address')
  const { url } = session
  await asActor(buyer.actor, (tx) => attachStripeSession(tx, checkout.id, session.id, url))
  return url
}

const productOf = (post: ForSale) => ({ name: post.title, description: `From ${post.organizationName}` })

/** One Stripe customer a person, found again by their next purchase. */
async function ensureCustomer({
  asActor,
  stripe,
  buyer,
}: Pick<StartCheckout, 'asActor' | 'stripe' | 'buyer'>): Promise<string> {
  const known = await asActor(buyer.actor, (tx) => findStripeCustomerId(tx, buyer.id), 'read')
  if (known) return known
  const customer = await stripe.customers.create(
    { email: buyer.email, name: buyer.fullName, metadata: { userId: buyer.id } },
    { idempotencyKey: `customer-${buyer.id}` },
  )
  await asActor(buyer.actor, (tx) => keepStripeCustomerId(tx, buyer.id, customer.id))
  return customer.id
}
