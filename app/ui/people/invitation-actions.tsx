import { useFetcher } from '@remix-run/react'
import { Button } from '../kit/button.tsx'
import { ConfirmDialog } from '../kit/dialog.tsx'

/** Sends an invitation again, or takes it back. */
export function InvitationActions({ id, email }: { id: string; email: string }) {
  const fetcher = useFetcher<{ refusal?: { message: string }; done?: string }>()
  const { refusal, done } = fetcher.data ?? {}
  return (
    <div className="grid justify-items-end gap-1">
      <div className="flex flex-wrap justify-end gap-2">
        <fetcher.Form method="post">
          <input type="hidden" name="intent" value="resend" />
          <input type="hidden" name="invitationId" value={id} />
          <Button
            type="submit"
            look="quiet"
            size="sm"
            pending={fetcher.state !== 'idle'}
            aria-label={`Send again to ${email}`}
          >
            Send again
          </Button>
        </fetcher.Form>
        <ConfirmDialog
          trigger={
            <Button look="ghost" size="sm" aria-label={`Take back the invitation of ${email}`}>
              Take back
            </Button>
          }
          title={`Take back the invitation of ${email}?`}
          confirm="Take back invitation"
          fields={{ intent: 'revoke', invitationId: id }}
        >
          The link in their mail stops working. You can invite them again.
        </ConfirmDialog>
      </div>
      <p role="status" className={refusal ? 'text-sm text-bad' : 'text-sm text-ink-quiet'}>
        {refusal?.message ?? (done && 'Sent, with a new link')}
      </p>
    </div>
  )
}
