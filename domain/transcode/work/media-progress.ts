import { and, desc, eq, isNull, sql, type SQLWrapper } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import {
  mediaItems,
  type FailureCause,
  type MediaStatus,
  type MediaType,
  type TranscodeStage,
} from '#db/schema/media.ts'

/** Where a media item stands, as live pages show it. Everything travels as JSON: times are ISO 8601. */
export type MediaProgress = {
  readonly id: string
  readonly creatorId: string
  readonly title: string
  readonly mediaType: MediaType
  readonly status: MediaStatus
  readonly stage: TranscodeStage | null
  /** 0 to 100; only grows within one transcoding. */
  readonly percent: number
  readonly secondsLeft: number | null
  /** Seconds of film made per second, by all workers together. */
  readonly speed: number | null
  /** Ready, while more of it is being made. */
  readonly improving: boolean
  /** Films that the encoders take before this one, 100 for so many or more; null when it has begun, or does not wait for them. */
  readonly filmsAhead: number | null
  readonly durationSeconds: number | null
  readonly failureCause: FailureCause | null
  readonly failureMessage: string | null
  /** Failed, and its original is there to try again with. */
  readonly canRetry: boolean
  readonly posterKey: string | null
  readonly posterHash: string | null
  readonly publishedGeneration: number | null
  readonly updatedAt: string
}

/** How long finished and failed media stay on the list. */
const recentDays = 14
const most = 100

type MediaTable = { readonly [Column in 'status' | 'improving' | 'updatedAt']: SQLWrapper }
const inWork = ({ status, improving }: MediaTable) =>
  sql<boolean>`(${status} in ('uploading', 'uploaded', 'transcoding') or ${improving})`
const isNews = (media: MediaTable) =>
  sql`(${inWork(media)} or ${media.updatedAt} > now() - make_interval(days => ${recentDays}))`

/**
 * Media in work and what lately became of others: the person's own, and what posts of the organization use, as far as the
 * actor may see it. In work first, then the newest changes.
 */
export async function listMediaProgress(
  tx: ActorTx,
  { personId, organizationId }: { personId: string; organizationId?: string | undefined },
): Promise<MediaProgress[]> {
  const isInWork = inWork(mediaItems)
  const own = alias(mediaItems, 'own')
  const isOwn = and(eq(own.creatorId, personId), isNull(own.deletedAt), isNews(own))
  const used = and(eq(content.organizationId, organizationId ?? ''), isNull(content.deletedAt))
  // Looked up by its ids: no index serves a condition on two tables.
  const isAsked = organizationId
    ? sql`${mediaItems.id} = any (array(
        select ${own.id} from ${mediaItems} ${own} where ${isOwn}
        union select ${content.mediaItemId} from ${content} where ${used}))`
    : eq(mediaItems.creatorId, personId)
  const rows = await tx
    .select({
      id: mediaItems.id,
      creatorId: mediaItems.creatorId,
      title: mediaItems.title,
      mediaType: mediaItems.mediaType,
      status: mediaItems.status,
      stage: mediaItems.stage,
      percent: mediaItems.percent,
      secondsLeft: mediaItems.secondsLeft,
      speed: mediaItems.speed,
      improving: mediaItems.improving,
      durationSeconds: mediaItems.durationSeconds,
      failureCause: mediaItems.failureCause,
      failureMessage: mediaItems.failureMessage,
      canRetry: sql<boolean>`${mediaItems.status} = 'failed' and ${mediaItems.uploadedAt} is not null`,
      posterKey: mediaItems.posterKey,
      posterHash: mediaItems.posterHash,
      publishedGeneration: mediaItems.publishedGeneration,
      updatedAt: mediaItems.updatedAt,
    })
    .from(mediaItems)
    .where(and(isNull(mediaItems.deletedAt), isAsked, isNews(mediaItems)))
    .orderBy(desc(isInWork), desc(mediaItems.updatedAt), desc(mediaItems.id))
    .limit(most)
  const waiting = rows.filter(({ status, improving }) => status === 'transcoding' || improving)
  const ahead = await filmsAhead(
    tx,
    waiting.map(({ id }) => id),
  )
  return rows.map((row) => ({
    ...row,
    filmsAhead: ahead.get(row.id) ?? null,
    updatedAt: row.updatedAt.toISOString(),
  }))
}

/** How many films the encoders take before each of these, at most 100, where nothing of it is in work yet. */
export async function filmsAhead(tx: ActorTx, mediaIds: readonly string[]): Promise<Map<string, number>> {
  if (mediaIds.length === 0) return new Map()
  const { rows } = await tx.execute<{ media_item_id: string; ahead: number }>(
    sql`select media_item_id, ahead from app.films_ahead(${sql.param([...mediaIds])}::uuid[])`,
  )
  return new Map(rows.map(({ media_item_id, ahead }) => [media_item_id, ahead]))
}

/** Names of the people behind media, by their ids. */
export async function findCreatorNames(
  tx: ActorTx,
  creatorIds: readonly string[],
): Promise<Record<string, string>> {
  const { rows } = await tx.execute<{ id: string; full_name: string }>(
    sql`select id, full_name from app.display_names(${sql.param([...new Set(creatorIds)])}::uuid[])`,
  )
  return Object.fromEntries(rows.map(({ id, full_name }) => [id, full_name]))
}
