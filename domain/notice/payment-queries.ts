import { eq } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import { checkouts, paymentProblems } from '#db/schema/commerce.ts'
import { organizations } from '#db/schema/organization.ts'

export type PaymentFacts = {
  readonly title: string
  readonly contentId: string
  readonly amountCents: number
  readonly currency: string
  readonly organizationName: string | null
  readonly paidCents?: number
  readonly paidCurrency?: string
}

const checkoutFields = {
  title: content.title,
  contentId: checkouts.contentId,
  amountCents: checkouts.amountCents,
  currency: checkouts.currency,
  organizationName: organizations.name,
}

/** What mails tell of a checkout that became no purchase. */
export async function findCheckoutFacts(tx: ActorTx, checkoutId = ''): Promise<PaymentFacts | undefined> {
  const [row] = await tx
    .select(checkoutFields)
    .from(checkouts)
    .innerJoin(content, eq(content.id, checkouts.contentId))
    .leftJoin(organizations, eq(organizations.id, checkouts.organizationId))
    .where(eq(checkouts.id, checkoutId))
  return row
}

/** The same of a payment that did not fit its checkout, with what was paid. */
export async function findProblemFacts(tx: ActorTx, problemId = ''): Promise<PaymentFacts | undefined> {
  const [row] = await tx
    .select({
      ...checkoutFields,
      paidCents: paymentProblems.paidCents,
      paidCurrency: paymentProblems.currency,
    })
    .from(paymentProblems)
    .innerJoin(checkouts, eq(checkouts.id, paymentProblems.checkoutId))
    .innerJoin(content, eq(content.id, checkouts.contentId))
    .leftJoin(organizations, eq(organizations.id, checkouts.organizationId))
    .where(eq(paymentProblems.id, problemId))
  return row
}
