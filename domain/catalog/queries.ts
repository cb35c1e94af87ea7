import { and, eq, isNull, or, sql, type SQL } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content, type ContentStatus, type ContentType, type Visibility } from '#db/schema/catalog.ts'
import type { MediaStatus } from '#db/schema/media.ts'
import { organizations } from '#db/schema/organization.ts'
import { organizationFields, type Organization } from '#domain/organization/queries.ts'
import { posterVersion } from './poster-version.ts'

/** A post as a card shows it. */
export type PostCard = {
  readonly id: string
  readonly title: string
  readonly slug: string
  readonly contentType: ContentType
  readonly durationSeconds: number | null
  /** Another one whenever the poster is another picture; null without a poster. */
  readonly posterVersion: string | null
  readonly posterHash: string | null
  readonly priceCents: number
  readonly currency: string
  readonly creatorName: string
}

/** Cards with the names of who made them, in one statement; `cursor` names the card's place in the order. */
const cardsOf = (posts: SQL) => sql`
  with newest as materialized (${posts}),
    maker as (select * from app.display_names((select array_agg(distinct creator_id) from newest)))
  select newest.id, title, slug, content_type as "contentType", duration_seconds as "durationSeconds",
    ${posterVersion(sql`poster_key`)} as "posterVersion", poster_hash as "posterHash", price_cents as "priceCents", currency,
    coalesce(maker.full_name, '') as "creatorName", organization_slug as "organizationSlug",
    organization_name as "organizationName",
    (extract(epoch from published_at) * 1000000)::bigint::text || '_' || newest.id as cursor
  from newest left join maker on maker.id = newest.creator_id
  order by published_at desc, newest.id desc`

const cardColumns = sql`c.id, c.creator_id, c.title, c.slug, c.content_type, c.duration_seconds, c.poster_key, c.poster_hash,
  c.price_cents, c.currency, c.published_at`
const onShow = sql`c.status = 'published' and c.visibility <> 'private' and c.deleted_at is null`

/** A literal: with a parameter here PostgreSQL plans every call anew, which costs more than the query itself. */
const atMost = (rows: number) => sql.raw(`limit ${Math.trunc(rows)}`)

type CardRow = PostCard & {
  readonly cursor: string
  readonly organizationSlug: string
  readonly organizationName: string
}

const cardsPerPage = 24

export type Storefront = {
  readonly organization: Organization
  readonly posts: PostCard[]
  /** Names the place where older posts go on. */
  readonly older: string | undefined
}

/** What an organization shows, newest first; undefined when there is none at this address. A cursor that is none is the start. */
export async function findStorefront(
  tx: ActorTx,
  slug: string,
  cursor?: string | null,
): Promise<Storefront | undefined> {
  const place = /^(\d{1,17})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor ?? '')
  const before = place
    ? sql`and (c.published_at, c.id) < (timestamptz 'epoch' + ${place[1]}::bigint * interval '1 microsecond', ${place[2]}::uuid)`
    : sql``
  // Asked together: both travel in one round trip.
  const [[organization], { rows }] = await Promise.all([
    tx
      .select(organizationFields)
      .from(organizations)
      .where(and(eq(organizations.slug, slug), isNull(organizations.deletedAt))),
    tx.execute<CardRow>(
      cardsOf(sql`
        select ${cardColumns}, null as organization_slug, null as organization_name from app.content c
        where c.organization_id = (select o.id from app.organizations o where o.slug = ${slug} and o.deleted_at is null)
          and ${onShow} ${before}
        order by c.published_at desc, c.id desc ${atMost(cardsPerPage + 1)}`),
    ),
  ])
  if (!organization) return undefined
  const shown = rows.slice(0, cardsPerPage)
  return {
    organization,
    posts: shown.map(cardOf),
    older: rows.length > cardsPerPage ? shown.at(-1)?.cursor : undefined,
  }
}

/** These posts of an organization, as far as they are on show. */
export async function findCards(
  tx: ActorTx,
  organizationId: string,
  ids: readonly string[],
): Promise<PostCard[]> {
  if (ids.length === 0) return []
  const { rows } = await tx.execute<CardRow>(
    cardsOf(sql`
      select ${cardColumns}, null as organization_slug, null as organization_name from app.content c
      where c.id = any (${sql.param([...ids])}::uuid[]) and c.organization_id = ${organizationId} and ${onShow}`),
  )
  return rows.map(cardOf)
}

