import { Link, useNavigate } from '@remix-run/react'
import type { MediaOrder, MediaState } from '#domain/media/queries.ts'
import { cx } from '../kit/cx.ts'

const states: Record<MediaState, string> = {
  all: 'All',
  unfinished: 'In work',
  ready: 'Ready',
  failed: 'Failed',
}
const orders: Record<MediaOrder, string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  name: 'By name',
  largest: 'Largest first',
}

export type LibraryFilterProps = {
  state: MediaState
  order: MediaOrder
  counts: Record<MediaState, number>
  /** The address of the library in this state and order. */
  address: (state: MediaState, order: MediaOrder) => string
}

/** Which media are listed, and in which order; both are part of the address. */
export function LibraryFilter({ state, order, counts, address }: LibraryFilterProps) {
  const navigate = useNavigate()
  return (
    <div className="mb-4 flex flex-wrap-reverse items-center justify-between gap-x-6 border-b border-line">
      <nav aria-label="Status" data-chrome className="overflow-x-auto">
        <ul className="flex gap-6">
          {(Object.keys(states) as MediaState[]).map((each) => (
            <li key={each}>
              <Link
                to={address(each, order)}
                prefetch="intent"
                preventScrollReset
                aria-current={each === state ? 'page' : undefined}
                className={cx(
                  '-mb-px inline-flex h-11 items-center gap-2 border-b-2 font-medium whitespace-nowrap -outline-offset-2 transition-colors',
                  each === state
                    ? 'border-brand text-ink'
                    : 'border-transparent text-ink-quiet hover:text-ink',
                )}
              >
                {states[each]}
                <span className="tabular rounded-full bg-sunken px-1.5 text-xs text-ink-quiet">
                  {counts[each]}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <label className="mb-1 flex items-center max-sm:mb-0">
        <span className="sr-only">Order</span>
        <select
          value={order}
          onChange={(event) => void navigate(address(state, event.target.value as MediaOrder))}
          className="h-9 rounded-md border border-line-strong bg-surface px-2 text-sm text-ink"
        >
          {(Object.keys(orders) as MediaOrder[]).map((each) => (
            <option key={each} value={each}>
              {orders[each]}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
