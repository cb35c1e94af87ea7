import type { ReactNode } from 'react'
import type { Post, PostCard as Card } from '#domain/catalog/queries.ts'
import { brandStyle } from '../brand.ts'
import { PostCard, PostGrid } from '../catalog/post-card.tsx'
import { posterUrl } from '../catalog/poster-url.ts'
import { Markdown } from '../kit/markdown.tsx'
import { Poster } from '../kit/poster.tsx'
import { SiteShell } from '../layout/site-shell.tsx'
import { Offer } from './offer.tsx'
import { PostHeader } from './post-header.tsx'

export type OfferedPostProps = {
  post: Post
  /** Safe to put on a page. */
  descriptionHtml: string
  bestQuality: number | undefined
  isPaying: boolean
  /** In place of the poster: the first half minute. */
  preview?: ReactNode
}

/** A post without access: what it is, and the way to it. */
export function OfferedPost({ post, descriptionHtml, bestQuality, isPaying, preview }: OfferedPostProps) {
  return (
    <article className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-x-10">
      {preview ?? (
        <Poster
          src={posterUrl(post)}
          hash={post.posterHash}
          kind={post.contentType}
          eager
          className="-mx-4 rounded-none max-sm:-mt-8 sm:mx-0 sm:rounded-lg"
        />
      )}
      <div className="grid content-start gap-6 lg:row-span-2">
        <PostHeader post={post} />
        <Offer post={post} bestQuality={bestQuality} isPaying={isPaying} />
      </div>
      {descriptionHtml && (
        <section aria-labelledby="about" className="grid content-start gap-3">
          <h2 id="about" className="text-lg font-semibold">
            About
          </h2>
          <Markdown html={descriptionHtml} />
        </section>
      )}
    </article>
  )
}

/** The page around a post, and what else its organization shows. */
export function PostFrame({ post, more, children }: { post: Post; more: Card[]; children: ReactNode }) {
  return (
    <SiteShell>
      <div style={brandStyle(post.organization.primaryColor)} className="grid gap-12">
        {children}
        {more.length > 0 && (
          <section aria-labelledby="more" data-chrome className="grid gap-6 border-t border-line pt-8">
            <h2 id="more" className="text-xl font-semibold tracking-tight">
              More from {post.organization.name}
            </h2>
            <PostGrid>
              {more.map((other) => (
                <PostCard key={other.id} post={other} organization={post.organization} />
              ))}
            </PostGrid>
          </section>
        )}
      </div>
    </SiteShell>
  )
}
