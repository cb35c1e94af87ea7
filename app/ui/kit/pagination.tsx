import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { LinkButton } from './button.tsx'

export type PaginationProps = {
  /** Address of the page before (`?before=key`); absent on the first. */
  previous?: string | undefined
  /** Address of the page after (`?after=key`); absent on the last. */
  next?: string | undefined
  /** “48 films”. */
  summary?: ReactNode
}

/** Page by key, forward and back. Nothing when there is one page and no summary. */
export function Pagination({ previous, next, summary }: PaginationProps) {
  if (!previous && !next && !summary) return null
  return (
    <nav aria-label="Pages" data-chrome className="flex items-center justify-between gap-3 py-4">
      <p className="tabular text-sm text-ink-quiet">{summary}</p>
      <div className="flex gap-2">
        {previous && (
          <LinkButton to={previous} rel="prev" look="quiet" size="sm" icon={ChevronLeft}>
            Previous
          </LinkButton>
        )}
        {next && (
          <LinkButton to={next} rel="next" look="quiet" size="sm">
            Next
            <ChevronRight aria-hidden className="size-4" />
          </LinkButton>
        )}
      </div>
    </nav>
  )
}
