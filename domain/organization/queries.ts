import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { organizationMemberships, organizations, type OrganizationRole } from '#db/schema/organization.ts'

export type Organization = {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly description: string | null
  readonly primaryColor: string
  readonly currency: string
  /** Its people enter only after a second factor. */
  readonly requiresSecondFactor: boolean
}

export type Membership = { readonly organization: Organization; readonly role: OrganizationRole }

/** The columns of an Organization, for queries that join it. */
export const organizationFields = {
  id: organizations.id,
  slug: organizations.slug,
  name: organizations.name,
  description: organizations.description,
  primaryColor: organizations.primaryColor,
  currency: organizations.currency,
  requiresSecondFactor: organizations.requiresSecondFactor,
}

/** The organization at this address; undefined when there is none, or none that the actor may see. */
export async function findOrganization(tx: ActorTx, slug: string): Promise<Organization | undefined> {
  const [row] = await tx
    .select(organizationFields)
    .from(organizations)
    .where(and(eq(organizations.slug, slug), isNull(organizations.deletedAt)))
  return row
}

/** The organizations a person is active in, by name. */
export async function listMemberships(tx: ActorTx, personId: string): Promise<Membership[]> {
  return tx
    .select({ organization: organizationFields, role: organizationMemberships.role })
    .from(organizationMemberships)
    .innerJoin(organizations, eq(organizations.id, organizationMemberships.organizationId))
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
