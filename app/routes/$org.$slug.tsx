import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { findVisitor, notFoundResponse } from '#app/http/guards.server.ts'
import { publicCache } from '#app/http/public-cache.ts'
import { brandStyle } from '#app/ui/brand.ts'
import { PostCard, PostGrid } from '#app/ui/catalog/post-card.tsx'
import { posterUrl } from '#app/ui/catalog/poster-url.ts'
import { Markdown } from '#app/ui/kit/markdown.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { Poster } from '#app/ui/kit/poster.tsx'
import { SiteShell } from '#app/ui/layout/site-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { Player } from '#app/ui/player/player.tsx'
import { DownloadLink } from '#app/ui/watch/download-link.tsx'
import { Offer } from '#app/ui/watch/offer.tsx'
import { PostHeader } from '#app/ui/watch/post-header.tsx'
import { PreviewPlayer } from '#app/ui/watch/preview-player.tsx'
import { NotYetPlayable, WatchNotices } from '#app/ui/watch/watch-notices.tsx'
import { decideAccess } from '#domain/access/decide-access.ts'
import { bestQualityOf, downloadOf, hasPreview } from '#domain/access/queries.ts'
import { plainWords } from '#domain/catalog/markdown.ts'
import { findPost, findPostBody, findStorefront } from '#domain/catalog/queries.ts'
import { isPaymentPending } from '#domain/commerce/queries.ts'
import { whyNotSlug } from '#domain/organization/rules.ts'
import { readPosition } from '#domain/playback/position.ts'
import { resumePosition } from '#domain/playback/rules.ts'

const moreShown = 4

/** A post: with access what it is, without what it offers. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { org = '', slug = '' } = params
  if (whyNotSlug(org)) throw notFoundResponse()
  const { person, actor } = await findVisitor({ request, context })
  const found = await context.asActor(
    actor,
    async (tx) => {
      const post = await findPost(tx, org, slug)
      const access = post && (await decideAccess(tx, post.id))
      if (!access) return undefined
      const isWritten = post.contentType === 'written'
      const [storefront, body, position, bestQuality, isPaying, isPreviewed, download] = await Promise.all([
        findStorefront(tx, org),
        access.canWatch && post.contentType === 'written' ? findPostBody(tx, post.id) : undefined,
        access.canWatch && person ? readPosition(tx, person.id, post.id) : undefined,
        access.canWatch ? undefined : bestQualityOf(tx, post.id),
        !access.canWatch && person ? isPaymentPending(tx, person.id, post.id) : false,
        !access.canWatch && !isWritten ? hasPreview(tx, post.id) : false,
        access.canWatch && !isWritten ? downloadOf(tx, post.id) : undefined,
      ])
      const more = storefront?.posts.filter(({ id }) => id !== post.id).slice(0, moreShown) ?? []
      const resumeAt = position ? resumePosition(position.positionSeconds, post.durationSeconds ?? 0) : 0
      const downloadBytes = download?.bytes ?? null
      return { post, access, body, resumeAt, bestQuality, isPaying, isPreviewed, downloadBytes, more }
    },
    'read',
  )
  if (!found) throw notFoundResponse()
  const summary =
    plainWords(found.post.description, 160) || `${found.post.title}, by ${found.post.organization.name}.`
  return data(
    { ...found, summary, origin: new URL(context.needs.env.APP_URL).origin },
    { headers: publicCache(request) },
  )
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  if (!page) return pageMeta('Not found')
  const { post, summary, origin } = page
  const address = `${origin}/${post.organization.slug}/${post.slug}`
  const poster = posterUrl(post)
  const isPublic = post.status === 'published'
  return [
    ...pageMeta(post.title, post.organization.name, summary),
    ...(isPublic ? [] : [{ name: 'robots', content: 'noindex' }]),
    { tagName: 'link', rel: 'canonical', href: address },
    { property: 'og:type', content: post.contentType === 'video' ? 'video.other' : 'article' },
    { property: 'og:title', content: post.title },
    { property: 'og:description', content: summary },
    { property: 'og:url', content: address },
    { property: 'og:site_name', content: post.organization.name },
    { name: 'twitter:card', content: poster ? 'summary_large_image' : 'summary' },
    ...(poster ? [{ property: 'og:image', content: origin + poster }] : []),
    ...(isPublic && post.contentType === 'video' && poster && post.publishedAt
      ? [
          {
            // Remix writes it with `<` escaped: a title cannot end the script.
            'script:ld+json': {
              '@context': 'https://schema.org',
              '@type': 'VideoObject',
              name: post.title,
              description: summary,
              thumbnailUrl: [origin + poster],
              uploadDate: new Date(post.publishedAt).toISOString(),
              duration: `PT${Math.round(post.durationSeconds ?? 0)}S`,
              isAccessibleForFree: post.priceCents === 0,
              url: address,
              publisher: { '@type': 'Organization', name: post.organization.name },
            },
          },
        ]
      : []),
  ]
}

export default function PostPage() {
  const { post, access, more } = useLoaderData<typeof loader>()
  return (
    <SiteShell>
      <div style={brandStyle(post.organization.primaryColor)} className="grid gap-12">
        {access.canWatch ? <Opened /> : <Offered />}
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

/** With access: the film in place, or the words. */
function Opened() {
  const { post, access, body, resumeAt, downloadBytes } = useLoaderData<typeof loader>()
  const { contentType, durationSeconds } = post
  return (
    <article className="grid gap-6">
      <div className="peer grid gap-3 empty:hidden">
        <WatchNotices post={post} reason={access.reason} />
      </div>
      {contentType === 'written' ? null : post.mediaStatus === 'ready' && durationSeconds !== null ? (
        <Player
          key={post.id}
          source={{ kind: 'post', contentId: post.id }}
          title={post.title}
          creatorName={post.creatorName || post.organization.name}
          kind={contentType}
          duration={durationSeconds}
          posterSrc={posterUrl(post)}
          posterHash={post.posterHash}
          resumeAt={resumeAt}
          className="-mx-4 max-h-[calc(100dvh-8rem)] max-sm:peer-empty:-mt-8 sm:mx-0 sm:rounded-lg"
        />
      ) : (
        <NotYetPlayable post={post} reason={access.reason} />
      )}
      {contentType !== 'written' && (
        <noscript>
          <Notice tone="info" title="Playing needs JavaScript">
            Your browser does not run it. Allow it for this site, then load the page again.
          </Notice>
        </noscript>
      )}
      <PostHeader post={post} />
      {downloadBytes !== null && <DownloadLink contentId={post.id} bytes={downloadBytes} />}
      {post.descriptionHtml && <Markdown html={post.descriptionHtml} />}
      {body && <Markdown html={body} className="border-t border-line pt-6 text-base" />}
    </article>
  )
}

/** Without: what it is, and the way to it. */
function Offered() {
  const { post, bestQuality, isPaying, isPreviewed } = useLoaderData<typeof loader>()
  return (
    <article className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-x-10">
      {isPreviewed && post.contentType !== 'written' ? (
        <PreviewPlayer
          post={post}
          kind={post.contentType}
          isPaying={isPaying}
          className="-mx-4 max-sm:-mt-8 sm:mx-0 sm:rounded-lg"
        />
      ) : (
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
      {post.descriptionHtml && (
        <section aria-labelledby="about" className="grid content-start gap-3">
          <h2 id="about" className="text-lg font-semibold">
            About
          </h2>
          <Markdown html={post.descriptionHtml} />
        </section>
      )}
    </article>
  )
}
