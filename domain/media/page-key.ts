import type { MediaOrder, MediaPageKey } from './queries.ts'

const id = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const moment = '\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?[+-]\\d{2}(:\\d{2})?'
const valueOf: Record<MediaOrder, RegExp> = {
  newest: new RegExp(`^${moment}$`),
  oldest: new RegExp(`^${moment}$`),
  name: /^[^\0]{1,255}$/u,
  largest: /^\d{1,18}$/,
}
const whole = new RegExp(`^(${id})~(.*)$`, 'is')

/** A page key as it stands in an address. */
export const formatPageKey = ({ id, value }: MediaPageKey) => `${id}~${value}`

/** The page key in an address, for this order; undefined when it is none. */
export function parsePageKey(text: string, order: MediaOrder): MediaPageKey | undefined {
  const [, id, value] = whole.exec(text) ?? []
  if (id === undefined || value === undefined || !valueOf[order].test(value)) return undefined
  const isMoment = order === 'newest' || order === 'oldest'
  return isMoment && !isOnCalendar(value) ? undefined : { id, value }
}

/** PostgreSQL takes no 31st of February and no 25 o'clock. */
function isOnCalendar(moment: string): boolean {
  const local = moment.slice(0, 19)
  const date = new Date(`${local.replace(' ', 'T')}Z`)
  const [, zoneHours = '0', zoneMinutes = '0'] = /[+-](\d{2})(?::(\d{2}))?$/.exec(moment) ?? []
  return (
    !Number.isNaN(date.getTime()) &&
    date.getUTCFullYear() > 0 &&
    date.toISOString().slice(0, 19).replace('T', ' ') === local &&
    Number(zoneHours) < 15 &&
    Number(zoneMinutes) < 60
  )
}
