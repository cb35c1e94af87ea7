import type Stripe from 'stripe'
import { invalid, noSuch } from './errors.ts'

type Paging = {
  limit?: number | undefined
  starting_after?: string | undefined
  ending_before?: string | undefined
}
type Range = {
  gt?: number | undefined
  gte?: number | undefined
  lt?: number | undefined
  lte?: number | undefined
}

/**
 * One page of `rows` (given oldest first, answered newest first) that pass `keep`, cut by Stripe's cursors.
 * Refuses with 400 a cursor that names no row. The default page is 10.
 */
export function listPage<T extends { id: string; object: string }>(
  rows: Iterable<T>,
  { limit = 10, starting_after, ending_before }: Paging,
  url: string,
  keep: (row: T) => boolean = () => true,
): Stripe.ApiList<T> {
  if (starting_after && ending_before) {
    throw invalid('You may only specify one of these parameters: starting_after, ending_before.')
  }
  const all = [...rows].reverse()
  const cursorAt = (id: string, param: string) => {
    const at = all.findIndex((row) => row.id === id)
    if (at === -1) throw noSuch(all[0]?.object ?? 'object', id, param)
    return at
  }
  if (ending_before) {
    const before = all.slice(0, cursorAt(ending_before, 'ending_before')).filter(keep)
    return { object: 'list', data: before.slice(-limit), has_more: before.length > limit, url }
  }
  const after = starting_after ? all.slice(cursorAt(starting_after, 'starting_after') + 1) : all
  const kept = after.filter(keep)
  return { object: 'list', data: kept.slice(0, limit), has_more: kept.length > limit, url }
}

/** Whether a time (in seconds) passes a `created` filter: a number, or bounds. No filter passes everything. */
export function inRange(seconds: number, range: number | Range | undefined): boolean {
  if (range === undefined) return true
  if (typeof range === 'number') return seconds === range
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range
  return seconds > gt && seconds >= gte && seconds < lt && seconds <= lte
}
