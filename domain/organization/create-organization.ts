import { sql } from 'drizzle-orm'
import { isUniqueViolation, type ActorTx } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'
import { Refusal } from '#platform/refusal.ts'
import { refusing } from './refusals.ts'
import { suggestSlug, type NewOrganization } from './rules.ts'

/**
 * Founds an organization: the actor becomes its owner, and a creator on the platform. Answers its id and address.
 * Refuses with `conflict` when the address is taken, or the actor is about to be deleted. The audit event is written with it.
 */
export async function createOrganization(
  tx: ActorTx,
  { name, description, ...asked }: NewOrganization,
  origin?: Origin,
): Promise<{ id: string; slug: string }> {
  const slug = asked.slug || suggestSlug(name)
  try {
    const { rows } = await refusing(() =>
      tx.execute<{ id: string }>(
        sql`select app.create_organization(${slug}, ${name}, ${description || null}, ${origin?.ipAddress ?? null}, ${origin?.userAgent ?? null}) as id`,
      ),
    )
    return { id: rows[0]!.id, slug }
  } catch (error) {
    if (!isUniqueViolation(error, 'organizations_slug_unique')) throw error
    const message = 'Somebody already lives at this address. Please choose another one.'
    throw new Refusal('conflict', 'slug_taken', message, { slug: [message] })
  }
}
