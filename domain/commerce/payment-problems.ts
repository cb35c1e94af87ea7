import { desc, eq } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import { checkouts, paymentProblems, type PaymentProblemKind } from '#db/schema/commerce.ts'
import { organizations } from '#db/schema/organization.ts'

/** A payment that did not become a purchase as it should; amounts in minor units. */
export type PaymentToLookAt = {
  readonly id: string
  readonly problem: PaymentProblemKind
  readonly checkoutId: string
  readonly paymentIntentId: string | null
  readonly askedCents: number
  readonly askedCurrency: string
  readonly paidCents: number
  readonly paidCurrency: string
  readonly refundedCents: number
  readonly refundError: string | null
  readonly foundAt: Date
  readonly resolvedAt: Date | null
  readonly title: string | null
  readonly organizationName: string | null
}

/** The newest of them, for the platform owner; nobody else sees any. */
export async function listPaymentProblems(tx: ActorTx, limit: number): Promise<PaymentToLookAt[]> {
  return tx
    .select({
      id: paymentProblems.id,
      problem: paymentProblems.problem,
      checkoutId: paymentProblems.checkoutId,
      paymentIntentId: paymentProblems.stripePaymentIntentId,
      askedCents: checkouts.amountCents,
      askedCurrency: checkouts.currency,
      paidCents: paymentProblems.paidCents,
      paidCurrency: paymentProblems.currency,
      refundedCents: paymentProblems.refundedCents,
      refundError: paymentProblems.refundError,
      foundAt: paymentProblems.foundAt,
      resolvedAt: paymentProblems.resolvedAt,
      title: content.title,
      organizationName: organizations.name,
    })
    .from(paymentProblems)
    .innerJoin(checkouts, eq(checkouts.id, paymentProblems.checkoutId))
    .leftJoin(content, eq(content.id, checkouts.contentId))
    .leftJoin(organizations, eq(organizations.id, checkouts.organizationId))
    .orderBy(desc(paymentProblems.foundAt))
    .limit(limit)
}
