import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { users } from '#db/schema/account.ts'

/** Who a person is to Stripe; null before their first purchase. */
export async function findStripeCustomerId(tx: ActorTx, personId: string): Promise<string | null> {
  const [row] = await tx
    .select({ stripeCustomerId: users.stripeCustomerId })
    .from(users)
    .where(eq(users.id, personId))
  return row?.stripeCustomerId ?? null
}

/** Keeps who a person is to Stripe and the address that it knows; null: nobody any more. */
export async function keepStripeCustomer(
  tx: ActorTx,
  personId: string,
  customer: { readonly id: string; readonly email: string } | null,
): Promise<void> {
  // Written out: Drizzle's update says `updated_at` too, which is none of the worker's business.
  await tx.execute(sql`
    update app.users set stripe_customer_id = ${customer?.id ?? null}, stripe_email = ${customer?.email ?? null}
    where id = ${personId}`)
}

export type OwedCustomer = { readonly customerId: string; readonly email: string; readonly fullName: string }

const isOwed = and(
  isNotNull(users.stripeCustomerId),
  sql`${users.stripeEmail} is distinct from ${users.email}`,
  isNull(users.deletedAt),
)

/** What Stripe is owed of a person whose address has changed; undefined when it knows. */
export async function findOwedCustomer(tx: ActorTx, personId: string): Promise<OwedCustomer | undefined> {
  const [row] = await tx
    .select({ customerId: users.stripeCustomerId, email: users.email, fullName: users.fullName })
    .from(users)
    .where(and(eq(users.id, personId), isOwed))
  return row?.customerId ? { ...row, customerId: row.customerId } : undefined
}

/** People whose address Stripe does not know yet. */
export async function listOwedCustomers(tx: ActorTx, limit: number): Promise<string[]> {
  const rows = await tx.select({ id: users.id }).from(users).where(isOwed).limit(limit)
  return rows.map(({ id }) => id)
}
