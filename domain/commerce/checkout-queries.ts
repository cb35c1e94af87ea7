import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { CheckoutStatus } from '#db/schema/commerce.ts'

export type Checkout = {
  readonly id: string
  readonly amountCents: number
  readonly currency: string
  readonly status: CheckoutStatus
  readonly stripeSessionId: string | null
  readonly stripeUrl: string | null
  readonly expiresAt: Date
}

type CheckoutRow = {
  id: string
  amount_cents: number
  currency: string
  status: CheckoutStatus
  stripe_session_id: string | null
  stripe_url: string | null
  expires_at: string
}

/** Finds or opens the actor's checkout of a post at the post's own price. undefined: not for sale to them. */
export async function beginCheckout(
  tx: ActorTx,
  contentId: string,
  lifetimeSeconds: number,
): Promise<Checkout | undefined> {
  const { rows } = await tx.execute<CheckoutRow>(
    sql`select * from app.begin_checkout(${contentId}, make_interval(secs => ${lifetimeSeconds}))`,
  )
  const row = rows[0]
  return (
    row && {
      id: row.id,
      amountCents: row.amount_cents,
      currency: row.currency,
      status: row.status,
      stripeSessionId: row.stripe_session_id,
      stripeUrl: row.stripe_url,
      expiresAt: new Date(row.expires_at),
    }
  )
}

/**
 * Keeps the Stripe session of the actor's own checkout and answers where it is paid: the first that was kept, if another tab was
 * faster. null: its address is not known.
 */
export async function attachStripeSession(
  tx: ActorTx,
  checkoutId: string,
  sessionId: string,
  url: string,
): Promise<string | null> {
  const { rows } = await tx.execute<{ url: string | null }>(
    sql`select app.attach_stripe_session(${checkoutId}, ${sessionId}, ${url}) as url`,
  )
  return rows[0]?.url ?? null
}
