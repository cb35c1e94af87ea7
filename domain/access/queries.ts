import { and, eq, isNull, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import type { PartRow, RenditionKind, StoryboardRow } from '#db/schema/media.ts'
import { organizations } from '#db/schema/organization.ts'
import type { FinishedTask, RenditionPart } from '#domain/transcode/package/assemble-film.ts'
import { growingFilm } from '#domain/transcode/package/growing-film.ts'
import type { PlaylistVariant } from '#domain/transcode/package/playlist.ts'
import type { TranscodePlan } from '#domain/transcode/plan/plan.ts'
import { renditionPart } from '#domain/transcode/work/publish-film.ts'

/** A published rendition as a player may learn of it. Bandwidths in bit/s. */
export type PlayableRendition = PlaylistVariant & { readonly parts: readonly RenditionPart[] }

type RenditionRow = {
  kind: RenditionKind
  name: string
  codecs: string
  bandwidth: number
  average_bandwidth: number
  key_frame_bandwidth: number | null
  key_frame_average_bandwidth: number | null
  width: number | null
  height: number | null
  frame_rate: number | null
  channels: number | null
  language: string | null
  title: string | null
  parts: PartRow[]
}

/** Which renditions of a post are asked for: the film, for those who may watch it; its preview, for all who can see the post. */
export type Showing = 'stream' | 'preview'

const sourceOf = (contentId: string, showing: Showing) =>
  showing === 'stream' ? sql`app.playback_source(${contentId})` : sql`app.preview_source(${contentId})`

/** The published renditions of a post's media, in the order of playlists; none for those they are not for. */
export async function playbackSource(
  tx: ActorTx,
  contentId: string,
  showing: Showing,
): Promise<PlayableRendition[]> {
  const { rows } = await tx.execute<RenditionRow>(sql`select * from ${sourceOf(contentId, showing)}`)
  return rows.map(playable)
}

/** One of them by its name; undefined when there is none of this name, or not for the actor. */
export async function renditionOf(
  tx: ActorTx,
  contentId: string,
  { showing, name }: { showing: Showing; name: string },
): Promise<PlayableRendition | undefined> {
  const { rows } = await tx.execute<RenditionRow>(
    sql`select * from ${sourceOf(contentId, showing)} where name = ${name}`,
  )
  return rows[0] && playable(rows[0])
}

function playable(row: RenditionRow): PlayableRendition {
  const { key_frame_bandwidth: peak, key_frame_average_bandwidth: average } = row
  return {
    kind: row.kind,
    name: row.name,
    codecs: row.codecs,
    bandwidth: row.bandwidth,
    averageBandwidth: row.average_bandwidth,
    keyFrameBandwidth: peak !== null && average !== null ? { peak, average } : undefined,
    width: row.width ?? 0,
    height: row.height ?? 0,
    frameRate: row.frame_rate ?? 0,
    channels: row.channels ?? undefined,
    language: row.language ?? undefined,
    title: row.title ?? undefined,
    parts: row.parts.map(renditionPart),
  }
}

/** The published renditions of a film on its own, for its creator; none for anybody else. */
export async function mediaSource(tx: ActorTx, mediaId: string): Promise<PlayableRendition[]> {
  const { rows } = await tx.execute<RenditionRow>(sql`select * from app.media_source(${mediaId})`)
  return rows.map(playable)
}

/** The beginning of a film that is still being made, for its creator; undefined where there is nothing to see, or for anybody else. */
export async function growingSource(tx: ActorTx, mediaId: string): Promise<PlayableRendition[] | undefined> {
  const { rows } = await tx.execute<{ plan: TranscodePlan } & FinishedTask>(
    sql`select * from app.growing_source(${mediaId})`,
  )
  const plan = rows[0]?.plan
  return plan && growingFilm(plan, rows)
}

/** Whether a post has a preview for the actor. */
export async function hasPreview(tx: ActorTx, contentId: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`select from app.preview_source(${contentId}) limit 1`)
  return rows.length > 0
}

/** What travels along with a film; loudness in LUFS and dBTP (EBU R128). */
export type Extras = {
  readonly storyboard: StoryboardRow | null
  readonly waveformKey: string | null
  readonly loudness: { readonly integratedLufs: number; readonly truePeakDbtp: number } | null
}

/** undefined for those who may not watch it. */
export async function extrasOf(tx: ActorTx, contentId: string): Promise<Extras | undefined> {
  const { rows } = await tx.execute<{
    storyboard: StoryboardRow | null
    waveform_key: string | null
    loudness_lufs: number | null
    true_peak_dbtp: number | null
  }>(sql`select * from app.extras_of(${contentId})`)
  const row = rows[0]
  if (!row) return undefined
  const { loudness_lufs: integratedLufs, true_peak_dbtp: truePeakDbtp } = row
  return {
    storyboard: row.storyboard,
    waveformKey: row.waveform_key,
    loudness: integratedLufs === null || truePeakDbtp === null ? null : { integratedLufs, truePeakDbtp },
  }
}

/** The MP4 that may be kept of a post; undefined where there is none, or not for the actor. */
export async function downloadOf(
  tx: ActorTx,
  contentId: string,
): Promise<{ readonly key: string; readonly bytes: number; readonly shortSide: number } | undefined> {
  const { rows } = await tx.execute<{
    key: string
    bytes: string
    width: number | null
    height: number | null
  }>(sql`select * from app.download_source(${contentId})`)
  const row = rows[0]
  return (
    row && { key: row.key, bytes: Number(row.bytes), shortSide: Math.min(row.width ?? 0, row.height ?? 0) }
  )
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
