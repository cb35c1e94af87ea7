import { eq, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { organizationInvitations } from '#db/schema/organization.ts'
import { notFound } from '#platform/refusal.ts'
import { hashToken } from '#platform/token.ts'
import { recordChange, type PeopleChange } from './change.ts'
import { invitationDays, invitationToken } from './invitation-token.ts'
import { refusing } from './refusals.ts'

/**
 * Promises the mail of an open invitation again, with a new link and its days over again; the old link is dead. Answers the
 * mail. Refuses with `not_found`, `forbidden` (the actor may not give its role) and `conflict` (it was answered meanwhile).
 */
export async function resendInvitation(
  tx: ActorTx,
  change: PeopleChange,
  { invitationId, secret }: { invitationId: string; secret: string },
): Promise<string> {
  const [known] = await tx
    .select({ email: organizationInvitations.email, timesSent: organizationInvitations.timesSent })
    .from(organizationInvitations)
    .where(eq(organizationInvitations.id, invitationId))
  if (!known) throw notFound('no_such_invitation')
  const sending = known.timesSent + 1
  const hash = hashToken(invitationToken(secret, invitationId, sending))
  const { rows } = await refusing(() =>
    tx.execute<{ email_id: string }>(
      sql`select app.resend_invitation(${change.organizationId}, ${invitationId}, ${sending}, ${hash},
        make_interval(days => ${invitationDays})) as email_id`,
    ),
  )
  await recordChange(tx, change, 'invitation_resend', ['invitation', invitationId], { address: known.email })
  return rows[0]!.email_id
}
