import type { MetaDescriptor } from '@remix-run/react'
import type { PostCard } from '#domain/catalog/queries.ts'
import { posterUrl } from '../catalog/poster-url.ts'
import { pictureUrl } from '../organization/picture-url.ts'
import { pageMeta } from '../page-meta.ts'
import { storefrontAddress } from './storefront-address.ts'

export type StorefrontFacts = {
  organization: {
    id: string
    slug: string
    name: string
    description: string | null
    domain: string | null
    logoVersion: string | null
  }
  posts: PostCard[]
  front: { heroVersion: string | null }
  /** The platform's own, whatever host was asked. */
  origin: string
  /** Asked at a host of the organization's own. */
  isOwnHost: boolean
}

/** What search engines and other sites are told of a storefront. */
export function storefrontMeta({
  organization,
  posts,
  front,
  origin,
  isOwnHost,
}: StorefrontFacts): MetaDescriptor[] {
  const description = organization.description || `Films, recordings and writing by ${organization.name}.`
  const address = storefrontAddress(origin, organization)
  const picture =
    pictureUrl(organization.id, 'hero', front.heroVersion) ??
    posts.map(posterUrl).find(Boolean) ??
    pictureUrl(organization.id, 'logo', organization.logoVersion)
  return [
    ...pageMeta(organization.name, undefined, description, { isOwnHost }),
    { tagName: 'link', rel: 'canonical', href: address },
    { property: 'og:type', content: 'website' },
    { property: 'og:title', content: organization.name },
    { property: 'og:description', content: description },
    { property: 'og:url', content: address },
    ...(picture ? [{ property: 'og:image', content: origin + picture }] : []),
  ]
}
