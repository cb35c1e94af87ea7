import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { organizations } from '#db/schema/organization.ts'
import { graceDays } from './deletion-rules.ts'

/** Deleted organizations whose 30 days are over. */
export async function listOrganizationsToPurge(tx: ActorTx): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(
    sql`select * from app.organizations_to_purge(${graceDays}) as id`,
  )
  return rows.map(({ id }) => id)
}

/** Organizations with a domain that is served, by id. */
export async function listOrganizationsWithDomain(tx: ActorTx): Promise<string[]> {
  const rows = await tx
    .select({ id: organizations.id })
    .from(organizations)
    .where(and(isNotNull(organizations.customDomainVerifiedAt), isNull(organizations.deletedAt)))
  return rows.map(({ id }) => id)
}

/** The domain an organization is served at and what its record must hold; undefined without one. */
export async function findServedDomain(
  tx: ActorTx,
  organizationId: string,
): Promise<{ readonly domain: string; readonly token: string } | undefined> {
  const [row] = await tx
    .select({ domain: organizations.customDomain, token: organizations.customDomainToken })
    .from(organizations)
    .where(
      and(
        eq(organizations.id, organizationId),
        isNotNull(organizations.customDomainVerifiedAt),
        isNull(organizations.deletedAt),
      ),
    )
  return row?.domain && row.token ? { domain: row.domain, token: row.token } : undefined
}
