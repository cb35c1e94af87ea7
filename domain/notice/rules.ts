/** Tries of one mail before it is given up: with the pauses between them, most of an hour. */
export const maxTries = 12
/** Pauses between tries, in seconds: they double from the first to the most. */
export const pauseSeconds = { first: 2, most: 600 } as const
/** How long one try may take before another may begin. */
export const leaseSeconds = 60

/** A mail server's 5xx says that another try would be refused as well (RFC 5321, 4.2.1). */
export function isFinalRefusal(error: unknown): boolean {
  const code = (error as { responseCode?: unknown }).responseCode
  return typeof code === 'number' && code >= 500 && code < 600
}

/** A day in words, by UTC: “21 November 2026”. */
export const formatDay = (date: Date) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(date)

/** A moment in words, by UTC: “21 November 2026 at 14:03 UTC”. */
export const formatMoment = (date: Date) =>
  `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(date)} UTC`
