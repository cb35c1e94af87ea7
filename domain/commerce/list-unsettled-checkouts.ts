import { and, asc, inArray, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { checkouts } from '#db/schema/commerce.ts'

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
