import { Badge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { ConfirmDialog } from '../kit/dialog.tsx'
import { DateTime, RelativeTime } from '../kit/time.tsx'
import { RenamePasskey } from './rename-passkey.tsx'

export type ListedPasskey = {
  id: string
  name: string
  isBackedUp: boolean
  createdAt: Date | string
  lastUsedAt: Date | string | null
}

/** One passkey with when it was last used, and what can be done with it. */
export function PasskeyRow({ passkey, mayRemove }: { passkey: ListedPasskey; mayRemove: boolean }) {
  const { id, name, isBackedUp, createdAt, lastUsedAt } = passkey
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 py-4 first:pt-0 last:pb-0">
      <div className="grid min-w-0 gap-0.5">
        <p className="flex flex-wrap items-center gap-2 font-medium wrap-anywhere">
          {name} {isBackedUp && <Badge>Synced</Badge>}
        </p>
        <p className="text-sm text-ink-quiet">
          Added <DateTime value={createdAt} dateOnly />
          {' · '}
          {lastUsedAt ? (
            <>
              last used <RelativeTime value={lastUsedAt} />
            </>
          ) : (
            'not used yet'
          )}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <RenamePasskey id={id} name={name} />
        {mayRemove && (
          <ConfirmDialog
            title={`Remove “${name}”?`}
            confirm="Remove passkey"
            fields={{ intent: 'remove_passkey', passkeyId: id }}
            trigger={
              <Button look="quiet" size="sm" aria-label={`Remove ${name}`}>
                Remove
              </Button>
            }
          >
            It will no longer sign you in. Without another second factor your recovery codes go with it. Your
            device may still offer it; remove it there as well.
          </ConfirmDialog>
        )}
      </div>
    </li>
  )
}
