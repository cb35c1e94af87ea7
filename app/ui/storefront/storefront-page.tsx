import { ChevronLeft, ChevronRight, Clapperboard } from 'lucide-react'
import type { PostCard as Post } from '#domain/catalog/queries.ts'
import type { StorefrontPage as Page } from '#domain/catalog/storefront.ts'
import { brandStyle } from '../brand.ts'
import { PostCard, PostGrid } from '../catalog/post-card.tsx'
import { LinkButton } from '../kit/button.tsx'
import { EmptyState } from '../kit/empty-state.tsx'
import { SiteShell } from '../layout/site-shell.tsx'
import { mainPlace, placeOf, useTenant } from '../tenant.ts'
import { useViewer, worksInStudio } from '../viewer.ts'
import type { FrontView } from './front-view.ts'
import { StorefrontAbout } from './storefront-about.tsx'
import { StorefrontHead } from './storefront-head.tsx'

export type StorefrontPageProps = Omit<Page, 'front'> & { front: FrontView; isFirstPage: boolean }

/** What an organization shows, to everybody. */
export function StorefrontPage({ organization, posts, older, front, isFirstPage }: StorefrontPageProps) {
  const here = placeOf(useTenant(), organization.slug)
  const featured = new Set(front.featured.map(({ id }) => id))
  const newest = isFirstPage ? posts.filter(({ id }) => !featured.has(id)) : posts
  return (
    <SiteShell bleed>
      <div style={brandStyle(organization.primaryColor)}>
        <StorefrontHead organization={organization} front={front} />
        <div className="wrap grid gap-12 py-8 sm:py-10">
          {front.featured.length > 0 && (
            <Shelf id="featured" title="Featured" posts={front.featured} organization={organization} eager />
          )}
          {newest.length > 0 && (
            <Shelf
              id="newest"
              title={isFirstPage ? 'Newest' : 'Older'}
              posts={newest}
              organization={organization}
              eager={front.featured.length === 0}
            />
          )}
          {posts.length === 0 &&
            (isFirstPage ? (
              <NothingYet slug={organization.slug} name={organization.name} />
            ) : (
              <EmptyState
                icon={Clapperboard}
                title="Nothing older than this"
                action={<LinkButton to={here}>See the newest</LinkButton>}
              />
            ))}
          {posts.length > 0 && (older || !isFirstPage) && (
            <nav aria-label="Pages" data-chrome className="flex justify-between gap-3">
              {!isFirstPage && (
                <LinkButton to={here} look="quiet" icon={ChevronLeft}>
                  Newest
                </LinkButton>
              )}
              {older && (
                <LinkButton
                  to={`${here}?${new URLSearchParams({ older })}`}
                  rel="next"
                  look="quiet"
                  className="ml-auto"
                >
                  Older
                  <ChevronRight aria-hidden className="size-4" />
                </LinkButton>
              )}
            </nav>
          )}
          {isFirstPage && <StorefrontAbout name={organization.name} front={front} />}
        </div>
      </div>
    </SiteShell>
  )
}

type ShelfProps = {
  id: string
  title: string
  posts: Post[]
  organization: { slug: string; name: string }
  eager: boolean
}

function Shelf({ id, title, posts, organization, eager }: ShelfProps) {
  return (
    <section aria-labelledby={id} className="grid gap-6">
      <h2 id={id} className="text-xl font-semibold tracking-tight">
        {title}
      </h2>
      <PostGrid>
        {posts.map((post, index) => (
          <PostCard key={post.id} post={post} organization={organization} eager={eager && index < 2} />
        ))}
      </PostGrid>
    </section>
  )
}

function NothingYet({ slug, name }: { slug: string; name: string }) {
  const tenant = useTenant()
  const isStaff = useViewer()?.organizations.some((own) => own.slug === slug && worksInStudio(own))
  return isStaff ? (
    <EmptyState
      icon={Clapperboard}
      title="Your storefront is open, and empty"
      action={<LinkButton to={`/studio/${slug}/content/new`}>Create a post</LinkButton>}
    >
      Publish a film, a recording or a written post and it appears here at once.
    </EmptyState>
  ) : (
    <EmptyState
      icon={Clapperboard}
      title={`${name} has not published anything yet`}
      action={<LinkButton to={mainPlace(tenant, '/')}>See what is new elsewhere</LinkButton>}
    >
      Come back in a while.
    </EmptyState>
  )
}
