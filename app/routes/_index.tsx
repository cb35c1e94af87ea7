import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { Clapperboard } from 'lucide-react'
import { findVisitor } from '#app/http/guards.server.ts'
import { publicCache } from '#app/http/public-cache.ts'
import { loadStorefront } from '#app/http/storefront-page.server.ts'
import { brandStyle } from '#app/ui/brand.ts'
import { PostCard, PostGrid } from '#app/ui/catalog/post-card.tsx'
import { LinkButton } from '#app/ui/kit/button.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { SiteShell } from '#app/ui/layout/site-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { storefrontMeta } from '#app/ui/storefront/storefront-meta.ts'
import { StorefrontPage } from '#app/ui/storefront/storefront-page.tsx'
import { useViewer, worksInStudio } from '#app/ui/viewer.ts'
import { findHome, type HomePage } from '#domain/catalog/queries.ts'

/** What is new, and who shows it; on a host of an organization's own, its storefront. */
export async function loader(asked: LoaderFunctionArgs) {
  const { request, context } = asked
  const headers = publicCache(request)
  if (context.tenant) return data({ storefront: await loadStorefront(asked, context.tenant) }, { headers })
  const { actor } = await findVisitor(asked)
  return data({ home: await context.asActor(actor, findHome, 'read') }, { headers })
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

const promise = 'Films, recordings and writing, straight from the people who make them.'

export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  page && 'storefront' in page
    ? storefrontMeta(page.storefront)
    : [
        ...pageMeta('Watch, listen, read', undefined, promise),
        { property: 'og:type', content: 'website' },
        { property: 'og:title', content: 'Codex' },
        { property: 'og:description', content: promise },
      ]

export default function HomeOrStorefront() {
  const page = useLoaderData<typeof loader>()
  return 'storefront' in page ? <StorefrontPage {...page.storefront} /> : <Home {...page.home} />
}

function Home({ posts, organizations }: HomePage) {
  const viewer = useViewer()
  const studio = viewer?.organizations.find(worksInStudio)
  return (
    <SiteShell bleed>
      <header className="border-b border-line bg-brand-quiet">
        <div className="wrap grid gap-3 py-10 sm:py-14">
          <h1 className="max-w-3xl text-3xl font-semibold tracking-tight text-balance sm:text-4xl">
            {promise}
          </h1>
          <p className="max-w-2xl text-pretty text-ink-quiet sm:text-lg">
            Find something worth your evening, pay once, and keep it. What you pay goes to the people who made
            it.
          </p>
        </div>
      </header>
      <div className="wrap grid gap-14 py-8 sm:py-10">
        {posts.length > 0 ? (
          <section aria-labelledby="new" className="grid gap-6">
            <h2 id="new" className="text-xl font-semibold tracking-tight">
              New
            </h2>
            <PostGrid>
              {posts.map((post, index) => (
                <PostCard
                  key={post.id}
                  post={post}
                  organization={{ slug: post.organizationSlug, name: post.organizationName }}
                  showOrganization
                  eager={index < 2}
                />
              ))}
            </PostGrid>
          </section>
        ) : (
          <EmptyState icon={Clapperboard} title="Nothing has been published yet">
            The first film, recording or written post will stand here.
          </EmptyState>
        )}
        {organizations.length > 0 && (
          <section aria-labelledby="organizations" className="grid gap-6">
            <h2 id="organizations" className="text-xl font-semibold tracking-tight">
              Organizations
            </h2>
            <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
              {organizations.map((organization) => (
                <li
                  key={organization.slug}
                  style={brandStyle(organization.primaryColor)}
                  className="group relative grid content-start gap-1 overflow-hidden rounded-lg border border-line bg-surface p-5 pl-6 shadow-low transition-shadow hover:shadow-high"
                >
                  <span aria-hidden className="absolute inset-y-0 left-0 w-1 bg-brand" />
                  <h3 className="font-semibold wrap-anywhere">
                    <Link
                      to={`/${organization.slug}`}
                      prefetch="intent"
                      className="group-hover:underline group-hover:underline-offset-3 after:absolute after:inset-0"
                    >
                      {organization.name}
                    </Link>
                  </h3>
                  {organization.description && (
                    <p className="line-clamp-2 text-sm text-pretty text-ink-quiet">
                      {organization.description}
                    </p>
                  )}
                </li>
              ))}
            </ul>
          </section>
        )}
        <aside className="flex flex-wrap items-center justify-between gap-x-8 gap-y-4 rounded-lg border border-line bg-surface p-6 shadow-low sm:p-8">
          <div className="grid max-w-xl gap-1">
            <h2 className="text-lg font-semibold">
              {studio ? `Back to ${studio.name}` : 'Make something yourself?'}
            </h2>
            <p className="text-pretty text-ink-quiet">
              {studio
                ? 'Upload the next film, or see how the last one is doing.'
                : 'Upload a film, a recording or your writing, name a price, and sell it under your own name.'}
            </p>
          </div>
          <LinkButton
            to={
              studio
                ? `/studio/${studio.slug}/media`
                : viewer
                  ? '/studio/new'
                  : '/register?redirectTo=/studio/new'
            }
            size="lg"
          >
            {studio ? 'Open the studio' : 'Start selling'}
          </LinkButton>
        </aside>
      </div>
    </SiteShell>
  )
}
