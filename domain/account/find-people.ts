import { and, asc, eq, ilike, inArray, isNull, like, or } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { users, type PlatformRole } from '#db/schema/account.ts'
import {
  organizationMemberships,
  organizations,
  type MembershipStatus,
  type OrganizationRole,
} from '#db/schema/organization.ts'

export type FoundPerson = {
  readonly id: string
  readonly email: string
  readonly fullName: string
  readonly role: PlatformRole
  readonly isVerified: boolean
  readonly isDisabled: boolean
  readonly createdAt: Date
  readonly organizations: readonly {
    readonly slug: string
    readonly name: string
    readonly role: OrganizationRole
    readonly status: MembershipStatus
  }[]
}

const mostFound = 25

const fields = {
  id: users.id,
  email: users.email,
  fullName: users.fullName,
  role: users.role,
  emailVerifiedAt: users.emailVerifiedAt,
  disabledAt: users.disabledAt,
  createdAt: users.createdAt,
}

/** People whose address or name begins with `query`, by name, at most 25: the platform owner finds everybody, others themselves. */
export async function findPeople(tx: ActorTx, query: string): Promise<FoundPerson[]> {
  const beginning = `${query.replace(/[\\%_]/g, '\\$&')}%`
  const rows = await tx
    .select(fields)
    .from(users)
    .where(
      and(
        isNull(users.deletedAt),
        or(like(users.email, beginning.toLowerCase()), ilike(users.fullName, beginning)),
      ),
    )
    .orderBy(asc(users.fullName), asc(users.id))
    .limit(mostFound)
  return withOrganizations(tx, rows)
}

/** One person with their organizations; undefined for anybody who may not see them. */
export async function findPerson(tx: ActorTx, personId: string): Promise<FoundPerson | undefined> {
  const rows = await tx
    .select(fields)
    .from(users)
    .where(and(eq(users.id, personId), isNull(users.deletedAt)))
  return (await withOrganizations(tx, rows))[0]
}

type PersonRow = Omit<FoundPerson, 'isVerified' | 'isDisabled' | 'organizations'> & {
  readonly emailVerifiedAt: Date | null
  readonly disabledAt: Date | null
}

async function withOrganizations(tx: ActorTx, rows: readonly PersonRow[]): Promise<FoundPerson[]> {
  if (rows.length === 0) return []
  const memberships = await tx
    .select({
      userId: organizationMemberships.userId,
      slug: organizations.slug,
      name: organizations.name,
      role: organizationMemberships.role,
      status: organizationMemberships.status,
    })
    .from(organizationMemberships)
    .innerJoin(organizations, eq(organizations.id, organizationMemberships.organizationId))
    .where(
      and(
        isNull(organizations.deletedAt),
        inArray(
          organizationMemberships.userId,
          rows.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(asc(organizations.name))
  return rows.map(({ emailVerifiedAt, disabledAt, ...row }) => ({
    ...row,
    isVerified: emailVerifiedAt !== null,
    isDisabled: disabledAt !== null,
    organizations: memberships
      .filter(({ userId }) => userId === row.id)
      .map(({ slug, name, role, status }) => ({ slug, name, role, status })),
  }))
}
