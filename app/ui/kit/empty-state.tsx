import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type EmptyStateProps = {
  icon: LucideIcon
  title: ReactNode
  /** What belongs here and how it gets here. */
  children?: ReactNode
  /** One button or link: the next step. */
  action?: ReactNode
  className?: string
}

/** A place with nothing in it yet, and how to begin. */
export function EmptyState({ icon: Icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div
      className={cx(
        'grid justify-items-center gap-4 rounded-lg border border-dashed border-line bg-surface/60 px-6 py-14 text-center',
        className,
      )}
    >
      <span className="grid size-12 place-items-center rounded-full bg-brand-quiet text-brand">
        <Icon aria-hidden className="size-6" strokeWidth={1.75} />
      </span>
      <div className="grid max-w-md gap-1.5">
        <h2 className="text-lg font-semibold">{title}</h2>
        {children && <div className="text-pretty text-ink-quiet">{children}</div>}
      </div>
      {action}
    </div>
  )
}
