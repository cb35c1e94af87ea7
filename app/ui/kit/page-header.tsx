import { Link } from '@remix-run/react'
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'

export type PageHeaderProps = {
  title: ReactNode
  description?: ReactNode
  /** The page's one primary action. */
  action?: ReactNode
  /** Beside the title: a status. */
  badge?: ReactNode
  back?: { to: string; label: string }
}

/** What this page is, and the one thing to do on it. */
export function PageHeader({ title, description, action, badge, back }: PageHeaderProps) {
  return (
    <header className="mb-6 grid gap-2">
      {back && (
        <Link
          to={back.to}
          data-chrome
          className="-ml-1 inline-flex w-fit items-center gap-1 rounded-sm px-1 text-sm text-ink-quiet hover:text-ink"
        >
          <ArrowLeft aria-hidden className="size-4" />
          {back.label}
        </Link>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 gap-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-2xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
            {badge}
          </div>
          {description && <p className="max-w-2xl text-pretty text-ink-quiet">{description}</p>}
        </div>
        {action && (
          <div data-chrome className="flex flex-wrap gap-2">
            {action}
          </div>
        )}
      </div>
    </header>
  )
}
