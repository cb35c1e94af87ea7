import { and, desc, eq, exists, gte, inArray, isNull, not, or, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { contentAccess, videoPlayback } from '#db/schema/access.ts'
import { content } from '#db/schema/catalog.ts'
import { organizations } from '#db/schema/organization.ts'
import { posterVersion } from '#domain/catalog/poster-version.ts'

/** A post on a person's shelf, with how far they are. Seconds. */
export type ShelfItem = {
  readonly id: string
  readonly title: string
  readonly slug: string
  readonly contentType: 'video' | 'audio' | 'written'
  /** Another one whenever the poster is another picture; null without a poster. */
  readonly posterVersion: string | null
  readonly posterHash: string | null
  readonly durationSeconds: number | null
  readonly mediaStatus: string | null
  readonly organizationSlug: string
  readonly organizationName: string
  readonly positionSeconds: number | null
  readonly completed: boolean | null
  readonly lastWatched: Date | null
}

const fields = {
  id: content.id,
  title: content.title,
  slug: content.slug,
  contentType: content.contentType,
  posterVersion: posterVersion(content.posterKey),
  posterHash: content.posterHash,
  durationSeconds: content.durationSeconds,
  mediaStatus: content.mediaStatus,
  organizationSlug: organizations.slug,
  organizationName: organizations.name,
  positionSeconds: videoPlayback.positionSeconds,
  completed: videoPlayback.completed,
  lastWatched: videoPlayback.updatedAt,
}

/** A post is on a shelf as long as it exists in an organization's storefront, or was bought there. */
const onShow = and(isNull(content.deletedAt), inArray(content.status, ['published', 'archived']))

/** What a person began and did not finish, the latest first. */
export async function listUnfinished(tx: ActorTx, personId: string, limit: number): Promise<ShelfItem[]> {
  return tx
    .select(fields)
    .from(videoPlayback)
    .innerJoin(content, eq(content.id, videoPlayback.contentId))
    .innerJoin(organizations, eq(organizations.id, content.organizationId))
    .where(
      and(
        eq(videoPlayback.userId, personId),
        eq(videoPlayback.completed, false),
        gte(videoPlayback.positionSeconds, 5),
        onShow,
      ),
    )
    .orderBy(desc(videoPlayback.updatedAt))
    .limit(limit)
}

/** Key of a page of the library: when the right was given, in microseconds since 1970, and its id. */
export type ShelfKey = { readonly grantedAt: string; readonly accessId: string }

const holdsRight = (personId: string) =>
  and(
    eq(contentAccess.userId, personId),
    isNull(contentAccess.revokedAt),
    or(isNull(contentAccess.expiresAt), sql`${contentAccess.expiresAt} > now()`),
  )

/** What a person owns or was given, newest first; `next` is the key of the page after, if there is one. */
export async function listOwned(
  tx: ActorTx,
  personId: string,
  { after, limit }: { after: ShelfKey | undefined; limit: number },
): Promise<{ items: ShelfItem[]; next: ShelfKey | undefined }> {
  const rows = await tx
    .select({
      ...fields,
      accessId: contentAccess.id,
      grantedAt: sql<string>`(extract(epoch from ${contentAccess.grantedAt}) * 1000000)::bigint::text`,
    })
    .from(contentAccess)
    .innerJoin(content, eq(content.id, contentAccess.contentId))
    .innerJoin(organizations, eq(organizations.id, content.organizationId))
    .leftJoin(videoPlayback, and(eq(videoPlayback.contentId, content.id), eq(videoPlayback.userId, personId)))
    .where(
      and(
        holdsRight(personId),
        onShow,
        after &&
          sql`(${contentAccess.grantedAt}, ${contentAccess.id}) < (timestamptz 'epoch' + ${after.grantedAt}::bigint * interval '1 microsecond', ${after.accessId}::uuid)`,
      ),
    )
    .orderBy(desc(contentAccess.grantedAt), desc(contentAccess.id))
    .limit(limit + 1)
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, next: last && { grantedAt: last.grantedAt, accessId: last.accessId } }
}

/** What a person has watched without owning it and can still watch, the latest first. */
export async function listWatchedFree(tx: ActorTx, personId: string, limit: number): Promise<ShelfItem[]> {
  const owned = tx
    .select({ one: sql`1` })
    .from(contentAccess)
    .where(and(holdsRight(personId), eq(contentAccess.contentId, content.id)))
  return tx
    .select(fields)
    .from(videoPlayback)
    .innerJoin(content, eq(content.id, videoPlayback.contentId))
    .innerJoin(organizations, eq(organizations.id, content.organizationId))
    .where(
      and(
        eq(videoPlayback.userId, personId),
        eq(content.status, 'published'),
        eq(content.priceCents, 0),
        isNull(content.deletedAt),
        not(exists(owned)),
      ),
    )
    .orderBy(desc(videoPlayback.updatedAt))
    .limit(limit)
}
