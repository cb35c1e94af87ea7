import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import { checkouts, purchases, type PurchaseStatus } from '#db/schema/commerce.ts'
import { organizations } from '#db/schema/organization.ts'

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

/** A purchase of the person's own; undefined for anybody else's. */
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

/** Has the person paid for the post by a means that its bank has yet to confirm? */
export async function isPaymentPending(tx: ActorTx, personId: string, contentId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: checkouts.id })
    .from(checkouts)
    .where(
      and(
        eq(checkouts.customerId, personId),
        eq(checkouts.contentId, contentId),
        eq(checkouts.status, 'awaiting_payment'),
      ),
    )
    .limit(1)
  return row !== undefined
}

/** What the actor earned with a post of their own; cents. */
export type EarningsOfPost = {
  readonly contentId: string
  readonly title: string
  readonly currency: string
  readonly sold: number
  readonly refunded: number
  readonly creatorPayoutCents: number
}
/** The same of anybody's post, with what else became of the money. */
export type SalesOfPost = EarningsOfPost & {
  readonly amountCents: number
  readonly organizationFeeCents: number
}

type EarningsRow = {
  content_id: string
  title: string
  currency: string
  sold: number
  refunded: number
  creator_payout_cents: string
}

const toEarnings = (row: EarningsRow): EarningsOfPost => ({
  contentId: row.content_id,
  title: row.title,
  currency: row.currency,
  sold: row.sold,
  refunded: row.refunded,
  creatorPayoutCents: Number(row.creator_payout_cents),
})

/** Totals by post, without the people who bought; empty for who may not see an organization's sales. */
export async function listSales(tx: ActorTx, organizationId: string): Promise<SalesOfPost[]> {
  const { rows } = await tx.execute<EarningsRow & { amount_cents: string; organization_fee_cents: string }>(
    sql`select * from app.sales_of_organization(${organizationId})`,
  )
  return rows.map((row) => ({
    ...toEarnings(row),
    amountCents: Number(row.amount_cents),
    organizationFeeCents: Number(row.organization_fee_cents),
  }))
}

/** What the actor's own posts in an organization earned for them, by post. */
export async function listOwnEarnings(tx: ActorTx, organizationId: string): Promise<EarningsOfPost[]> {
  const { rows } = await tx.execute<EarningsRow>(sql`select * from app.own_earnings(${organizationId})`)
  return rows.map(toEarnings)
}
