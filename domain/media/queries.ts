import { and, asc, desc, eq, inArray, isNotNull, isNull, ne, sql, type SQL } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content, type ContentStatus } from '#db/schema/catalog.ts'
import {
  mediaItems,
  renditions,
  type FailureCause,
  type MediaStatus,
  type MediaType,
  type RenditionKind,
  type TranscodeStage,
} from '#db/schema/media.ts'
import { organizations } from '#db/schema/organization.ts'
import { notFound } from '#platform/refusal.ts'

/** A media item as lists show it. Sizes in bytes, durations in seconds. */
export type Media = {
  readonly id: string
  readonly creatorId: string
  readonly title: string
  readonly mediaType: MediaType
  readonly status: MediaStatus
  readonly originalFilename: string
  readonly fileSizeBytes: number
  readonly durationSeconds: number | null
  readonly width: number | null
  readonly height: number | null
  readonly posterKey: string | null
  readonly posterHash: string | null
  readonly publishedGeneration: number | null
  readonly stage: TranscodeStage | null
  readonly percent: number
  readonly secondsLeft: number | null
  /** Seconds of film made per second. */
  readonly speed: number | null
  /** Ready, while more of it is being made. */
  readonly improving: boolean
  readonly originalSha256: string | null
  /** EBU R128, in LUFS. */
  readonly loudnessLufs: number | null
  /** When somebody asked for AV1, or enough people had watched it. */
  readonly av1RequestedAt: Date | null
  readonly failureCause: FailureCause | null
  readonly failureMessage: string | null
  /** When the original had arrived; null while it has not, or when what arrived was no video or audio. */
  readonly uploadedAt: Date | null
  readonly readyAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

const mediaFields = {
  id: mediaItems.id,
  creatorId: mediaItems.creatorId,
  title: mediaItems.title,
  mediaType: mediaItems.mediaType,
  status: mediaItems.status,
  originalFilename: mediaItems.originalFilename,
  fileSizeBytes: mediaItems.fileSizeBytes,
  durationSeconds: mediaItems.durationSeconds,
  width: mediaItems.width,
  height: mediaItems.height,
  posterKey: mediaItems.posterKey,
  posterHash: mediaItems.posterHash,
  publishedGeneration: mediaItems.publishedGeneration,
  stage: mediaItems.stage,
  percent: mediaItems.percent,
  secondsLeft: mediaItems.secondsLeft,
  speed: mediaItems.speed,
  improving: mediaItems.improving,
  originalSha256: mediaItems.originalSha256,
  loudnessLufs: mediaItems.loudnessLufs,
  av1RequestedAt: mediaItems.av1RequestedAt,
  failureCause: mediaItems.failureCause,
  failureMessage: mediaItems.failureMessage,
  uploadedAt: mediaItems.uploadedAt,
  readyAt: mediaItems.readyAt,
  createdAt: mediaItems.createdAt,
  updatedAt: mediaItems.updatedAt,
}

/** What a list can be narrowed to. */
export const mediaStates = ['all', 'unfinished', 'ready', 'failed'] as const
export type MediaState = (typeof mediaStates)[number]
/** How a list can be sorted. */
export const mediaOrders = ['newest', 'oldest', 'name', 'largest'] as const
export type MediaOrder = (typeof mediaOrders)[number]

const statusesOf: Record<Exclude<MediaState, 'all'>, MediaStatus[]> = {
  unfinished: ['uploading', 'uploaded', 'transcoding'],
  ready: ['ready'],
  failed: ['failed'],
}

/** How each order sorts, and a value's exact form in a page key. */
const ordering: Record<MediaOrder, { by: SQL; key: SQL<string>; cast: SQL; descending: boolean }> = {
  newest: {
    by: sql`${mediaItems.createdAt}`,
    key: sql<string>`${mediaItems.createdAt}::text`,
    cast: sql`timestamptz`,
    descending: true,
  },
  oldest: {
    by: sql`${mediaItems.createdAt}`,
    key: sql<string>`${mediaItems.createdAt}::text`,
    cast: sql`timestamptz`,
    descending: false,
  },
  name: {
    by: sql`lower(${mediaItems.title})`,
    key: sql<string>`lower(${mediaItems.title})`,
    cast: sql`text`,
    descending: false,
  },
  largest: {
    by: sql`${mediaItems.fileSizeBytes}`,
    key: sql<string>`${mediaItems.fileSizeBytes}::text`,
    cast: sql`bigint`,
    descending: true,
  },
}

export type MediaPageKey = { readonly value: string; readonly id: string }
export type MediaPage = {
  readonly items: Media[]
  readonly previous: MediaPageKey | undefined
  readonly next: MediaPageKey | undefined
}

export type ListMedia = {
  readonly creatorId: string
  readonly state: MediaState
  readonly order: MediaOrder
  readonly after?: MediaPageKey | undefined
  readonly before?: MediaPageKey | undefined
  readonly limit: number
}

/** A person's own media, a page at a time by key. */
export async function listMedia(tx: ActorTx, ask: ListMedia): Promise<MediaPage> {
  const { by, key, cast, descending } = ordering[ask.order]
  const isBackward = ask.before !== undefined
  const from = ask.before ?? ask.after
  const isFalling = descending !== isBackward
  const value = from && sql`${from.value}::${cast}`
  const rows = await tx
    .select({ media: mediaFields, pageKey: key })
    .from(mediaItems)
    .where(
      and(
        eq(mediaItems.creatorId, ask.creatorId),
        isNull(mediaItems.deletedAt),
        ask.state === 'all' ? undefined : inArray(mediaItems.status, statusesOf[ask.state]),
        from && value
          ? isFalling
            ? sql`(${by}, ${mediaItems.id}) < (${value}, ${from.id}::uuid)`
            : sql`(${by}, ${mediaItems.id}) > (${value}, ${from.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(...(isFalling ? [desc(by), desc(mediaItems.id)] : [asc(by), asc(mediaItems.id)]))
    .limit(ask.limit + 1)
  const hasMore = rows.length > ask.limit
  const shown = rows.slice(0, ask.limit)
  if (isBackward) shown.reverse()
  const keyOf = (row: (typeof rows)[number] | undefined) => row && { value: row.pageKey, id: row.media.id }
  return {
    items: shown.map(({ media }) => media),
    previous: (isBackward ? hasMore : from !== undefined) ? keyOf(shown[0]) : undefined,
    next: (isBackward ? true : hasMore) ? keyOf(shown.at(-1)) : undefined,
  }
}

/** How many media items a person has, by state. */
export async function countMedia(tx: ActorTx, creatorId: string): Promise<Record<MediaState, number>> {
  const rows = await tx
    .select({ status: mediaItems.status, items: sql<number>`count(*)::int` })
    .from(mediaItems)
    .where(and(eq(mediaItems.creatorId, creatorId), isNull(mediaItems.deletedAt)))
    .groupBy(mediaItems.status)
  const counted = (statuses: readonly MediaStatus[]) =>
    rows.reduce((sum, row) => (statuses.includes(row.status) ? sum + row.items : sum), 0)
  return {
    all: rows.reduce((sum, row) => sum + row.items, 0),
    unfinished: counted(statusesOf.unfinished),
    ready: counted(statusesOf.ready),
    failed: counted(statusesOf.failed),
  }
}

/** A media item the actor may see: their own, or one that their organization's posts use. Refuses with `not_found`. */
export async function getMedia(tx: ActorTx, mediaId: string): Promise<Media> {
  const [media] = await tx
    .select(mediaFields)
    .from(mediaItems)
    .where(and(eq(mediaItems.id, mediaId), isNull(mediaItems.deletedAt)))
  if (!media) throw notFound('no_such_media')
  return media
}

export type RenditionFacts = {
  readonly kind: RenditionKind
  readonly name: string
  readonly codecs: string
  /** Bits per second: the peak over segments, and the mean. */
  readonly bandwidth: number
  readonly averageBandwidth: number
  readonly width: number | null
  readonly height: number | null
  readonly frameRate: number | null
  readonly language: string | null
  readonly title: string | null
  readonly bytes: number
}

/** The renditions that are played, best first. */
export async function listRenditions(tx: ActorTx, media: Media): Promise<RenditionFacts[]> {
  if (media.publishedGeneration === null) return []
  return tx
    .select({
      kind: renditions.kind,
      name: renditions.name,
      codecs: renditions.codecs,
      bandwidth: renditions.bandwidth,
      averageBandwidth: renditions.averageBandwidth,
      width: renditions.width,
      height: renditions.height,
      frameRate: renditions.frameRate,
      language: renditions.language,
      title: renditions.title,
      bytes: renditions.bytes,
    })
    .from(renditions)
    .where(
      and(
        eq(renditions.mediaItemId, media.id),
        eq(renditions.generation, media.publishedGeneration),
        eq(renditions.role, 'stream'),
      ),
    )
    .orderBy(asc(renditions.position), desc(renditions.kind), desc(renditions.averageBandwidth))
}

export type MediaUse = {
  readonly contentId: string
  readonly title: string
  readonly slug: string
  readonly status: ContentStatus
  readonly organizationSlug: string | null
  readonly organizationName: string | null
}

/** The posts that use a media item, as far as the actor may see them; its creator sees all. */
export async function listUses(tx: ActorTx, mediaId: string): Promise<MediaUse[]> {
  return tx
    .select({
      contentId: content.id,
      title: content.title,
      slug: content.slug,
      status: content.status,
      organizationSlug: organizations.slug,
      organizationName: organizations.name,
    })
    .from(content)
    .leftJoin(organizations, eq(organizations.id, content.organizationId))
    .where(and(eq(content.mediaItemId, mediaId), isNull(content.deletedAt)))
    .orderBy(asc(content.title))
}

/** Hides a media item from everybody. */
export async function hideMedia(tx: ActorTx, mediaId: string, now: Date): Promise<void> {
  await tx
    .update(mediaItems)
    .set({ deletedAt: now })
    .where(and(eq(mediaItems.id, mediaId), isNull(mediaItems.deletedAt)))
}

/** The poster of a media item the actor may see; undefined when it has none (yet). */
export async function findPosterKey(tx: ActorTx, mediaId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ key: mediaItems.posterKey })
    .from(mediaItems)
    .where(and(eq(mediaItems.id, mediaId), isNull(mediaItems.deletedAt)))
  return row?.key ?? undefined
}

/** The title of a media item of the actor's own that was deleted and can be restored. */
export async function findDeletedTitle(tx: ActorTx, mediaId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ title: mediaItems.title })
    .from(mediaItems)
    .where(
      and(
        eq(mediaItems.id, mediaId),
        isNotNull(mediaItems.deletedAt),
        ne(mediaItems.status, 'uploading'),
        sql`${mediaItems.creatorId} = app.uid()`,
      ),
    )
  return row?.title
}

/** Why the qualities of an item are what they are, as its plan says. */
export type MakingOf = {
  readonly mediaType: MediaType
  /** Names of the qualities, best first. */
  readonly qualities: readonly string[]
  /** The first quality is the stored picture itself, and so is all the sound. */
  readonly isPictureCopied: boolean
  readonly isSoundCopied: boolean
  /** In how many parts the picture is encoded. */
  readonly parts: number
  /** Its times cannot be trusted, so it is read from its beginning in one go. */
  readonly isReadWhole: boolean
}

/** undefined for what is not planned yet. */
export async function findMakingOf(tx: ActorTx, mediaId: string): Promise<MakingOf | undefined> {
  const { plan, mediaType } = mediaItems
  const [row] = await tx
    .select({
      mediaType,
      qualities: sql<string[] | null>`jsonb_path_query_array(${plan}, '$.video.rungs[*].name')`,
      sounds: sql<string[] | null>`jsonb_path_query_array(${plan}, '$.audio[*].rungs[*].name')`,
      isPictureCopied: sql<boolean>`${plan} #> '{video,copied}' is not null`,
      isSoundCopied: sql<boolean>`${plan} @? '$.audio[*]' and not ${plan} @? '$.audio[*] ? (@.copied != true)'`,
      parts: sql<number>`coalesce(jsonb_array_length(${plan} #> '{video,chunks}'), 0)`,
      isReadWhole: sql<boolean>`${plan} ->> 'reading' = 'whole'`,
    })
    .from(mediaItems)
    .where(eq(mediaItems.id, mediaId))
  if (!row?.qualities || !row.sounds) return undefined
  const { qualities, sounds, ...rest } = row
  return { ...rest, qualities: rest.mediaType === 'video' ? qualities : sounds }
}
