import { and, asc, inArray, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { checkouts, type CheckoutStatus } from '#db/schema/commerce.ts'
import type { DisputeState, PaymentState, Split, SplitConfiguration } from './rules.ts'

export type CheckoutToSettle = {
  readonly id: string
  readonly contentId: string
  readonly organizationId: string | null
  readonly customerId: string
  readonly amountCents: number
  readonly status: CheckoutStatus
  readonly stripeSessionId: string | null
}

/** A checkout for whoever settles it; undefined when there is none. */
export async function findCheckoutToSettle(
  tx: ActorTx,
  checkoutId: string,
): Promise<CheckoutToSettle | undefined> {
  const { rows } = await tx.execute<{
    id: string
    content_id: string
    organization_id: string | null
    customer_id: string
    amount_cents: number
    status: CheckoutStatus
    stripe_session_id: string | null
  }>(sql`select * from app.checkout_to_settle(${checkoutId})`)
  const row = rows[0]
  return (
    row && {
      id: row.id,
      contentId: row.content_id,
      organizationId: row.organization_id,
      customerId: row.customer_id,
      amountCents: row.amount_cents,
      status: row.status,
      stripeSessionId: row.stripe_session_id,
    }
  )
}

/** The split that holds now for an organization's sales, its own before the platform's; undefined when none was laid down. */
export async function findSplitInForce(
  tx: ActorTx,
  organizationId: string | null,
): Promise<SplitConfiguration | undefined> {
  const { rows } = await tx.execute<{
    id: string
    platform_basis_points: number
    platform_flat_fee_cents: number
    organization_basis_points: number
    organization_flat_fee_cents: number
  }>(sql`select * from app.split_in_force(${organizationId}::uuid)`)
  const row = rows[0]
  return (
    row && {
      id: row.id,
      platformBasisPoints: row.platform_basis_points,
      platformFlatFeeCents: row.platform_flat_fee_cents,
      organizationBasisPoints: row.organization_basis_points,
      organizationFlatFeeCents: row.organization_flat_fee_cents,
    }
  )
}

/** What Stripe says of a checkout, whole. Amounts in cents. */
export type PaymentFacts = {
  readonly sessionId: string | null
  readonly payment: PaymentState
  readonly paymentIntentId: string | null
  readonly paidCents: number
  readonly currency: string
  readonly refundedCents: number
  readonly refundId: string | null
  readonly dispute: DisputeState | undefined
}

/** How a checkout stands; `duplicate` was paid a second time for the same post. */
export type CheckoutStanding =
  'open' | 'awaiting_payment' | 'expired' | 'failed' | 'completed' | 'refunded' | 'duplicate'

export type Settled = {
  readonly standing: CheckoutStanding
  /** Whether this call made it so. */
  readonly isNews: boolean
  readonly purchaseId: string | null
  readonly emailId: string | null
}

/** Writes purchase, split, access and the promised mail of one checkout. */
export async function writeSettlement(
  tx: ActorTx,
  checkoutId: string,
  facts: PaymentFacts,
  split: Split,
): Promise<Settled> {
  const { rows } = await tx.execute<{
    standing: CheckoutStanding
    is_news: boolean
    purchase_id: string | null
    email_id: string | null
  }>(sql`
    select standing, is_news, purchase_id, email_id from app.settle_checkout(
      ${checkoutId}, ${facts.sessionId}, ${facts.payment}, ${facts.paymentIntentId}, ${facts.paidCents}::int, ${facts.currency},
      ${facts.refundedCents}::int, ${facts.refundId}, ${facts.dispute ?? null},
      ${split.configurationId}::uuid, ${split.platformCents}::int, ${split.organizationCents}::int, ${split.creatorCents}::int)`)
  const row = rows[0]
  if (!row) throw new Error('settle_checkout answered nothing')
  return { standing: row.standing, isNews: row.is_news, purchaseId: row.purchase_id, emailId: row.email_id }
}

/** Remembers an event; false when it was worked on to its end before. */
export async function noteStripeEvent(
  tx: ActorTx,
  event: { id: string; type: string; objectId: string },
): Promise<boolean> {
  const { rows } = await tx.execute<{ owed: boolean }>(
    sql`select app.note_stripe_event(${event.id}, ${event.type}, ${event.objectId}) as owed`,
  )
  return rows[0]?.owed ?? false
}

/** Notes that an event was worked on to its end: with null well, otherwise with what went wrong. */
export async function finishStripeEvent(tx: ActorTx, eventId: string, problem: string | null): Promise<void> {
  await tx.execute(sql`select app.finish_stripe_event(${eventId}, ${problem})`)
}

/**
 * Checkouts to compare with Stripe: begun at least `quietSeconds` ago and not compared since, then at growing distances
 * (a tenth of their age), or past their time. Longest uncompared first.
 */
export async function listUnsettledCheckouts(
  tx: ActorTx,
  quietSeconds: number,
  limit: number,
): Promise<string[]> {
  const { createdAt, reconciledAt, expiresAt, stripeSessionId } = checkouts
  const pause = sql`greatest(make_interval(secs => ${quietSeconds}), (now() - ${createdAt}) / 10)`
  const isDue = sql`${createdAt} < now() - make_interval(secs => ${quietSeconds})
    and (${reconciledAt} is null or ${reconciledAt} < now() - ${pause})
    and (${stripeSessionId} is not null or ${expiresAt} < now())`
  const rows = await tx
    .select({ id: checkouts.id })
    .from(checkouts)
    .where(and(inArray(checkouts.status, ['open', 'awaiting_payment']), isDue))
    .orderBy(sql`${reconciledAt} nulls first`, asc(createdAt))
    .limit(limit)
  return rows.map(({ id }) => id)
}
