import { Link } from '@remix-run/react'
import type { Post } from '#domain/catalog/queries.ts'
import { cx } from '../kit/cx.ts'

const words = { draft: 'Drafts', published: 'Published', archived: 'Archived' } as const

/** Narrows a list of posts to a status; kept in the address. */
export function StatusFilter(props: {
  current: Post['status'] | undefined
  counts: Record<Post['status'], number>
}) {
  const { current, counts } = props
  const all = counts.draft + counts.published + counts.archived
  const choices = [
    { to: '?', status: undefined, label: 'All', count: all },
    ...(['draft', 'published', 'archived'] as const).map((status) => ({
      to: `?status=${status}`,
      status,
      label: words[status],
      count: counts[status],
    })),
  ]
  return (
    <nav aria-label="Status" data-chrome className="mb-6 overflow-x-auto border-b border-line">
      <ul className="flex gap-6">
        {choices.map(({ to, status, label, count }) => (
          <li key={label}>
            <Link
              to={to}
              prefetch="intent"
              aria-current={status === current ? 'page' : undefined}
              className={cx(
                '-mb-px inline-flex h-11 items-center gap-2 border-b-2 font-medium whitespace-nowrap -outline-offset-2 transition-colors',
                status === current
                  ? 'border-brand text-ink'
                  : 'border-transparent text-ink-quiet hover:text-ink',
              )}
            >
              {label}
              <span className="tabular rounded-full bg-sunken px-1.5 text-xs text-ink-quiet">{count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
