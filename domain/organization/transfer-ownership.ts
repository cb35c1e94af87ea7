import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { recordChange, type PeopleChange } from './change.ts'
import { refusing } from './refusals.ts'

/**
 * Hands the organization to an admin or a creator; the owner becomes an admin. However many ask at once, there is one owner.
 * Refuses with `not_found` for anybody but the owner, and with `conflict` when the other cannot own it.
 */
export async function transferOwnership(tx: ActorTx, change: PeopleChange, personId: string): Promise<void> {
  await refusing(() => tx.execute(sql`select app.transfer_ownership(${change.organizationId}, ${personId})`))
  await recordChange(tx, change, 'ownership_transfer', ['user', personId])
}
