import { Fragment } from 'react'
import { formatMoney } from '#platform/money.ts'
import { cx } from './cx.ts'
import { formatBytes, formatDuration, spokenDuration } from './format.ts'

type Figure = { className?: string }

/** Integer minor units with their currency. `short` drops “.00”; `free` names a price of zero “Free”. */
export function Money(props: Figure & { amount: number; currency: string; short?: boolean; free?: boolean }) {
  const { amount, currency, short = false, free = false, className } = props
  return (
    <span className={cx('tabular whitespace-nowrap', className)}>
      {free && amount === 0 ? 'Free' : formatMoney(amount, currency, { short })}
    </span>
  )
}

/** Seconds as a clock, read out in words. */
export function Duration({ seconds, className }: Figure & { seconds: number }) {
  return (
    <time
      dateTime={`PT${Math.round(seconds)}S`}
      aria-label={spokenDuration(seconds)}
      className={cx('tabular', className)}
    >
      {formatDuration(seconds)}
    </time>
  )
}

/** A size in human units. With `of`, how much of the whole: “1.2 of 4.0 GB”. */
export function Bytes({ value, of, className }: Figure & { value: number; of?: number }) {
  return (
    <span className={cx('tabular whitespace-nowrap', className)}>
      {formatBytes(value)}
      {of !== undefined && ` of ${formatBytes(of)}`}
    </span>
  )
}

/** An IP address. A long one breaks behind its colons. */
export function IpAddress({ value, className }: Figure & { value: string }) {
  const [first, ...rest] = value.split(':')
  return (
    <span className={cx('tabular', className)}>
      {first}
      {rest.map((group, index) => (
        <Fragment key={index}>
          :<wbr />
          {group}
        </Fragment>
      ))}
    </span>
  )
}
