import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { PostCard as Post } from '#domain/catalog/queries.ts'
import { Money } from '../kit/figures.tsx'
import { Poster } from '../kit/poster.tsx'
import { placeOf, useTenant } from '../tenant.ts'
import { posterUrl } from './poster-url.ts'

export type PostCardProps = {
  post: Post
  organization: { slug: string; name: string }
  /** Says whose it is where several organizations are shown. */
  showOrganization?: boolean
  /** Among the first things seen. */
  eager?: boolean
}

/** A post as a storefront shows it: poster, title, who made it, and what it costs. */
export function PostCard({ post, organization, showOrganization = false, eager = false }: PostCardProps) {
  const by = showOrganization ? organization.name : post.creatorName
  return (
    <article className="group relative grid content-start gap-3">
      <Poster
        src={posterUrl(post)}
        hash={post.posterHash}
        duration={post.contentType === 'written' ? null : post.durationSeconds}
        kind={post.contentType}
        eager={eager}
        className="rounded-lg transition-shadow group-hover:shadow-high"
      />
      <div className="flex items-start justify-between gap-3">
        <div className="grid min-w-0 gap-0.5">
          <h3 className="line-clamp-2 font-medium wrap-anywhere">
            <Link
              to={placeOf(useTenant(), organization.slug, post.slug)}
              prefetch="intent"
              className="rounded-sm group-hover:underline group-hover:underline-offset-3 after:absolute after:inset-0"
            >
              {post.title}
            </Link>
          </h3>
          {by && <p className="truncate text-sm text-ink-quiet">{by}</p>}
        </div>
        <Money
          amount={post.priceCents}
          currency={post.currency}
          short
          free
          className="shrink-0 font-medium"
        />
      </div>
    </article>
  )
}

/** Cards side by side, as many as fit. */
export function PostGrid({ children }: { children: ReactNode }) {
  return <div className="grid gap-x-5 gap-y-8 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">{children}</div>
}
