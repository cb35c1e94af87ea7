import { Link } from '@remix-run/react'
import { cx } from '../kit/cx.ts'
import { OrganizationMark } from '../organization/organization-mark.tsx'
import { useTenant } from '../tenant.ts'

/** The mark that leads home: on an organization's own host its logo and name, elsewhere ours. */
export function Logo({ className }: { className?: string }) {
  const own = useTenant()?.organization
  const shape = cx(
    'inline-flex min-w-0 items-center gap-2 rounded-sm text-lg font-semibold tracking-tight',
    className,
  )
  if (own)
    return (
      <Link to="/" className={shape}>
        <OrganizationMark organization={own} className="size-7" />
        <span className="truncate">{own.name}</span>
      </Link>
    )
  return (
    <Link to="/" className={shape}>
      <svg viewBox="0 0 32 32" aria-hidden className="size-7">
        <rect width="32" height="32" rx="8" className="fill-brand" />
        <path
          className="fill-on-brand"
          d="M21.6 11.2a7 7 0 1 0 0 9.6l-2.5-2.1a3.8 3.8 0 1 1 0-5.4zM16 13.4v5.2l4.4-2.6z"
        />
      </svg>
      Codex
    </Link>
  )
}
