import type { ReactNode } from 'react'
import { SiteShell } from './site-shell.tsx'

export type CenteredCardProps = {
  title: ReactNode
  description?: ReactNode
  /** Below the card: the other way (“New here? Register”). */
  footer?: ReactNode
  children: ReactNode
}

/** One calm card in the middle: sign in, register, an invitation. */
export function CenteredCard({ title, description, footer, children }: CenteredCardProps) {
  return (
    <SiteShell bleed className="grid content-center justify-items-center px-4 py-10">
      <div className="grid w-full max-w-sm gap-6">
        <header className="grid gap-1 text-center">
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          {description && <p className="text-pretty text-ink-quiet">{description}</p>}
        </header>
        <div className="grid gap-5 rounded-lg border border-line bg-surface p-5 shadow-low sm:p-6">
          {children}
        </div>
        {footer && <p className="text-center text-sm text-ink-quiet">{footer}</p>}
      </div>
    </SiteShell>
  )
}
