import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { users } from './account.ts'
import { app, createdAt, deletedAt, id, moment, oneOf, updatedAt } from './columns.ts'

export const mediaTypes = ['video', 'audio'] as const
export type MediaType = (typeof mediaTypes)[number]
export const mediaStatuses = ['uploading', 'uploaded', 'transcoding', 'ready', 'failed'] as const
export type MediaStatus = (typeof mediaStatuses)[number]
/** Why a media item failed: a closed list, so that each has words its creator can act on. */
export const failureCauses = [
  'not_media',
  'no_streams',
  'unsupported_codec',
  'damaged',
  'too_long',
  'too_large',
  'protected',
  'timed_out',
  'our_fault',
] as const
export type FailureCause = (typeof failureCauses)[number]
export const transcodeStages = ['queued', 'probing', 'encoding', 'storing'] as const
export type TranscodeStage = (typeof transcodeStages)[number]

export const mediaItems = app.table(
  'media_items',
  {
    id: id(),
    creatorId: uuid('creator_id')
      .notNull()
      .references(() => users.id),
    title: text('title').notNull(),
    description: text('description'),
    mediaType: text('media_type', { enum: mediaTypes }).notNull(),
    status: text('status', { enum: mediaStatuses }).notNull().default('uploading'),

    /** `{creatorId}/originals/{mediaId}/{filename}` in the media bucket; never altered once uploaded. */
    originalKey: text('original_key').notNull().unique(),
    originalFilename: text('original_filename').notNull(),
    fileSizeBytes: bigint('file_size_bytes', { mode: 'number' }).notNull(),
    mimeType: text('mime_type').notNull(),

    durationSeconds: doublePrecision('duration_seconds'),
    width: integer('width'),
    height: integer('height'),
    posterKey: text('poster_key'),
    /** base64 thumbhash of the poster: the blurred picture shown while it loads. */
    posterHash: text('poster_hash'),
    /** The generation whose renditions are played; null until the first is complete. */
    publishedGeneration: integer('published_generation'),

    /** Fencing token: each claim by a worker takes the next one, and only its holder may write progress or publish. */
    generation: integer('generation').notNull().default(0),
    /** Claims since the last success or request by a person; bounded, so that a file which kills workers ends as failed. */
    attempts: integer('attempts').notNull().default(0),
    claimedBy: text('claimed_by'),
    /** Last sign of life of the worker that holds the claim. */
    heartbeatAt: moment('heartbeat_at'),
    stage: text('stage', { enum: transcodeStages }),
    /** 0 to 100; only grows within one transcoding. */
    percent: integer('percent').notNull().default(0),
    secondsLeft: integer('seconds_left'),
    plan: jsonb('plan').$type<unknown>(),
    failureCause: text('failure_cause', { enum: failureCauses }),
    /** What the creator is told. */
    failureMessage: text('failure_message'),
    /** What the tools said (stderr); for the owner of the platform only. */
    failureDetail: text('failure_detail'),

    uploadedAt: moment('uploaded_at'),
    transcodeStartedAt: moment('transcode_started_at'),
    readyAt: moment('ready_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: deletedAt(),
  },
  (t) => [
    unique('media_items_id_creator').on(t.id, t.creatorId),
    index('media_items_creator')
      .on(t.creatorId, t.createdAt)
      .where(sql`deleted_at is null`),
    index('media_items_unfinished')
      .on(t.status, t.updatedAt)
      .where(sql`status in ('uploading', 'uploaded', 'transcoding')`),
    check('media_items_type', oneOf('media_type', mediaTypes)),
    check('media_items_status', oneOf('status', mediaStatuses)),
    check('media_items_stage', sql`stage is null or ${oneOf('stage', transcodeStages)}`),
    check('media_items_cause', sql`failure_cause is null or ${oneOf('failure_cause', failureCauses)}`),
    check('media_items_failed_says_why', sql`status <> 'failed' or failure_cause is not null`),
    check('media_items_percent', sql`percent between 0 and 100`),
    check('media_items_size', sql`file_size_bytes > 0`),
    check('media_items_title_length', sql`length(title) between 1 and 255`),
    check(
      'media_items_key_is_own',
      sql`starts_with(original_key, creator_id::text || '/originals/' || id::text || '/')`,
    ),
  ],
)

export const uploadStatuses = ['open', 'completed', 'aborted', 'expired'] as const
export type UploadStatus = (typeof uploadStatuses)[number]

/** A multipart upload in progress: the browser writes the parts straight to storage, the row says what is allowed. */
export const uploads = app.table(
  'uploads',
  {
    id: id(),
    mediaItemId: uuid('media_item_id').notNull(),
    creatorId: uuid('creator_id').notNull(),
    storageUploadId: text('storage_upload_id').notNull(),
    key: text('key').notNull(),
    contentType: text('content_type').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    /** All parts but the last have this size (R2 asks for it). */
    partSizeBytes: integer('part_size_bytes').notNull(),
    /** What the browser recognizes a file by after a reload: name, size and last change, hashed. */
    fingerprint: text('fingerprint').notNull(),
    status: text('status', { enum: uploadStatuses }).notNull().default('open'),
    expiresAt: moment('expires_at').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    foreignKey({
      name: 'uploads_of_own_media',
      columns: [t.mediaItemId, t.creatorId],
      foreignColumns: [mediaItems.id, mediaItems.creatorId],
    }).onDelete('cascade'),
    unique('uploads_id_creator').on(t.id, t.creatorId),
    index('uploads_creator').on(t.creatorId, t.status),
    index('uploads_media').on(t.mediaItemId),
    index('uploads_open')
      .on(t.expiresAt)
      .where(sql`status = 'open'`),
    check('uploads_status', oneOf('status', uploadStatuses)),
    check(
      'uploads_parts',
      sql`part_size_bytes > 0 and size_bytes > 0 and ceil(size_bytes::numeric / part_size_bytes) <= 10000`,
    ),
  ],
)

export const uploadParts = app.table(
  'upload_parts',
  {
    uploadId: uuid('upload_id').notNull(),
    creatorId: uuid('creator_id').notNull(),
    partNumber: integer('part_number').notNull(),
    etag: text('etag').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.uploadId, t.partNumber] }),
    foreignKey({
      name: 'upload_parts_of_own_upload',
      columns: [t.uploadId, t.creatorId],
      foreignColumns: [uploads.id, uploads.creatorId],
    }).onDelete('cascade'),
    check('upload_parts_number', sql`part_number between 1 and 10000`),
  ],
)

