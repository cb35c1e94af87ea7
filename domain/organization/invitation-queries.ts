import { desc, eq, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { organizationInvitations, type OrganizationRole } from '#db/schema/organization.ts'
import { hashToken } from '#platform/token.ts'

export type InvitationState = 'open' | 'expired' | 'revoked' | 'accepted' | 'declined'

/** What a link invites to. */
export type Invitation = {
  readonly organizationId: string
  readonly organizationName: string
  readonly organizationSlug: string
  /** null when they are gone. */
  readonly inviterName: string | null
  readonly email: string
  readonly role: OrganizationRole
  readonly customRoleName: string | null
  readonly state: InvitationState
  /** Somebody has proved that the address is theirs. */
  readonly hasAccount: boolean
}

/** The invitation behind a link's token; undefined when there is none, or a newer mail has replaced the link. */
export async function findInvitation(tx: ActorTx, token: string): Promise<Invitation | undefined> {
  const { rows } = await tx.execute<Invitation>(sql`
    select organization_id as "organizationId", organization_name as "organizationName", organization_slug as "organizationSlug",
      inviter_name as "inviterName", email, role, custom_role_name as "customRoleName", state,
      has_account as "hasAccount"
    from app.find_invitation(${hashToken(token)})`)
  return rows[0]
}

export type SentInvitation = {
  readonly id: string
  readonly email: string
  readonly role: OrganizationRole
  readonly customRoleId: string | null
  readonly state: InvitationState
  readonly sentAt: Date
  readonly expiresAt: Date
}

const invitation = organizationInvitations
const state = sql<InvitationState>`case
  when ${invitation.acceptedAt} is not null then 'accepted' when ${invitation.declinedAt} is not null then 'declined'
  when ${invitation.revokedAt} is not null then 'revoked' when ${invitation.expiresAt} <= now() then 'expired' else 'open' end`
const mostListed = 200

/** The invitations of an organization that wait for an answer, newest first, and the latest of those that do not any more. */
export async function listInvitations(tx: ActorTx, organizationId: string): Promise<SentInvitation[]> {
  return tx
    .select({
      id: invitation.id,
      email: invitation.email,
      role: invitation.role,
      customRoleId: invitation.customRoleId,
      state,
      sentAt: invitation.updatedAt,
      expiresAt: invitation.expiresAt,
    })
    .from(invitation)
    .where(eq(invitation.organizationId, organizationId))
    .orderBy(sql`${state} <> 'open'`, desc(invitation.createdAt))
    .limit(mostListed)
}
