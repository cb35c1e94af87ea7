import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { recordChange, type PeopleChange } from './change.ts'
import type { Permission } from './permissions.ts'
import { refusing } from './refusals.ts'

export type GrantPermissions = { readonly personId: string; readonly permissions: readonly Permission[] }

/**
 * Says what a member may do beside what their role allows. Refuses with `not_found`, and with `forbidden`: only the owner and
 * admins grant, not to themselves, and nobody gives or takes what they do not hold.
 */
export async function grantPermissions(
  tx: ActorTx,
  change: PeopleChange,
  { personId, permissions }: GrantPermissions,
): Promise<void> {
  await refusing(() =>
    tx.execute(
      sql`select app.set_grants(${change.organizationId}, ${personId}, ${sql.param([...permissions])}::text[])`,
    ),
  )
  await recordChange(tx, change, 'permissions_grant', ['user', personId], { permissions })
}
