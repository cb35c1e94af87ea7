import { NavLink, useLocation } from '@remix-run/react'
import { useCallback, useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type Tab = {
  to: string
  label: ReactNode
  count?: number
  /** Only the exact address is this tab. */ end?: boolean
}

/** Sections of one subject, each at its own address. Where not all of them fit, the one that is open is in view. */
export function Tabs({
  label,
  tabs,
  className,
}: {
  label: string
  tabs: readonly Tab[]
  className?: string
}) {
  const strip = useActiveInView()
  return (
    <nav
      ref={strip}
      aria-label={label}
      data-chrome
      className={cx('mb-6 overflow-x-auto border-b border-line motion-safe:scroll-smooth', className)}
    >
      <ul className="flex gap-6">
        {tabs.map(({ to, label: words, count, end = false }) => (
          <li key={to}>
            <NavLink
              to={to}
              end={end}
              prefetch="intent"
              className={({ isActive }) =>
                cx(
                  '-mb-px inline-flex h-11 items-center gap-2 border-b-2 font-medium whitespace-nowrap -outline-offset-2 transition-colors',
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
      </ul>
    </nav>
  )
}

/** Brings the open tab to the middle of the strip: at once when the strip appears, by a short way when another is opened. */
function useActiveInView() {
  const strip = useRef<HTMLElement | null>(null)
  const { pathname } = useLocation()
  useEffect(() => {
    if (strip.current) showActive(strip.current, 'auto')
  }, [pathname])
  return useCallback((nav: HTMLElement | null) => {
    strip.current = nav
    if (nav) showActive(nav, 'instant')
  }, [])
}

function showActive(nav: HTMLElement, behavior: ScrollBehavior) {
  const active = nav.querySelector('[aria-current="page"]')?.getBoundingClientRect()
  const { left, right, width } = nav.getBoundingClientRect()
  if (active && (active.left < left || active.right > right))
    nav.scrollBy({ left: active.left + active.width / 2 - (left + width / 2), behavior })
}
