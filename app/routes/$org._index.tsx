import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ChevronLeft, ChevronRight, Clapperboard } from 'lucide-react'
import { findVisitor, notFoundResponse } from '#app/http/guards.server.ts'
import { publicCache } from '#app/http/public-cache.ts'
import { brandStyle } from '#app/ui/brand.ts'
import { PostCard, PostGrid } from '#app/ui/catalog/post-card.tsx'
import { posterUrl } from '#app/ui/catalog/poster-url.ts'
import { LinkButton } from '#app/ui/kit/button.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { SiteShell } from '#app/ui/layout/site-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { useViewer, worksInStudio } from '#app/ui/viewer.ts'
import { findStorefront } from '#domain/catalog/queries.ts'
import { whyNotSlug } from '#domain/organization/rules.ts'

/** What an organization shows, to everybody. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const slug = params.org ?? ''
  if (whyNotSlug(slug)) throw notFoundResponse()
  const { actor } = await findVisitor({ request, context })
  const url = new URL(request.url)
  const cursor = url.searchParams.get('older')
  const storefront = await context.asActor(actor, (tx) => findStorefront(tx, slug, cursor), 'read')
  if (!storefront) throw notFoundResponse()
  return data(
    { ...storefront, isFirstPage: !cursor, origin: new URL(context.needs.env.APP_URL).origin },
    { headers: publicCache(request) },
  )
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  if (!page) return pageMeta('Not found')
  const { organization, posts, origin } = page
  const description = organization.description || `Films, recordings and writing by ${organization.name}.`
  const poster = posts.map(posterUrl).find(Boolean)
  return [
    ...pageMeta(organization.name, undefined, description),
    { tagName: 'link', rel: 'canonical', href: `${origin}/${organization.slug}` },
    { property: 'og:type', content: 'website' },
    { property: 'og:title', content: organization.name },
    { property: 'og:description', content: description },
    { property: 'og:url', content: `${origin}/${organization.slug}` },
    ...(poster ? [{ property: 'og:image', content: origin + poster }] : []),
  ]
}

export default function Storefront() {
  const { organization, posts, older, isFirstPage } = useLoaderData<typeof loader>()
  const here = `/${organization.slug}`
  return (
    <SiteShell bleed>
      <div style={brandStyle(organization.primaryColor)}>
        <header className="border-b border-line bg-brand-quiet">
          <div className="wrap grid gap-3 py-10 sm:py-14">
            <span aria-hidden className="h-1 w-12 rounded-full bg-brand" />
            <h1 className="text-3xl font-semibold tracking-tight wrap-anywhere sm:text-4xl">
              {organization.name}
            </h1>
            {organization.description && (
              <p className="max-w-2xl text-pretty whitespace-pre-line wrap-anywhere text-ink-quiet sm:text-lg">
                {organization.description}
              </p>
            )}
          </div>
        </header>
        <div className="wrap py-8 sm:py-10">
          {posts.length > 0 ? (
            <section aria-labelledby="newest" className="grid gap-6">
              <h2 id="newest" className="text-xl font-semibold tracking-tight">
                {isFirstPage ? 'Newest' : 'Older'}
              </h2>
              <PostGrid>
                {posts.map((post, index) => (
                  <PostCard key={post.id} post={post} organization={organization} eager={index < 2} />
                ))}
              </PostGrid>
              {(older || !isFirstPage) && (
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
            </section>
          ) : isFirstPage ? (
            <NothingYet slug={organization.slug} name={organization.name} />
          ) : (
            <EmptyState
              icon={Clapperboard}
              title="Nothing older than this"
              action={<LinkButton to={here}>See the newest</LinkButton>}
            />
          )}
        </div>
      </div>
    </SiteShell>
  )
}

function NothingYet({ slug, name }: { slug: string; name: string }) {
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
      action={<LinkButton to="/">See what is new elsewhere</LinkButton>}
    >
      Come back in a while.
    </EmptyState>
  )
}
