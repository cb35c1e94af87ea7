import { useId } from 'react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

const fills = { brand: 'bg-brand', good: 'bg-good', warn: 'bg-warn', bad: 'bg-bad' }

export type ProgressBarProps = {
  /** Per cent, 0 to 100; null while the end cannot be told. */
  value: number | null
  /** What progresses. */
  label: string
  /** At the right: “12 of 40 MB · about 3 min left”. */
  detail?: ReactNode
  /** Keeps the label for screen readers only, where the words are beside the bar already. */
  hideLabel?: boolean
  tone?: keyof typeof fills
  className?: string
}

/** How far a piece of work is. */
export function ProgressBar({
  value,
  label,
  detail,
  hideLabel,
  tone = 'brand',
  className,
}: ProgressBarProps) {
  const labelId = useId()
  const percent = value === null ? undefined : Math.round(Math.min(100, Math.max(0, value)))
  return (
    <div className={cx('grid gap-1.5', className)}>
      <div
        className={cx(
          'flex flex-wrap items-baseline justify-between gap-x-3 text-sm',
          hideLabel && !detail && 'sr-only',
        )}
      >
        <span id={labelId} className={cx('w-0 min-w-40 flex-1 truncate', hideLabel && 'sr-only')}>
          {label}
        </span>
        <span className="tabular text-ink-quiet">
          {detail ?? (percent === undefined ? '' : `${percent} %`)}
        </span>
      </div>
      <div
        role="progressbar"
        aria-labelledby={labelId}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-1.5 overflow-hidden rounded-full bg-sunken inset-ring inset-ring-line"
      >
        <div
          className={cx(
            'h-full rounded-full transition-[width] duration-250',
            fills[tone],
            value === null && 'w-2/5 animate-slide',
          )}
          style={percent === undefined ? undefined : { width: `${percent}%` }}
        />
      </div>
    </div>
  )
}

export type MeterProps = {
  value: number
  max: number
  label: string
  /** The amount in words: “12 of 50 GB used”. */
  detail: string
  tone?: keyof typeof fills
  className?: string
}

/** How full something is. */
export function Meter({ value, max, label, detail, tone = 'brand', className }: MeterProps) {
  const labelId = useId()
  const part = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0
  return (
    <div className={cx('grid gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <span id={labelId}>{label}</span>
        <span className="tabular text-ink-quiet">{detail}</span>
      </div>
      <div
        role="meter"
        aria-labelledby={labelId}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value}
        aria-valuetext={detail}
        className="h-1.5 overflow-hidden rounded-full bg-sunken inset-ring inset-ring-line"
      >
        <div className={cx('h-full rounded-full', fills[tone])} style={{ width: `${part * 100}%` }} />
      </div>
    </div>
  )
}
