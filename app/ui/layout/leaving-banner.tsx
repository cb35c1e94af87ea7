import { Form } from '@remix-run/react'
import { UserX } from 'lucide-react'
import { buttonClass } from '../kit/button.tsx'
import { DateTime } from '../kit/time.tsx'
import { useViewer } from '../viewer.ts'

/** While somebody's account is about to be deleted, every page says so, and takes it back. */
export function LeavingBanner() {
  const viewer = useViewer()
  if (!viewer?.deletionDueAt) return null
  return (
    <section
      aria-label="Deletion of your account"
      data-chrome
      className="border-b border-warn/30 bg-warn-quiet text-sm"
    >
      <div className="wrap flex flex-wrap items-center gap-x-3 gap-y-2 py-2">
        <UserX aria-hidden className="size-4 shrink-0 text-warn" />
        <p className="min-w-0 flex-1 basis-56">
          Your account will be deleted on{' '}
          <strong className="whitespace-nowrap">
            <DateTime value={viewer.deletionDueAt} dateOnly />
          </strong>
          .
        </p>
        {!viewer.supportUntil && (
          <Form method="post" action="/account/data">
            <button type="submit" name="intent" value="keep" className={buttonClass('quiet', 'sm')}>
              Keep my account
            </button>
          </Form>
        )}
      </div>
    </section>
  )
}
