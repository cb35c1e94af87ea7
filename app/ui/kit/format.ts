const locale = 'en-US'

/** The sign of a currency: “$”, “€”, “CHF”. */
export function currencySymbol(currency: string): string {
  const parts = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0)
  return parts.find((part) => part.type === 'currency')?.value ?? currency
}

/** Seconds as a clock: 62 is “1:02”, 3723 is “1:02:03”. */
export function formatDuration(seconds: number): string {
  const [hours, minutes, rest] = split(seconds)
  const two = (value: number) => String(value).padStart(2, '0')
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** Seconds in words for screen readers: 3723 is “1 hour 2 minutes 3 seconds”. */
export function spokenDuration(seconds: number): string {
  const units = ['hour', 'minute', 'second']
  const words = split(seconds).flatMap((value, index) =>
    value ? [`${value} ${units[index]}${value === 1 ? '' : 's'}`] : [],
  )
  return words.join(' ') || '0 seconds'
}

function split(seconds: number): [hours: number, minutes: number, seconds: number] {
  const whole = Math.max(0, Math.round(seconds))
  return [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
}

/** Bytes in the units people read on their disks (powers of 1000): 1536000 is “1.5 MB”. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  let value = Math.max(0, bytes)
  let unit = 0
  // 999.95 would round to “1000 kB”.
  while (value >= (unit ? 999.95 : 1000) && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)} ${units[unit]}`
}

/** An estimate of seconds left, as coarse as it deserves: “about 3 min left”. */
export function formatTimeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'working out the time left'
  if (seconds < 10) return 'a few seconds left'
  if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} s left`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `about ${minutes} min left`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 ? `about ${hours} h ${minutes % 60} min left` : `about ${hours} h left`
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** How long before or after `now`: “3 minutes ago”, “in 2 days”, “just now”. */
export function formatRelative(time: Date, now: Date): string {
  const seconds = (time.getTime() - now.getTime()) / 1000
  const step = steps.find(([, size]) => Math.abs(seconds) >= size)
  if (!step) return 'just now'
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(
    Math.trunc(seconds / step[1]),
    step[0],
  )
}

/** A date with its time in the given zone, or the reader's own: “Nov 21, 2026, 2:03 PM UTC”. */
export function formatDateTime(time: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(timeZone && { timeZone }),
  }).format(time)
}

/** A date in the given zone, or the reader's own: “Nov 21, 2026”. */
export function formatDate(time: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', ...(timeZone && { timeZone }) }).format(time)
}
