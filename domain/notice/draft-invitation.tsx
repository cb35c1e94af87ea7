import type { ReactElement } from 'react'
import type { ActorTx } from '#db/actor.ts'
import { invitationToken } from '#domain/organization/invitation-token.ts'
import { Invitation, invitationSubject } from './mails/invitation.tsx'
import { findInvitationFacts, type PromisedMail } from './queries.ts'
import { formatDay } from './rules.ts'

/** The mail of an invitation, with the link that works now. Throws when the invitation is gone. */
export async function draftInvitation(
  tx: ActorTx,
  { about, recipientEmail }: PromisedMail,
  { appUrl, linkSecret }: { appUrl: string; linkSecret: string },
): Promise<{ subject: string; body: ReactElement }> {
  const { invitationId } = about
  const facts = invitationId ? await findInvitationFacts(tx, invitationId) : undefined
  if (!invitationId || !facts) throw new Error('the invitation that a mail tells of is not there')
  const token = invitationToken(linkSecret, invitationId, facts.timesSent)
  const told = {
    organization: facts.organizationName,
    inviter: facts.inviterName,
    as: facts.customRoleName ?? facts.role,
    email: recipientEmail,
    until: formatDay(facts.expiresAt),
    inviteUrl: new URL(`/invite/${token}`, appUrl).href,
  }
  return { subject: invitationSubject(told), body: <Invitation {...told} /> }
}
