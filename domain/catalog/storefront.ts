import { and, desc, eq, isNull, ne, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import { organizations } from '#db/schema/organization.ts'
import { findCards, findStorefront, type PostCard, type Storefront } from './queries.ts'

/** What an organization says of itself on its storefront. */
export type StorefrontFront = {
  /** Markdown. */
  readonly about: string
  /** Addresses by network. */
  readonly socialLinks: Readonly<Record<string, string>>
  readonly contactEmail: string | null
  readonly accentColor: string | null
  /** Another one whenever the wide picture is another; null without one. */
  readonly heroVersion: string | null
  /** In the order the organization chose. */
  readonly featured: PostCard[]
}

export type StorefrontPage = Storefront & { readonly front: StorefrontFront }

/** The whole page of a storefront: what it says of itself, what it puts first, and its posts, newest first. */
export async function findStorefrontPage(
  tx: ActorTx,
  slug: string,
  cursor?: string | null,
): Promise<StorefrontPage | undefined> {
  const [storefront, [row]] = await Promise.all([
    findStorefront(tx, slug, cursor),
    tx
      .select({
        about: organizations.aboutContent,
        socialLinks: organizations.socialLinks,
        contactEmail: organizations.contactEmail,
        accentColor: organizations.accentColor,
        heroVersion: sql<string | null>`left(md5(${organizations.heroKey}), 10)`,
        featuredIds: organizations.featuredContentIds,
      })
      .from(organizations)
      .where(and(eq(organizations.slug, slug), isNull(organizations.deletedAt))),
  ])
  if (!storefront || !row) return undefined
  const { about, featuredIds, ...front } = row
  const cards = cursor ? [] : await findCards(tx, storefront.organization.id, featuredIds)
  const featured = featuredIds.flatMap((id) => cards.find((card) => card.id === id) ?? [])
  return { ...storefront, front: { ...front, about: about ?? '', featured } }
}

/** Posts that can stand first on a storefront, newest first. */
export async function listFeaturable(
  tx: ActorTx,
  organizationId: string,
): Promise<{ readonly id: string; readonly title: string }[]> {
  return tx
    .select({ id: content.id, title: content.title })
    .from(content)
    .where(
      and(
        eq(content.organizationId, organizationId),
        eq(content.status, 'published'),
        ne(content.visibility, 'private'),
        isNull(content.deletedAt),
      ),
    )
    .orderBy(desc(content.publishedAt))
    .limit(500)
}
