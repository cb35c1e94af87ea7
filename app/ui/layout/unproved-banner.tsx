import { Link, useLocation } from '@remix-run/react'
import { MailCheck } from 'lucide-react'
import { buttonClass } from '../kit/button.tsx'
import { useViewer } from '../viewer.ts'

/** Until somebody's address is proved, every page says what is missing, and leads there. */
export function UnprovedBanner() {
  const viewer = useViewer()
  const { pathname, search } = useLocation()
  if (!viewer || viewer.isVerified || viewer.supportUntil || pathname === '/verify') return null
  return (
    <section
      aria-label="Your email address"
      data-chrome
      className="border-b border-warn/30 bg-warn-quiet text-sm"
    >
      <div className="wrap flex flex-wrap items-center gap-x-3 gap-y-2 py-2">
        <MailCheck aria-hidden className="size-4 shrink-0 text-warn" />
        <p className="min-w-0 flex-1 basis-56">
          Confirm <strong className="wrap-anywhere">{viewer.email}</strong> to buy, upload and protect your
          account. We sent you a link.
        </p>
        <Link
          to={`/verify?${new URLSearchParams({ redirectTo: pathname + search })}`}
          className={buttonClass('quiet', 'sm')}
        >
          Send it again
        </Link>
      </div>
    </section>
  )
}
