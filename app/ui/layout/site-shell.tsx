import type { ReactNode } from 'react'
import { SkipLink } from '../kit/hidden.tsx'
import { cx } from '../kit/cx.ts'
import { SiteFooter } from './site-footer.tsx'
import { SiteHeader } from './site-header.tsx'

export type SiteShellProps = {
  /** The page goes from edge to edge and sets its own width. */
  bleed?: boolean
  className?: string
  children: ReactNode
}

/** A public page: header, main, footer. */
export function SiteShell({ bleed = false, className, children }: SiteShellProps) {
  return (
    <div className="flex min-h-[calc(100dvh-var(--banner,0px))] flex-col">
      <SkipLink />
      <SiteHeader />
      <main id="main" tabIndex={-1} className={cx('flex-1', !bleed && 'wrap py-8', className)}>
        {children}
      </main>
      <SiteFooter />
    </div>
  )
}
