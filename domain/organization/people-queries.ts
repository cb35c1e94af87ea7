import { asc, eq, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import {
  organizationRoleDefinitions,
  type MembershipStatus,
  type OrganizationRole,
} from '#db/schema/organization.ts'
import type { Permission } from './permissions.ts'

/** A member of an organization, as those who manage its people see them. */
export type MemberRow = {
  readonly personId: string
  readonly fullName: string
  readonly email: string
  readonly role: OrganizationRole
  readonly customRoleId: string | null
  /** Grants of their own, beside those of their role. */
  readonly grants: readonly Permission[]
  readonly status: MembershipStatus
  /** ISO 8601; null when they left by themselves. */
  readonly joinedAt: string | null
}

/** Everybody who works in an organization or did, active ones first, the owner on top. Empty for who may not manage people. */
export async function listPeople(tx: ActorTx, organizationId: string): Promise<MemberRow[]> {
  const { rows } = await tx.execute<MemberRow>(sql`
    select user_id as "personId", full_name as "fullName", email, role, custom_role_id as "customRoleId", permissions as grants, status,
      to_char(joined_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "joinedAt"
    from app.people_of(${organizationId})`)
  return rows
}

/** A role of the organization's own. */
export type CustomRole = {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly permissions: readonly Permission[]
}

/** The roles an organization made, by name. */
export async function listCustomRoles(tx: ActorTx, organizationId: string): Promise<CustomRole[]> {
  const role = organizationRoleDefinitions
  return tx
    .select({
      id: role.id,
      name: role.name,
      description: sql<string>`coalesce(${role.description}, '')`,
      permissions: sql<Permission[]>`${role.permissions}`,
    })
    .from(role)
    .where(eq(role.organizationId, organizationId))
    .orderBy(asc(role.name))
}
