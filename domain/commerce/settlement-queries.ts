import { and, asc, inArray, isNull, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import {
  checkouts,
  stripeEvents,
  stripeReplay,
  type CheckoutStatus,
  type PaymentProblemKind,
} from '#db/schema/commerce.ts'
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

/**
 * How a checkout stands; `duplicate` was paid a second time for the same post, `mismatch` with what was not asked, and `not_ours`
 * is a session of its name that is not the checkout's and was not paid.
 */
export type CheckoutStanding = CheckoutStatus | 'refunded' | 'duplicate' | 'not_ours'

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
      ${checkoutId}, ${facts.sessionId}, ${facts.payment}, ${facts.paymentIntentId}, ${facts.paidCents}::bigint, ${facts.currency},
      ${facts.refundedCents}::bigint, ${facts.refundId}, ${facts.dispute ?? null},
      ${split.configurationId}::uuid, ${split.platformCents}::int, ${split.organizationCents}::int, ${split.creatorCents}::int)`)
  const row = rows[0]
  if (!row) throw new Error('settle_checkout answered nothing')
  return { standing: row.standing, isNews: row.is_news, purchaseId: row.purchase_id, emailId: row.email_id }
}

/** Keeps a payment that did not become a purchase as it should, and tells the platform owners of the first look at it. */
export async function notePaymentProblem(
  tx: ActorTx,
  checkoutId: string,
  kind: PaymentProblemKind,
  facts: PaymentFacts,
  refusal: string,
): Promise<void> {
  await tx.execute(sql`
    select app.note_payment_problem(${checkoutId}, ${facts.sessionId}, ${facts.paymentIntentId}, ${kind},
      ${facts.paidCents}::bigint, ${facts.currency}, ${facts.refundedCents}::bigint, false, ${refusal})`)
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

/** Events that came and were not worked on to their end, for ten minutes at least, longest first. */
export async function listUnfinishedEvents(tx: ActorTx, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: stripeEvents.id })
    .from(stripeEvents)
    .where(
      and(isNull(stripeEvents.processedAt), sql`${stripeEvents.receivedAt} < now() - interval '10 minutes'`),
    )
    .orderBy(asc(stripeEvents.receivedAt))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** Up to when Stripe's events were read and worked on; undefined before the first time. */
export async function findReplayed(tx: ActorTx): Promise<Date | undefined> {
  const [row] = await tx.select({ workedTo: stripeReplay.workedTo }).from(stripeReplay)
  return row?.workedTo
}

/** Keeps up to when Stripe's events were worked on. It never goes back. */
export async function keepReplayed(tx: ActorTx, workedTo: Date): Promise<void> {
  await tx.execute(sql`
    insert into app.stripe_replay (id, worked_to) values (1, ${workedTo.toISOString()})
    on conflict (id) do update set worked_to = greatest(stripe_replay.worked_to, excluded.worked_to)`)
}

/**
 * Checkouts that have ended and are due for another comparison with Stripe, longest due first. Each is taken for an hour: one
 * that cannot be compared does not keep the others waiting.
 */
export async function takeCheckoutsToCompare(tx: ActorTx, limit: number): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    update app.checkouts set compare_at = now() + interval '1 hour'
    where id in (
      select id from app.checkouts where compare_at <= now() order by compare_at limit ${limit} for update skip locked)
    returning id`)
  return rows.map(({ id }) => id)
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
