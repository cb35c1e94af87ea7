import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { recordChange, type PeopleChange } from './change.ts'
import { refusing } from './refusals.ts'

/** Ends a membership; what the person made stays. Refuses with `not_found` and `forbidden`, as a change of role does. */
export async function removeMember(tx: ActorTx, change: PeopleChange, personId: string): Promise<void> {
  const { rows } = await refusing(() =>
    tx.execute<{ role: string }>(
      sql`select app.remove_member(${change.organizationId}, ${personId}) as role`,
    ),
  )
  await recordChange(tx, change, 'member_remove', ['user', personId], { role: rows[0]?.role })
}

/**
 * Takes a removal back: the person has the role they had, without grants of their own. Refuses with `not_found`, `forbidden` and
 * with `conflict` when they left by themselves.
 */
export async function reactivateMember(tx: ActorTx, change: PeopleChange, personId: string): Promise<void> {
  const { rows } = await refusing(() =>
    tx.execute<{ role: string }>(
      sql`select app.reactivate_member(${change.organizationId}, ${personId}) as role`,
    ),
  )
  await recordChange(tx, change, 'member_reactivate', ['user', personId], { role: rows[0]?.role })
}
