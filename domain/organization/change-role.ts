import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { recordChange, type GivenRole, type PeopleChange } from './change.ts'
import { refusing } from './refusals.ts'

/**
 * Gives a member another role. Refuses with `not_found`, and with `forbidden`: nobody changes the owner or themselves, only the
 * owner makes and unmakes admins, and nobody gives more than they hold. Sessions of the person are to be refreshed after it.
 */
export async function changeRole(
  tx: ActorTx,
  change: PeopleChange,
  { personId, role, customRoleId }: GivenRole & { readonly personId: string },
): Promise<void> {
  const { rows } = await refusing(() =>
    tx.execute<{ before: string }>(
      sql`select app.change_role(${change.organizationId}, ${personId}, ${role}, ${customRoleId}) as before`,
    ),
  )
  await recordChange(tx, change, 'role_change', ['user', personId], {
    from: rows[0]?.before,
    to: role ?? 'custom',
    customRoleId,
  })
}
