import { Link } from '@remix-run/react'
import type { ShelfItem } from '#domain/playback/queries.ts'
import { posterUrl } from '../catalog/poster-url.ts'
import { formatDuration } from '../kit/format.ts'
import { Poster } from '../kit/poster.tsx'

/** A post on one's own shelf, with how far one is. */
export function ShelfCard({ item, eager = false }: { item: ShelfItem; eager?: boolean }) {
  const { title, durationSeconds, positionSeconds, completed } = item
  const isUnfinished = positionSeconds !== null && positionSeconds >= 5 && !completed
  const share = isUnfinished && durationSeconds ? Math.min(100, (positionSeconds / durationSeconds) * 100) : 0
  return (
    <article className="group relative grid content-start gap-3">
      <Poster
        src={posterUrl(item)}
        hash={item.posterHash}
        duration={item.contentType === 'written' ? null : durationSeconds}
        kind={item.contentType}
        eager={eager}
        className="rounded-lg transition-shadow group-hover:shadow-high"
      >
        {share > 0 && (
          <div aria-hidden data-theme="dark" className="absolute inset-x-0 bottom-0 z-10 h-1 bg-black/70">
            <div className="h-full bg-brand" style={{ width: `${share}%` }} />
          </div>
        )}
      </Poster>
      <div className="grid min-w-0 gap-0.5">
        <h3 className="line-clamp-2 font-medium wrap-anywhere">
          <Link
            to={`/${item.organizationSlug}/${item.slug}`}
            prefetch="intent"
            className="rounded-sm group-hover:underline group-hover:underline-offset-3 after:absolute after:inset-0"
          >
            {title}
          </Link>
        </h3>
        <p className="tabular truncate text-sm text-ink-quiet">
          {item.organizationName}
          {isUnfinished && durationSeconds !== null
            ? ` · ${formatDuration(Math.max(1, durationSeconds - positionSeconds))} left`
            : completed
              ? ' · Watched'
              : ''}
        </p>
      </div>
    </article>
  )
}
