import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { recordChange, type PeopleChange } from './change.ts'
import { refusing } from './refusals.ts'

/** The actor leaves. Refuses with `not_found`, and with `conflict` for the owner: an organization always has one. */
export async function leaveOrganization(tx: ActorTx, change: PeopleChange, personId: string): Promise<void> {
  // Written down first: who has left may not write in the organization's log.
  await recordChange(tx, change, 'member_leave', ['user', personId])
  await refusing(() => tx.execute(sql`select app.leave_organization(${change.organizationId})`))
}
