import { sql } from 'drizzle-orm'
import { bigint, boolean, check, index, integer, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { users } from './account.ts'
import { content } from './catalog.ts'
import { app, createdAt, id, moment, oneOf, updatedAt } from './columns.ts'
import { organizations } from './organization.ts'

export const splitModels = ['percentage', 'flat_fee', 'hybrid'] as const
export type SplitModel = (typeof splitModels)[number]

/** How the money of a sale is divided; null organization: the platform's default. Percentages are basis points (1/100 of a per cent). */
export const revenueSplitConfigurations = app.table(
  'revenue_split_configurations',
  {
    id: id(),
    organizationId: uuid('organization_id').references(() => organizations.id, { onDelete: 'cascade' }),
    model: text('model', { enum: splitModels }).notNull(),
    platformBasisPoints: integer('platform_basis_points').notNull().default(0),
    platformFlatFeeCents: integer('platform_flat_fee_cents').notNull().default(0),
    organizationBasisPoints: integer('organization_basis_points').notNull().default(0),
    organizationFlatFeeCents: integer('organization_flat_fee_cents').notNull().default(0),
    active: boolean('active').notNull().default(true),
    effectiveFrom: moment('effective_from').notNull().defaultNow(),
    effectiveUntil: moment('effective_until'),
    description: text('description'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  () => [
    check('revenue_split_model', oneOf('model', splitModels)),
    check(
      'revenue_split_amounts',
      sql`platform_basis_points between 0 and 10000 and organization_basis_points between 0 and 10000
        and platform_basis_points + organization_basis_points <= 10000
        and platform_flat_fee_cents >= 0 and organization_flat_fee_cents >= 0`,
    ),
    uniqueIndex('revenue_split_one_active')
      .on(sql`coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)`)
      .where(sql`active`),
  ],
)

/** `mismatch`: what was paid is not what was asked, so nothing was bought and the money goes back. */
export const checkoutStatuses = [
  'open',
  'awaiting_payment',
  'completed',
  'expired',
  'failed',
  'mismatch',
] as const
export type CheckoutStatus = (typeof checkoutStatuses)[number]

/** What a person set out to buy, at the price the server knew then. */
export const checkouts = app.table(
  'checkouts',
  {
    id: id(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => users.id),
    contentId: uuid('content_id')
      .notNull()
      .references(() => content.id),
    organizationId: uuid('organization_id').references(() => organizations.id),
    creatorId: uuid('creator_id')
      .notNull()
      .references(() => users.id),
    amountCents: integer('amount_cents').notNull(),
    currency: text('currency').notNull(),
    status: text('status', { enum: checkoutStatuses }).notNull().default('open'),
    stripeSessionId: text('stripe_session_id').unique(),
    stripeUrl: text('stripe_url'),
    expiresAt: moment('expires_at').notNull(),
    /** When the reconciler last compared it with Stripe. */
    reconciledAt: moment('reconciled_at'),
    /** When one that has ended is compared with Stripe again; null: never. */
    compareAt: moment('compare_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('checkouts_customer').on(t.customerId, t.contentId, t.status),
    index('checkouts_unsettled')
      .on(t.createdAt)
      .where(sql`status in ('open', 'awaiting_payment')`),
    index('checkouts_compare')
      .on(t.compareAt)
      .where(sql`compare_at is not null`),
    check('checkouts_status', oneOf('status', checkoutStatuses)),
    check('checkouts_amount', sql`amount_cents > 0`),
  ],
)

export const purchaseStatuses = ['pending', 'completed', 'refunded', 'failed'] as const
export type PurchaseStatus = (typeof purchaseStatuses)[number]
export const payoutStatuses = ['pending', 'paid', 'failed'] as const

export const purchases = app.table(
  'purchases',
  {
    id: id(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => users.id),
    contentId: uuid('content_id')
      .notNull()
      .references(() => content.id),
    /** Copies of the content's owner, so that policies and totals need no join. */
    organizationId: uuid('organization_id').references(() => organizations.id),
    creatorId: uuid('creator_id')
      .notNull()
      .references(() => users.id),
    checkoutId: uuid('checkout_id')
      .notNull()
      .unique()
      .references(() => checkouts.id),
    amountPaidCents: integer('amount_paid_cents').notNull(),
    currency: text('currency').notNull(),
    stripePaymentIntentId: text('stripe_payment_intent_id').notNull().unique(),
    revenueSplitConfigId: uuid('revenue_split_config_id').references(() => revenueSplitConfigurations.id),
    platformFeeCents: integer('platform_fee_cents').notNull().default(0),
    organizationFeeCents: integer('organization_fee_cents').notNull().default(0),
    creatorPayoutCents: integer('creator_payout_cents').notNull(),
    creatorPayoutStatus: text('creator_payout_status', { enum: payoutStatuses }).notNull().default('pending'),
    organizationPayoutStatus: text('organization_payout_status', { enum: payoutStatuses })
      .notNull()
      .default('pending'),
    status: text('status', { enum: purchaseStatuses }).notNull().default('pending'),
    purchasedAt: moment('purchased_at'),
    refundedAt: moment('refunded_at'),
    refundReason: text('refund_reason'),
    /** Total given back so far, in cents; a partial refund keeps access. */
    refundAmountCents: integer('refund_amount_cents').notNull().default(0),
    stripeRefundId: text('stripe_refund_id'),
    /** Stripe's word for a chargeback, or null. Lost takes access away as a refund does; won gives it back. */
    disputeStatus: text('dispute_status', { enum: ['open', 'won', 'lost'] }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('purchases_customer').on(t.customerId, t.createdAt),
    index('purchases_content').on(t.contentId),
    index('purchases_organization').on(t.organizationId, t.createdAt),
    index('purchases_creator').on(t.creatorId, t.createdAt),
    uniqueIndex('purchases_once')
      .on(t.customerId, t.contentId)
      .where(sql`status = 'completed' and refunded_at is null`),
    check('purchases_status', oneOf('status', purchaseStatuses)),
    check(
      'purchases_split_adds_up',
      sql`amount_paid_cents = platform_fee_cents + organization_fee_cents + creator_payout_cents`,
    ),
    check(
      'purchases_amounts',
      sql`amount_paid_cents >= 0 and platform_fee_cents >= 0 and organization_fee_cents >= 0 and creator_payout_cents >= 0
        and refund_amount_cents between 0 and amount_paid_cents`,
    ),
    check('purchases_refunded_when', sql`status <> 'refunded' or refunded_at is not null`),
    check(
      'purchases_payouts',
      sql`${oneOf('creator_payout_status', payoutStatuses)} and ${oneOf('organization_payout_status', payoutStatuses)}`,
    ),
    check(
      'purchases_dispute',
      sql`dispute_status is null or ${oneOf('dispute_status', ['open', 'won', 'lost'])}`,
    ),
  ],
)

/** Events of Stripe that were seen: the same one is worked on once, and what was not finished is found again. */
export const stripeEvents = app.table(
  'stripe_events',
  {
    id: text('id').primaryKey(),
    type: text('type').notNull(),
    /** The object the event is about, e.g. a Checkout session or a charge; the truth is re-read from Stripe. */
    objectId: text('object_id').notNull(),
    receivedAt: moment('received_at').notNull().defaultNow(),
    processedAt: moment('processed_at'),
    error: text('error'),
  },
  (t) => [
    index('stripe_events_unprocessed')
      .on(t.receivedAt)
      .where(sql`processed_at is null`),
  ],
)

export const paymentProblemKinds = ['amount', 'session', 'refund'] as const
export type PaymentProblemKind = (typeof paymentProblemKinds)[number]

/**
 * Payments that did not become a purchase as they should: another amount or currency than asked, another session than the
 * checkout's, or money that Stripe would not give back. The facts are Stripe's; amounts in minor units of `currency`.
 */
export const paymentProblems = app.table(
  'payment_problems',
  {
    id: id(),
    checkoutId: uuid('checkout_id')
      .notNull()
      .references(() => checkouts.id),
    stripeSessionId: text('stripe_session_id').notNull().unique(),
    stripePaymentIntentId: text('stripe_payment_intent_id'),
    problem: text('problem', { enum: paymentProblemKinds }).notNull(),
    paidCents: bigint('paid_cents', { mode: 'number' }).notNull(),
    currency: text('currency').notNull(),
    refundedCents: bigint('refunded_cents', { mode: 'number' }).notNull().default(0),
    /** Why Stripe last refused to give the money back. */
    refundError: text('refund_error'),
    foundAt: moment('found_at').notNull().defaultNow(),
    /** When nothing of the money was left with us. */
    resolvedAt: moment('resolved_at'),
  },
  (t) => [
    index('payment_problems_found').on(t.foundAt),
    check('payment_problems_problem', oneOf('problem', paymentProblemKinds)),
  ],
)

/** One row: up to when Stripe's events were read and worked on, delivered or not. */
export const stripeReplay = app.table(
  'stripe_replay',
  {
    id: integer('id').primaryKey().default(1),
    workedTo: moment('worked_to').notNull(),
  },
  () => [check('stripe_replay_one', sql`id = 1`)],
)
