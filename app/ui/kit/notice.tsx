import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type Tone = 'info' | 'success' | 'warning' | 'error'

const tones: Record<Tone, { icon: LucideIcon; className: string; iconClass: string }> = {
  info: { icon: Info, className: 'border-info/30 bg-info-quiet', iconClass: 'text-info' },
  success: { icon: CircleCheck, className: 'border-good/30 bg-good-quiet', iconClass: 'text-good' },
  warning: { icon: TriangleAlert, className: 'border-warn/30 bg-warn-quiet', iconClass: 'text-warn' },
  error: { icon: CircleAlert, className: 'border-bad/30 bg-bad-quiet', iconClass: 'text-bad' },
}

export type NoticeProps = {
  tone?: Tone
  title?: ReactNode
  /** One button or link that answers it. */
  action?: ReactNode
  id?: string
  className?: string
  children?: ReactNode
}

/** What happened and what to do next, in place. Errors are announced at once, the rest politely. */
export function Notice({ tone = 'info', title, action, id, className, children }: NoticeProps) {
  const { icon: Icon, className: toneClass, iconClass } = tones[tone]
  return (
    <div
      id={id}
      role={tone === 'error' ? 'alert' : 'status'}
      className={cx(
        'flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border p-3.5',
        toneClass,
        className,
      )}
    >
      <Icon aria-hidden className={cx('mt-0.5 size-5 shrink-0', iconClass)} />
      <div className="min-w-0 flex-1 basis-48">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={cx(title && 'text-ink-quiet')}>{children}</div>}
      </div>
      {action}
    </div>
  )
}
