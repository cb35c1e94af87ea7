import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { organizationMemberships, organizations, type OrganizationRole } from '#db/schema/organization.ts'
import type { Permission } from './permissions.ts'

export type Organization = {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly description: string | null
  readonly primaryColor: string
  readonly currency: string
  /** Its people enter only after a second factor. */
  readonly requiresSecondFactor: boolean
  /** Another one whenever the logo is another picture; null without a logo. */
  readonly logoVersion: string | null
  /** Its own domain, once that is verified. */
  readonly domain: string | null
}

export type Membership = {
  readonly organization: Organization
  readonly role: OrganizationRole
  /** All they may do there: by their role, by a custom role, and by grants of their own. */
  readonly permissions: readonly Permission[]
}

/** The columns of an Organization, for queries that join it. */
export const organizationFields = {
  id: organizations.id,
  slug: organizations.slug,
  name: organizations.name,
  description: organizations.description,
  primaryColor: organizations.primaryColor,
  currency: organizations.currency,
  requiresSecondFactor: organizations.requiresSecondFactor,
  logoVersion: sql<string | null>`left(md5(${organizations.logoKey}), 10)`,
  domain: sql<
    string | null
  >`case when ${organizations.customDomainVerifiedAt} is not null then ${organizations.customDomain} end`,
}

/** The organization at this address; undefined when there is none, or none that the actor may see. */
export async function findOrganization(tx: ActorTx, slug: string): Promise<Organization | undefined> {
  const [row] = await tx
    .select(organizationFields)
    .from(organizations)
    .where(and(eq(organizations.slug, slug), isNull(organizations.deletedAt)))
  return row
}

/** The id of the organization at this address, deleted or not; undefined when there is none, or none that the actor may see. */
export async function findOrganizationId(tx: ActorTx, slug: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.slug, slug))
  return row?.id
}

/** The organizations the actor is active in, by name; `personId` is theirs. */
export async function listMemberships(tx: ActorTx, personId: string): Promise<Membership[]> {
  const given = sql`app.permissions_given()`
  return tx
    .select({
      organization: organizationFields,
      role: organizationMemberships.role,
      permissions: sql<Permission[]>`coalesce(given.permissions, '{}')`,
    })
    .from(organizationMemberships)
    .innerJoin(organizations, eq(organizations.id, organizationMemberships.organizationId))
    .leftJoin(sql`${given} given`, sql`given.organization_id = ${organizations.id}`)
    .where(
      and(
        isNull(organizations.deletedAt),
        eq(organizationMemberships.userId, personId),
        eq(organizationMemberships.status, 'active'),
        inArray(organizationMemberships.role, ['owner', 'admin', 'creator', 'member', 'subscriber']),
      ),
    )
    .orderBy(asc(organizations.name))
}

/** The address of the public organization that has verified this domain as its own; undefined when there is none. */
export async function findSlugAtDomain(tx: ActorTx, domain: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ slug: organizations.slug })
    .from(organizations)
    .where(
      and(
        eq(organizations.customDomain, domain),
        isNotNull(organizations.customDomainVerifiedAt),
        isNull(organizations.deletedAt),
      ),
    )
  return row?.slug
}

/** Everybody whose session names the organization, as far as the actor may know them. */
export async function listMemberIds(tx: ActorTx, organizationId: string): Promise<string[]> {
  const rows = await tx
    .select({ userId: organizationMemberships.userId })
    .from(organizationMemberships)
    .where(
      and(
        eq(organizationMemberships.organizationId, organizationId),
        eq(organizationMemberships.status, 'active'),
      ),
    )
  return rows.map(({ userId }) => userId)
}
