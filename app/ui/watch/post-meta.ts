import type { MetaDescriptor } from '@remix-run/react'
import type { PostCard } from '#domain/catalog/queries.ts'
import { posterUrl } from '../catalog/poster-url.ts'
import { pageMeta } from '../page-meta.ts'
import { storefrontAddress } from '../storefront/storefront-address.ts'

export type PostPageFacts = {
  post: PostCard & {
    status: string
    publishedAt: Date | string | null
    organization: { slug: string; name: string; domain: string | null }
  }
  summary: string
  /** The platform's own, whatever host was asked. */
  origin: string
  /** Asked at a host of the organization's own. */
  isOwnHost: boolean
}

/** What search engines and other sites are told of a post. */
export function postMeta({ post, summary, origin, isOwnHost }: PostPageFacts): MetaDescriptor[] {
  const address = storefrontAddress(origin, post.organization, post.slug)
  const poster = posterUrl(post)
  const isPublic = post.status === 'published'
  return [
    ...pageMeta(post.title, post.organization.name, summary, { isOwnHost }),
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
