import { useEffect, useState } from 'react'
import { useHydrated } from '../use-hydrated.ts'
import { formatDate, formatDateTime, formatRelative } from './format.ts'

type TimeProps = { /** A date or its ISO form. */ value: Date | string; className?: string }

/** “3 minutes ago”, kept true while it is on show; the exact time in the reader's zone on hover. */
export function RelativeTime({ value, className }: TimeProps) {
  const time = new Date(value)
  const hydrated = useHydrated()
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    setNow(new Date())
    const timer = setInterval(() => setNow(new Date()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <time
      dateTime={time.toISOString()}
      title={formatDateTime(time, hydrated ? undefined : 'UTC')}
      suppressHydrationWarning
      className={className}
    >
      {formatRelative(time, now)}
    </time>
  )
}

/** A date, or a date and time, in the reader's zone as soon as it is known and in UTC until then. */
export function DateTime({ value, className, dateOnly = false }: TimeProps & { dateOnly?: boolean }) {
  const time = new Date(value)
  const zone = useHydrated() ? undefined : 'UTC'
  return (
    <time dateTime={time.toISOString()} title={formatDateTime(time, zone)} className={className}>
      {dateOnly ? formatDate(time, zone) : formatDateTime(time, zone)}
    </time>
  )
}
