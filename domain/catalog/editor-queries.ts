import { and, count, desc, eq, isNull, or, sql, type SQL } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content, type ContentStatus, type ContentType } from '#db/schema/catalog.ts'
import { mediaItems, type MediaStatus, type MediaType } from '#db/schema/media.ts'
import type { Origin } from '#domain/audit/record.ts'
import { posterVersion } from './poster-version.ts'

/** Who works on the posts of an organization, and from where. */
export type Editor = {
  readonly personId: string
  readonly organizationId: string
  /** Works on everybody's posts, not on their own only. */
  readonly editsOthers: boolean
  readonly origin: Origin
}

/** The posts that an editor works on: every one of the organization, or their own. */
export const ownPosts = ({ personId, organizationId, editsOthers }: Editor): SQL =>
  and(eq(content.organizationId, organizationId), editsOthers ? undefined : eq(content.creatorId, personId))!

export type PostRow = {
  readonly id: string
  readonly title: string
  readonly slug: string
  readonly contentType: ContentType
  readonly status: ContentStatus
  readonly mediaStatus: MediaStatus | null
  readonly durationSeconds: number | null
  readonly posterVersion: string | null
  readonly posterHash: string | null
  readonly priceCents: number
  readonly currency: string
  readonly publishedAt: Date | null
  readonly updatedAt: Date
}

const rowFields = {
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
  updatedAt: content.updatedAt,
}

const pageSize = 50

/** The posts somebody works on, newest first; `after` is the id of the last one seen. */
export async function listPosts(
  tx: ActorTx,
  editor: Editor,
  { status, after }: { status?: ContentStatus | undefined; after?: string | undefined } = {},
): Promise<{ posts: PostRow[]; next: string | undefined }> {
  const posts = await tx
    .select(rowFields)
    .from(content)
    .where(
      and(
        ownPosts(editor),
        isNull(content.deletedAt),
        status && eq(content.status, status),
        after
          ? sql`(${content.createdAt}, ${content.id}) < (select seen.created_at, seen.id from app.content seen where seen.id = ${after})`
          : undefined,
      ),
    )
    .orderBy(desc(content.createdAt), desc(content.id))
    .limit(pageSize + 1)
  return {
    posts: posts.slice(0, pageSize),
    next: posts.length > pageSize ? posts[pageSize - 1]?.id : undefined,
  }
}

/** How many posts there are in each status. */
export async function countPosts(tx: ActorTx, editor: Editor): Promise<Record<ContentStatus, number>> {
  const rows = await tx
    .select({ status: content.status, posts: count() })
    .from(content)
    .where(and(ownPosts(editor), isNull(content.deletedAt)))
    .groupBy(content.status)
  const counted = { draft: 0, published: 0, archived: 0 }
  for (const { status, posts } of rows) counted[status] = posts
  return counted
}

export type EditablePost = PostRow & {
  readonly creatorId: string
  readonly mediaItemId: string | null
  readonly description: string
  readonly body: string | null
  readonly category: string | null
  readonly tags: string[]
  readonly downloadsAllowed: boolean
  readonly purchaseCount: number
}

/** One post for its editor; undefined when it is not theirs to work on. `lock` keeps others from changing it meanwhile. */
export async function findEditablePost(
  tx: ActorTx,
  editor: Editor,
  contentId: string,
  { lock = false, deleted = false } = {},
): Promise<EditablePost | undefined> {
  const query = tx
    .select({
      ...rowFields,
      creatorId: content.creatorId,
      mediaItemId: content.mediaItemId,
      description: content.description,
      body: sql<string | null>`app.words_of(${content.id})`,
      category: content.category,
      tags: content.tags,
      downloadsAllowed: content.downloadsAllowed,
      purchaseCount: content.purchaseCount,
    })
    .from(content)
    .where(
      and(
        ownPosts(editor),
        eq(content.id, contentId),
        deleted ? sql`${content.deletedAt} is not null` : isNull(content.deletedAt),
      ),
    )
  const [row] = await (lock ? query.for('update') : query)
  return row
}

export type PickableMedia = {
  readonly id: string
  readonly creatorId: string
  readonly title: string
  readonly mediaType: MediaType
  readonly status: MediaStatus
  readonly percent: number
  readonly secondsLeft: number | null
  readonly durationSeconds: number | null
  readonly posterVersion: string | null
  readonly posterHash: string | null
}

const mediaFields = {
  id: mediaItems.id,
  creatorId: mediaItems.creatorId,
  title: mediaItems.title,
  mediaType: mediaItems.mediaType,
  status: mediaItems.status,
  percent: mediaItems.percent,
  secondsLeft: mediaItems.secondsLeft,
  durationSeconds: mediaItems.durationSeconds,
  posterVersion: posterVersion(mediaItems.posterKey),
  posterHash: mediaItems.posterHash,
}

/** Files of a creator that a post can be made of: ready ones and ones on their way, newest first, and the one in use. */
export async function listPickableMedia(
  tx: ActorTx,
  creatorId: string,
  inUse?: string | null,
): Promise<PickableMedia[]> {
  const pickable = sql`${mediaItems.status} in ('uploaded', 'transcoding', 'ready')`
  return tx
    .select(mediaFields)
    .from(mediaItems)
    .where(
      and(
        eq(mediaItems.creatorId, creatorId),
        isNull(mediaItems.deletedAt),
        inUse ? or(pickable, eq(mediaItems.id, inUse)) : pickable,
      ),
    )
    .orderBy(desc(mediaItems.createdAt))
    .limit(60)
}

/** The file of a post, as far as the actor may know it. */
export async function findPickableMedia(tx: ActorTx, mediaId: string): Promise<PickableMedia | undefined> {
  const [row] = await tx
    .select(mediaFields)
    .from(mediaItems)
    .where(and(eq(mediaItems.id, mediaId), isNull(mediaItems.deletedAt)))
  return row
}
