import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import { checkouts, purchases, type CheckoutStatus, type PurchaseStatus } from '#db/schema/commerce.ts'
import { organizations } from '#db/schema/organization.ts'
import { users } from '#db/schema/account.ts'
import type { DisputeState, PaymentState, Split, SplitConfiguration } from './rules.ts'

export type ForSale = {
  readonly id: string
  readonly title: string
  readonly slug: string
  readonly contentType: string
  readonly priceCents: number
  readonly currency: string
  readonly durationSeconds: number | null
  readonly posterHash: string | null
  readonly organizationName: string
  readonly organizationSlug: string
}

/** What a buyer is shown of a published post before they pay. */
export async function findForSale(tx: ActorTx, contentId: string): Promise<ForSale | undefined> {
  const [row] = await tx
    .select({
      id: content.id,
      title: content.title,
      slug: content.slug,
      contentType: content.contentType,
      priceCents: content.priceCents,
      currency: content.currency,
      durationSeconds: content.durationSeconds,
      posterHash: content.posterHash,
      organizationName: organizations.name,
      organizationSlug: organizations.slug,
    })
    .from(content)
    .innerJoin(organizations, eq(organizations.id, content.organizationId))
    .where(and(eq(content.id, contentId), eq(content.status, 'published'), isNull(content.deletedAt)))
  return row
}

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

export async function attachStripeSession(
  tx: ActorTx,
  checkoutId: string,
  sessionId: string,
  url: string,
): Promise<void> {
  await tx.execute(sql`select app.attach_stripe_session(${checkoutId}, ${sessionId}, ${url})`)
}

export type CheckoutToSettle = {
  readonly id: string
  readonly contentId: string
  readonly organizationId: string | null
  readonly customerId: string
  readonly amountCents: number
  readonly status: CheckoutStatus
  readonly stripeSessionId: string | null
}

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

export type SettleOutcome =
  'unchanged' | 'awaiting_payment' | 'expired' | 'failed' | 'completed' | 'already' | 'refunded' | 'duplicate'

export type Settled = {
  readonly outcome: SettleOutcome
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
    outcome: SettleOutcome
    purchase_id: string | null
    email_id: string | null
  }>(sql`
    select outcome, purchase_id, email_id from app.settle_checkout(
      ${checkoutId}, ${facts.sessionId}, ${facts.payment}, ${facts.paymentIntentId}, ${facts.paidCents}::int, ${facts.currency},
      ${facts.refundedCents}::int, ${facts.refundId}, ${facts.dispute ?? null},
      ${split.configurationId}::uuid, ${split.platformCents}::int, ${split.organizationCents}::int, ${split.creatorCents}::int)`)
  const row = rows[0]
  if (!row) throw new Error('settle_checkout answered nothing')
  return { outcome: row.outcome, purchaseId: row.purchase_id, emailId: row.email_id }
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

export async function finishStripeEvent(tx: ActorTx, eventId: string, problem: string | null): Promise<void> {
  await tx.execute(sql`select app.finish_stripe_event(${eventId}, ${problem})`)
}

export type Receipt = {
  readonly id: string
  readonly status: PurchaseStatus
  readonly amountPaidCents: number
  readonly refundAmountCents: number
  readonly currency: string
  readonly purchasedAt: Date | null
  readonly refundedAt: Date | null
  readonly contentId: string
  readonly title: string | null
  readonly slug: string | null
  readonly organizationName: string | null
  readonly organizationSlug: string | null
}

const receiptFields = {
  id: purchases.id,
  status: purchases.status,
  amountPaidCents: purchases.amountPaidCents,
  refundAmountCents: purchases.refundAmountCents,
  currency: purchases.currency,
  purchasedAt: purchases.purchasedAt,
  refundedAt: purchases.refundedAt,
  contentId: purchases.contentId,
  title: content.title,
  slug: content.slug,
  organizationName: organizations.name,
  organizationSlug: organizations.slug,
}

const receiptsOf = (tx: ActorTx) =>
  tx
    .select(receiptFields)
    .from(purchases)
    .leftJoin(content, eq(content.id, purchases.contentId))
    .leftJoin(organizations, eq(organizations.id, purchases.organizationId))

/** A person's own purchases, newest first. */
export async function listReceipts(tx: ActorTx, personId: string): Promise<Receipt[]> {
  return receiptsOf(tx)
    .where(eq(purchases.customerId, personId))
    .orderBy(desc(purchases.createdAt))
    .limit(200)
}

export async function findReceipt(
  tx: ActorTx,
  personId: string,
  purchaseId: string,
): Promise<Receipt | undefined> {
  const [row] = await receiptsOf(tx).where(
    and(eq(purchases.id, purchaseId), eq(purchases.customerId, personId)),
  )
  return row
}

export type OwnCheckout = {
  readonly contentId: string
  /** null, like the addresses, when the post has left the storefront and is not (yet) the actor's. */
  readonly title: string | null
  readonly slug: string | null
  readonly organizationSlug: string | null
}

/** What the actor's own Stripe session is for; undefined when the session is not theirs. */
export async function findOwnCheckout(tx: ActorTx, sessionId: string): Promise<OwnCheckout | undefined> {
  const [row] = await tx
    .select({
      contentId: checkouts.contentId,
      title: content.title,
      slug: content.slug,
      organizationSlug: organizations.slug,
    })
    .from(checkouts)
    .leftJoin(content, eq(content.id, checkouts.contentId))
    .leftJoin(organizations, eq(organizations.id, content.organizationId))
    .where(eq(checkouts.stripeSessionId, sessionId))
  return row
}

export type SalesOfPost = {
  readonly contentId: string
  readonly title: string
  readonly currency: string
  readonly sold: number
  readonly refunded: number
  readonly amountCents: number
  readonly organizationFeeCents: number
  readonly creatorPayoutCents: number
}

/** Totals by post, without the people who bought; empty for anybody but the organization's owner and admins. */
export async function listSales(tx: ActorTx, organizationId: string): Promise<SalesOfPost[]> {
  const { rows } = await tx.execute<{
    content_id: string
    title: string
    currency: string
    sold: number
    refunded: number
    amount_cents: string
    organization_fee_cents: string
    creator_payout_cents: string
  }>(sql`select * from app.sales_of_organization(${organizationId})`)
  return rows.map((row) => ({
    contentId: row.content_id,
    title: row.title,
    currency: row.currency,
    sold: row.sold,
    refunded: row.refunded,
    amountCents: Number(row.amount_cents),
    organizationFeeCents: Number(row.organization_fee_cents),
    creatorPayoutCents: Number(row.creator_payout_cents),
  }))
}

export async function findStripeCustomerId(tx: ActorTx, personId: string): Promise<string | null> {
  const [row] = await tx
    .select({ stripeCustomerId: users.stripeCustomerId })
    .from(users)
    .where(eq(users.id, personId))
  return row?.stripeCustomerId ?? null
}

export async function keepStripeCustomerId(
  tx: ActorTx,
  personId: string,
  stripeCustomerId: string,
): Promise<void> {
  await tx.update(users).set({ stripeCustomerId }).where(eq(users.id, personId))
}
