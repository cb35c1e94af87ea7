import type { Invitation } from '#domain/organization/invitation-queries.ts'
import { LinkButton } from '../kit/button.tsx'
import { CenteredCard } from '../layout/centered-card.tsx'

const words = {
  accepted: ['This invitation was accepted', 'It works once. Whoever accepted it is a member now.'],
  declined: ['This invitation was declined', 'If that was a mistake, ask for another one.'],
  revoked: ['This invitation was taken back', 'Ask who invited you for another one.'],
  expired: ['This invitation has run out', 'It worked for a week. Ask who invited you to send it again.'],
  unknown: [
    'This link does not work',
    'If you were sent more than one mail, use the link in the newest. Else ask who invited you to send it again.',
  ],
} as const

/** A link that invites to nothing any more: why, and what to do. */
export function ClosedInvitation({
  invitation,
  signedInAs,
}: {
  invitation: Invitation | undefined
  signedInAs: string | undefined
}) {
  const state = invitation?.state
  const [title, advice] = words[state === undefined || state === 'open' ? 'unknown' : state]
  const mine = state === 'accepted' && invitation?.email === signedInAs ? invitation : undefined
  return (
    <CenteredCard title={title}>
      <p className="text-center text-pretty">
        {mine ? `You belong to ${mine.organizationName} now.` : advice}
      </p>
      <LinkButton to={mine ? `/${mine.organizationSlug}` : '/'} look="quiet">
        {mine ? `Go to ${mine.organizationName}` : 'See what is new'}
      </LinkButton>
    </CenteredCard>
  )
}
