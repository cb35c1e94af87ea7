import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { recordChange, type PeopleChange } from './change.ts'
import { refusing } from './refusals.ts'

/**
 * Takes an open invitation back: its link is dead. Refuses with `not_found`, `forbidden` (the actor may not give its role) and
 * `conflict` (it was answered meanwhile).
 */
export async function revokeInvitation(
  tx: ActorTx,
  change: PeopleChange,
  invitationId: string,
): Promise<void> {
  await refusing(() =>
    tx.execute(sql`select app.revoke_invitation(${change.organizationId}, ${invitationId})`),
  )
  await recordChange(tx, change, 'invitation_revoke', ['invitation', invitationId])
}
