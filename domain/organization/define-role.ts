import { sql } from 'drizzle-orm'
import { isUniqueViolation, type ActorTx } from '#db/actor.ts'
import { Refusal } from '#platform/refusal.ts'
import { recordChange, type PeopleChange } from './change.ts'
import type { RoleForm } from './people-forms.ts'
import { refusing } from './refusals.ts'

/**
 * Makes a role of the organization's own. Refuses with `not_found`, `forbidden` (a permission that the actor does not hold) and
 * `conflict` when the name is taken.
 */
export async function createRole(
  tx: ActorTx,
  change: PeopleChange,
  { name, description, permissions }: RoleForm,
): Promise<void> {
  const { rows } = await withFreeName(() =>
    tx.execute<{ id: string }>(
      sql`select app.create_role(${change.organizationId}, ${name}, ${description || null}, ${sql.param([...permissions])}::text[]) as id`,
    ),
  )
  await recordChange(tx, change, 'role_define', ['role', rows[0]!.id], { name, permissions })
}

/** Changes a role for everybody who has it, and answers who that is: their sessions are to be refreshed. Refuses as `createRole`. */
export async function editRole(
  tx: ActorTx,
  change: PeopleChange,
  { roleId, name, description, permissions }: RoleForm & { readonly roleId: string },
): Promise<string[]> {
  const { rows } = await withFreeName(() =>
    tx.execute<{ people: string[] }>(
      sql`select app.edit_role(${change.organizationId}, ${roleId}, ${name}, ${description || null}, ${sql.param([...permissions])}::text[]) as people`,
    ),
  )
  await recordChange(tx, change, 'role_define', ['role', roleId], { name, permissions })
  return rows[0]?.people ?? []
}

/** Removes a role that nobody has. Refuses with `not_found`, `forbidden`, and `conflict` while somebody has it or is invited to. */
export async function deleteRole(tx: ActorTx, change: PeopleChange, roleId: string): Promise<void> {
  const { rows } = await refusing(() =>
    tx.execute<{ name: string }>(sql`select app.delete_role(${change.organizationId}, ${roleId}) as name`),
  )
  await recordChange(tx, change, 'role_delete', ['role', roleId], { name: rows[0]?.name })
}

async function withFreeName<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await refusing(write)
  } catch (error) {
    if (!isUniqueViolation(error, 'organization_role_definitions_name')) throw error
    const message = 'Another role of this organization has this name.'
    throw new Refusal('conflict', 'name_taken', message, { name: [message] })
  }
}