export const renditionKinds = ['video', 'audio'] as const
export type RenditionKind = (typeof renditionKinds)[number]
/** Byte offset, byte length and duration in seconds of one segment in the rendition's single file. */
export type SegmentRow = readonly [offset: number, length: number, seconds: number]

/** One rung of the ladder, or one audio track: a single fMP4 file addressed by byte ranges. */
export const renditions = app.table(
  'renditions',
  {
    id: id(),
    mediaItemId: uuid('media_item_id').notNull(),
    creatorId: uuid('creator_id').notNull(),
    generation: integer('generation').notNull(),
    kind: text('kind', { enum: renditionKinds }).notNull(),
    /** `1080p`, `audio-128k`: unique within a media item's generation. */
    name: text('name').notNull(),
    key: text('key').notNull(),
    codecs: text('codecs').notNull(),
    /** Bits per second: the peak over segments, and the mean. */
    bandwidth: integer('bandwidth').notNull(),
    averageBandwidth: integer('average_bandwidth').notNull(),
    width: integer('width'),
    height: integer('height'),
    frameRate: doublePrecision('frame_rate'),
    channels: integer('channels'),
    language: text('language'),
    isDefault: boolean('is_default').notNull().default(false),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    initBytes: integer('init_bytes').notNull(),
    durationSeconds: doublePrecision('duration_seconds').notNull(),
    segments: jsonb('segments').$type<SegmentRow[]>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      name: 'renditions_of_media',
      columns: [t.mediaItemId, t.creatorId],
      foreignColumns: [mediaItems.id, mediaItems.creatorId],
    }).onDelete('cascade'),
    unique('renditions_once').on(t.mediaItemId, t.generation, t.name),
    check('renditions_kind', oneOf('kind', renditionKinds)),
  ],
)
