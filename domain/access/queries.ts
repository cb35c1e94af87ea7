import { and, eq, isNull, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import type { RenditionKind, SegmentRow } from '#db/schema/media.ts'
import { organizations } from '#db/schema/organization.ts'

/** A published rendition as a player may learn of it. Bandwidths in bit/s. */
export type PlayableRendition = {
  readonly kind: RenditionKind
  /** `720p`, `audio-128k`: unique within the film. */
  readonly name: string
  /** Of its file in the media bucket. */
  readonly key: string
  readonly codecs: string
  readonly bandwidth: number
  readonly averageBandwidth: number
  readonly width: number | null
  readonly height: number | null
  readonly frameRate: number | null
  readonly channels: number | null
  readonly language: string | null
}

export type RenditionSegments = {
  readonly key: string
  readonly initBytes: number
  readonly segments: readonly SegmentRow[]
}

type RenditionRow = {
  kind: RenditionKind
  name: string
  key: string
  codecs: string
  bandwidth: number
  average_bandwidth: number
  width: number | null
  height: number | null
  frame_rate: number | null
  channels: number | null
  language: string | null
}

/** The published renditions of a post's media, largest first; none for those who may not watch it. */
export async function playbackSource(tx: ActorTx, contentId: string): Promise<PlayableRendition[]> {
  const { rows } = await tx.execute<RenditionRow>(sql`
    select kind, name, key, codecs, bandwidth, average_bandwidth, width, height, frame_rate, channels, language
    from app.playback_source(${contentId})`)
  return rows.map((row) => ({
    kind: row.kind,
    name: row.name,
    key: row.key,
    codecs: row.codecs,
    bandwidth: row.bandwidth,
    averageBandwidth: row.average_bandwidth,
    width: row.width,
    height: row.height,
    frameRate: row.frame_rate,
    channels: row.channels,
    language: row.language,
  }))
}

/** Where the segments of one rendition lie; undefined when there is none of this name, or not for the actor. */
export async function segmentsOf(
  tx: ActorTx,
  contentId: string,
  name: string,
): Promise<RenditionSegments | undefined> {
  const { rows } = await tx.execute<{ key: string; init_bytes: number; segments: SegmentRow[] }>(
    sql`select key, init_bytes, segments from app.playback_source(${contentId}) where name = ${name}`,
  )
  const row = rows[0]
  return row && { key: row.key, initBytes: row.init_bytes, segments: row.segments }
}

/** What anybody who can see a post may know of it. Price in cents, duration in seconds. */
export type PostFacts = {
  readonly id: string
  readonly title: string
  readonly slug: string
  readonly description: string
  readonly contentType: 'video' | 'audio' | 'written'
  readonly category: string | null
  readonly tags: string[]
  readonly visibility: string
  readonly status: string
  readonly priceCents: number
  readonly currency: string
  readonly durationSeconds: number | null
  readonly mediaStatus: string | null
  readonly hasPoster: boolean
  readonly publishedAt: Date | null
  readonly creatorId: string
  readonly creatorName: string | null
  readonly organization: { readonly slug: string; readonly name: string } | null
}

/** undefined when the post is deleted or not for the actor to see. */
export async function findPostFacts(tx: ActorTx, contentId: string): Promise<PostFacts | undefined> {
  const [row] = await tx
    .select({
      id: content.id,
      title: content.title,
      slug: content.slug,
      description: content.description,
      contentType: content.contentType,
      category: content.category,
      tags: content.tags,
      visibility: content.visibility,
      status: content.status,
      priceCents: content.priceCents,
      currency: content.currency,
      durationSeconds: content.durationSeconds,
      mediaStatus: content.mediaStatus,
      hasPoster: sql<boolean>`coalesce(${content.thumbnailKey}, ${content.posterKey}) is not null`,
      publishedAt: content.publishedAt,
      creatorId: content.creatorId,
      creatorName: sql<string | null>`(select full_name from app.display_names(array[${content.creatorId}]))`,
      organizationSlug: organizations.slug,
      organizationName: organizations.name,
    })
    .from(content)
    .leftJoin(organizations, eq(organizations.id, content.organizationId))
    .where(and(eq(content.id, contentId), isNull(content.deletedAt)))
  if (!row) return undefined
  const { organizationSlug, organizationName, ...facts } = row
  return {
    ...facts,
    organization:
      organizationSlug !== null && organizationName !== null
        ? { slug: organizationSlug, name: organizationName }
        : null,
  }
}

/** Where a post's poster lies in the media bucket, and whether everybody may see it; undefined without one. */
export async function findPosterOf(
  tx: ActorTx,
  contentId: string,
): Promise<{ readonly key: string; readonly isForEverybody: boolean } | undefined> {
  const [row] = await tx
    .select({
      key: sql<string | null>`coalesce(${content.thumbnailKey}, ${content.posterKey})`,
      isForEverybody: sql<boolean>`${content.status} = 'published' and ${content.visibility} <> 'private' and ${content.organizationIsPublic}`,
    })
    .from(content)
    .where(and(eq(content.id, contentId), isNull(content.deletedAt)))
  return row?.key ? { key: row.key, isForEverybody: row.isForEverybody } : undefined
}

/** The short side in pixels of the best picture a post has, for anybody who can see the post; undefined without a picture. */
export async function bestQualityOf(tx: ActorTx, contentId: string): Promise<number | undefined> {
  const { rows } = await tx.execute<{ best: number | null }>(
    sql`select app.best_quality_of(${contentId}) as best`,
  )
  return rows[0]?.best ?? undefined
}
