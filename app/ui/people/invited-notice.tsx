import type { Invited } from '#domain/organization/invite-people.ts'
import { Notice } from '../kit/notice.tsx'

/** What became of a list of addresses. */
export function InvitedNotice({ invited }: { invited: readonly Invited[] }) {
  const of = (outcome: Invited['outcome']) =>
    invited.filter((one) => one.outcome === outcome).map(({ address }) => address)
  const [sent, members, open] = [of('invited'), of('member'), of('open')]
  return (
    <Notice
      tone={sent.length > 0 ? 'success' : 'info'}
      className="mb-6"
      title={
        sent.length === 0
          ? 'Nobody new was invited'
          : sent.length === 1
            ? `${sent[0]} is invited`
            : `${sent.length} people are invited`
      }
    >
      {members.length > 0 && <p className="wrap-anywhere">Members already: {members.join(', ')}.</p>}
      {open.length > 0 && (
        <p className="wrap-anywhere">
          Invited already: {open.join(', ')}. You can send an open invitation again below.
        </p>
      )}
    </Notice>
  )
}
