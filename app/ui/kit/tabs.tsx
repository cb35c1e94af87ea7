import { NavLink } from '@remix-run/react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { Strip } from './strip.tsx'

export type Tab = {
  to: string
  label: ReactNode
  count?: number
  /** Only the exact address is this tab. */ end?: boolean
}

/** Sections of one subject, each at its own address. */
export function Tabs({
  label,
  tabs,
  className,
}: {
  label: string
  tabs: readonly Tab[]
  className?: string
}) {
  return (
    <nav aria-label={label} data-chrome className={cx('mb-6 border-b border-line', className)}>
      <Strip className="-mb-px gap-6">
        {tabs.map(({ to, label: words, count, end = false }) => (
          <li key={to}>
            <NavLink
              to={to}
              end={end}
              prefetch="intent"
              className={({ isActive }) =>
                cx(
                  'inline-flex h-11 items-center gap-2 border-b-2 font-medium whitespace-nowrap -outline-offset-2 transition-colors',
                  isActive ? 'border-brand text-ink' : 'border-transparent text-ink-quiet hover:text-ink',
                )
              }
            >
              {words}
              {count !== undefined && (
                <span className="tabular rounded-full bg-sunken px-1.5 text-xs text-ink-quiet">{count}</span>
              )}
            </NavLink>
          </li>
        ))}
      </Strip>
    </nav>
  )
}
