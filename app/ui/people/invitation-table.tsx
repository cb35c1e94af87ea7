import { roleNames } from '#domain/organization/given-roles.ts'
import type { InvitationState, SentInvitation } from '#domain/organization/invitation-queries.ts'
import type { CustomRole } from '#domain/organization/people-queries.ts'
import { Badge, type BadgeTone } from '../kit/badge.tsx'
import { DataTable } from '../kit/data-table.tsx'
import { DateTime, RelativeTime } from '../kit/time.tsx'
import { InvitationActions } from './invitation-actions.tsx'

const states: Record<InvitationState, { tone: BadgeTone; words: string }> = {
  open: { tone: 'info', words: 'Open' },
  expired: { tone: 'warn', words: 'Ran out' },
  accepted: { tone: 'good', words: 'Accepted' },
  declined: { tone: 'neutral', words: 'Declined' },
  revoked: { tone: 'neutral', words: 'Taken back' },
}

/** An invitation as the page has it: times as ISO 8601. */
export type InvitationRow = Omit<SentInvitation, 'sentAt' | 'expiresAt'> & {
  /** Its role is theirs to give, and so to send again and to take back. */
  readonly isOurs: boolean
  readonly sentAt: Date | string
  readonly expiresAt: Date | string
}

/** Invitations that wait for an answer, and those that do not any more. */
export function InvitationTable(props: {
  invitations: readonly InvitationRow[]
  customRoles: readonly CustomRole[]
}) {
  const nameOf = ({ role, customRoleId }: InvitationRow) =>
    props.customRoles.find(({ id }) => id === customRoleId)?.name ?? roleNames[role]
  return (
    <DataTable
      caption="Invitations"
      rows={props.invitations}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'email',
          header: 'Address',
          isName: true,
          cell: ({ email }) => <span className="wrap-anywhere">{email}</span>,
        },
        { key: 'role', header: 'As', cell: nameOf },
        {
          key: 'state',
          header: 'State',
          cell: ({ state }) => <Badge tone={states[state].tone}>{states[state].words}</Badge>,
        },
        {
          key: 'time',
          header: 'Changed',
          className: 'whitespace-nowrap text-sm text-ink-quiet',
          cell: ({ state, sentAt, expiresAt }) =>
            state === 'open' ? (
              <>
                until <DateTime value={expiresAt} dateOnly />
              </>
            ) : (
              <RelativeTime value={sentAt} />
            ),
        },
        {
          key: 'actions',
          header: 'Actions',
          hideHeader: true,
          align: 'end',
          cell: ({ id, email, state, isOurs }) =>
            isOurs && (state === 'open' || state === 'expired') ? (
              <InvitationActions id={id} email={email} />
            ) : null,
        },
      ]}
    />
  )
}
