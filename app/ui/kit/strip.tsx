import { useLocation } from '@remix-run/react'
import { useCallback, useEffect, useRef, type ReactNode } from 'react'
import { cx } from './cx.ts'

/**
 * A row of links, for a `nav`. Where not all of them fit it scrolls sideways, fades out where there is more, and has the link
 * to the open page in view.
 */
export function Strip({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <ul ref={useActiveInView()} className={cx('strip flex overflow-x-auto', className)}>
      {children}
    </ul>
  )
}

/** Brings the open page's link to the middle: at once when the strip appears, by a short way when another page is opened. */
function useActiveInView() {
  const strip = useRef<HTMLElement | null>(null)
  const { pathname } = useLocation()
  useEffect(() => {
    if (strip.current) showActive(strip.current, 'auto')
  }, [pathname])
  return useCallback((list: HTMLElement | null) => {
    strip.current = list
    if (list) showActive(list, 'instant')
  }, [])
}

function showActive(list: HTMLElement, behavior: ScrollBehavior) {
  const active = list.querySelector('[aria-current="page"]')?.getBoundingClientRect()
  const { left, width } = list.getBoundingClientRect()
  if (active) list.scrollBy({ left: active.left + active.width / 2 - (left + width / 2), behavior })
}
