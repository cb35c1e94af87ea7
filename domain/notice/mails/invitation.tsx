import { Action, Frame, Paragraph } from './frame.tsx'

export type InvitationFacts = {
  organization: string
  /** null when they are gone. */
  inviter: string | null
  /** The role, as a word: “creator”. */
  as: string
  email: string
  until: string
  inviteUrl: string
}

export const invitationSubject = ({ organization, inviter }: InvitationFacts) =>
  `${inviter ?? 'Somebody'} invites you to ${organization}`

/** Asks somebody to join an organization. */
export function Invitation({ organization, inviter, as, email, until, inviteUrl }: InvitationFacts) {
  return (
    <Frame
      preview={`Join ${organization} on Codex.`}
      title={`Join ${organization}`}
      why="You’re getting this email because somebody entered this address to invite you."
    >
      <Paragraph>
        {inviter ?? 'Somebody who runs it'} invites you to {organization} on Codex, as {as}. The invitation is
        for {email}.
      </Paragraph>
      <Action href={inviteUrl}>See the invitation</Action>
      <Paragraph>The link works until {until}. If you expected no invitation, do nothing.</Paragraph>
    </Frame>
  )
}