const cardOf = (row: CardRow): PostCard => ({
  id: row.id,
  title: row.title,
  slug: row.slug,
  contentType: row.contentType,
  durationSeconds: row.durationSeconds,
  posterVersion: row.posterVersion,
  posterHash: row.posterHash,
  priceCents: row.priceCents,
  currency: row.currency,
  creatorName: row.creatorName,
})

export type NewestCard = PostCard & Pick<CardRow, 'organizationSlug' | 'organizationName'>
export type OrganizationCard = Pick<Organization, 'slug' | 'name' | 'description' | 'primaryColor'>

export type HomePage = { readonly posts: NewestCard[]; readonly organizations: OrganizationCard[] }

/** What is new on the platform, and who shows something. */
export async function findHome(tx: ActorTx): Promise<HomePage> {
  const [{ rows: posts }, { rows: shops }] = await Promise.all([
    tx.execute<CardRow>(
      cardsOf(sql`
        select ${cardColumns}, o.slug as organization_slug, o.name as organization_name
        from app.content c join app.organizations o on o.id = c.organization_id and o.is_public and o.deleted_at is null
        where ${onShow} and c.organization_is_public order by c.published_at desc, c.id desc limit 12`),
    ),
    tx.execute<OrganizationCard>(sql`
      select o.slug, o.name, o.description, o.primary_color as "primaryColor" from app.organizations o
      where o.is_public and o.deleted_at is null and exists (
        select from app.content c where c.organization_id = o.id and ${onShow})
      order by o.created_at desc limit 12`),
  ])
  const newest = posts.map((row) => ({
    ...cardOf(row),
    organizationSlug: row.organizationSlug,
    organizationName: row.organizationName,
  }))
  return { posts: newest, organizations: shops }
}

export type Post = PostCard & {
  readonly creatorId: string
  readonly status: ContentStatus
  readonly visibility: Visibility
  readonly mediaItemId: string | null
  readonly mediaStatus: MediaStatus | null
  /** Markdown. */
  readonly description: string
  readonly category: string | null
  readonly tags: string[]
  readonly publishedAt: Date | null
  readonly organization: Organization
  /** Its organization is deleted: only who has a right to it finds it. */
  readonly isOrganizationGone: boolean
}

/**
 * The post at `/{organization}/{slug}`, as far as the actor may know of it (staff see drafts); undefined when there is none.
 * It says nothing of access: ask for that apart. The words of a written post are `findPostBody`'s.
 */
export async function findPost(
  tx: ActorTx,
  organizationSlug: string,
  slug: string,
): Promise<Post | undefined> {
  const [row] = await tx
    .select({
      id: content.id,
      title: content.title,
      slug: content.slug,
      contentType: content.contentType,
      status: content.status,
      mediaStatus: sql<MediaStatus | null>`${content.mediaStatus}`,
      durationSeconds: content.durationSeconds,
      posterVersion: posterVersion(content.posterKey),
      posterHash: content.posterHash,
      priceCents: content.priceCents,
      currency: content.currency,
      publishedAt: content.publishedAt,
      creatorId: content.creatorId,
      creatorName: sql<string>`coalesce((select maker.full_name from app.display_names(array[${content.creatorId}]) maker), '')`,
      visibility: content.visibility,
      mediaItemId: content.mediaItemId,
      description: content.description,
      category: content.category,
      tags: content.tags,
      organization: organizationFields,
      isOrganizationGone: sql<boolean>`${organizations.deletedAt} is not null`,
    })
    .from(content)
    .innerJoin(organizations, eq(organizations.id, content.organizationId))
    .where(
      and(
        eq(organizations.slug, organizationSlug),
        // What was bought outlives its organization, for those who bought it.
        or(
          isNull(organizations.deletedAt),
          sql`${content.id} = any ((select app.accessible_content())::uuid[])`,
        ),
        eq(content.slug, slug),
        isNull(content.deletedAt),
      ),
    )
  return row
}

/** The words of a written post in Markdown, for those who may read it and nobody else. */
export async function findPostBody(tx: ActorTx, contentId: string): Promise<string | undefined> {
  const { rows } = await tx.execute<{ body: string | null }>(sql`select app.words_of(${contentId}) as body`)
  return rows[0]?.body ?? undefined
}
