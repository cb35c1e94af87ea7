import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'
import { notFound } from '#platform/refusal.ts'
import { hashToken } from '#platform/token.ts'
import { recordChange } from './change.ts'
import { findInvitation, type Invitation } from './invitation-queries.ts'
import { refusing } from './refusals.ts'

/**
 * Joins the organization that a link invites to, and answers the invitation. Refuses with `not_found`, `conflict` (used, declined,
 * revoked, expired) and `forbidden` when it is for another address than the actor's.
 */
export async function acceptInvitation(tx: ActorTx, token: string, origin: Origin): Promise<Invitation> {
  const invitation = await findInvitation(tx, token)
  if (!invitation) throw notFound('no_such_invitation')
  const { rows } = await refusing(() =>
    tx.execute<{ id: string }>(sql`select app.accept_invitation(${hashToken(token)}) as id`),
  )
  const { organizationId, role, customRoleName } = invitation
  await recordChange(tx, { organizationId, origin }, 'invitation_accept', ['invitation', rows[0]!.id], {
    role,
    customRoleName,
  })
  return invitation
}

/** Says no, as whoever holds the link. Refuses with `not_found`, and `conflict` when it was answered or has run out. */
export async function declineInvitation(tx: ActorTx, token: string, origin: Origin): Promise<void> {
  const { ipAddress, userAgent } = origin
  await refusing(() =>
    tx.execute(sql`select app.decline_invitation(${hashToken(token)}, ${ipAddress}, ${userAgent})`),
  )
}
