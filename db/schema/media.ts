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
export const transcodeStages = ['queued', 'probing', 'encoding', 'finishing'] as const
export type TranscodeStage = (typeof transcodeStages)[number]

/** Sheets of small pictures for the seek bar: pixels, seconds, and which tiles of the film lie on which sheet. */
export type StoryboardRow = {
  secondsPerTile: number
  tileWidth: number
  tileHeight: number
  columns: number
  sheets: { key: string; firstTile: number; tiles: number }[]
}

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
    /** What earlier attempts have taught about the original: `no_copy`, `whole`. */
    planConstraints: text('plan_constraints').array().notNull().default([]),
    /** Ready, while more of it (qualities, extras) is in work. */
    improving: boolean('improving').notNull().default(false),
    /** Claims since the last success or request by a person; bounded, so that a file which kills workers ends as failed. */
    attempts: integer('attempts').notNull().default(0),
    claimedBy: text('claimed_by'),
    /** Last sign of life of the worker that holds the claim. */
    heartbeatAt: moment('heartbeat_at'),
    stage: text('stage', { enum: transcodeStages }),
    /** 0 to 100; only grows within one transcoding. */
    percent: integer('percent').notNull().default(0),
    secondsLeft: integer('seconds_left'),
    /** Seconds of film made per second, by all workers together. */
    speed: doublePrecision('speed'),
    plan: jsonb('plan').$type<unknown>(),
    originalSha256: text('original_sha256'),
    /** EBU R128: integrated loudness of the first sound track, and its highest true peak. */
    loudnessLufs: doublePrecision('loudness_lufs'),
    truePeakDbtp: doublePrecision('true_peak_dbtp'),
    waveformKey: text('waveform_key'),
    storyboard: jsonb('storyboard').$type<StoryboardRow>(),
    /** Somebody asked for an AV1 rung, or enough people watch it. */
    av1RequestedAt: moment('av1_requested_at'),
    /** More of it may have been asked for since it was made: a trigger says so, a sweep looks and takes it back. */
    extensionOwed: boolean('extension_owed').notNull().default(false),
    /** From then on, objects that nothing refers to are removed; null when there are none. */
    tidyAfter: moment('tidy_after'),
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
    index('media_items_untidy')
      .on(t.tidyAfter)
      .where(sql`tidy_after is not null`),
    index('media_items_extension_owed')
      .on(t.id)
      .where(sql`extension_owed and deleted_at is null`),
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

export const taskKinds = ['copy', 'sound', 'chunk', 'av1', 'finish'] as const
export const taskStatuses = ['blocked', 'waiting', 'running', 'done'] as const
export type TaskStatus = (typeof taskStatuses)[number]

/** A unit of work at a film: what one worker does at a time. The rows are the queue; jobs are hints that there is work. */
export const transcodeTasks = app.table(
  'transcode_tasks',
  {
    id: id(),
    mediaItemId: uuid('media_item_id').notNull(),
    creatorId: uuid('creator_id').notNull(),
    generation: integer('generation').notNull(),
    kind: text('kind', { enum: taskKinds }).notNull(),
    /** Which chunk; 0 where there is only one of the kind. */
    position: integer('position').notNull().default(0),
    status: text('status', { enum: taskStatuses }).notNull().default('waiting'),
    /** 0 is urgent, 1 usual, 2 whenever nothing else is to be done. */
    priority: integer('priority').notNull().default(1),
    /** Expected CPU seconds. */
    cost: doublePrecision('cost').notNull(),
    /** Room in the scratch folder that it may take, in bytes. */
    scratchBytes: bigint('scratch_bytes', { mode: 'number' }).notNull(),
    /** Fencing token: each claim takes the next one, and its objects carry it. */
    run: integer('run').notNull().default(0),
    attempts: integer('attempts').notNull().default(0),
    claimedBy: text('claimed_by'),
    heartbeatAt: moment('heartbeat_at'),
    /** 0 to 1. */
    share: doublePrecision('share').notNull().default(0),
    made: jsonb('made').$type<unknown>(),
    cpuSeconds: doublePrecision('cpu_seconds'),
    /** What went wrong at the last try, for the owner of the platform. */
    lastError: text('last_error'),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      name: 'transcode_tasks_of_media',
      columns: [t.mediaItemId, t.creatorId],
      foreignColumns: [mediaItems.id, mediaItems.creatorId],
    }).onDelete('cascade'),
    unique('transcode_tasks_once').on(t.mediaItemId, t.generation, t.kind, t.position),
    index('transcode_tasks_open')
      .on(t.status, t.creatorId)
      .where(sql`status in ('waiting', 'running')`),
    index('transcode_tasks_owed')
      .on(t.priority, t.createdAt, t.position)
      .where(sql`status in ('waiting', 'running')`),
    check('transcode_tasks_kind', oneOf('kind', taskKinds)),
    check('transcode_tasks_status', oneOf('status', taskStatuses)),
    check('transcode_tasks_priority', sql`priority between 0 and 2`),
    check('transcode_tasks_share', sql`share between 0 and 1`),
    check('transcode_tasks_done_made', sql`status <> 'done' or made is not null`),
  ],
)

export const renditionKinds = ['video', 'audio', 'text'] as const
export type RenditionKind = (typeof renditionKinds)[number]
export const renditionRoles = ['stream', 'preview', 'download'] as const
export type RenditionRole = (typeof renditionRoles)[number]
/** Byte offset, byte length and duration in seconds of one segment or key frame in its file. */
export type SpanRow = readonly [offset: number, length: number, seconds: number]
/** One file of a rendition. */
export type PartRow = {
  readonly key: string
  readonly bytes: number
  readonly initBytes: number
  readonly initHash: string
  readonly segments: readonly SpanRow[]
  readonly keyFrames: readonly SpanRow[]
}

/** One rung of the ladder, one sound or text track; its files follow each other and are addressed by byte ranges. */
export const renditions = app.table(
  'renditions',
  {
    id: id(),
    mediaItemId: uuid('media_item_id').notNull(),
    creatorId: uuid('creator_id').notNull(),
    generation: integer('generation').notNull(),
    /** `stream`: the film. `preview`: its first half minute, for everybody. `download`: one MP4. */
    role: text('role', { enum: renditionRoles }).notNull().default('stream'),
    kind: text('kind', { enum: renditionKinds }).notNull(),
    /** `1080p`, `audio-128k`: unique within a media item's generation. */
    name: text('name').notNull(),
    codecs: text('codecs').notNull(),
    /** Bits per second: the peak over segments, and the mean. */
    bandwidth: integer('bandwidth').notNull(),
    averageBandwidth: integer('average_bandwidth').notNull(),
    /** The same of the key frames alone; null for what has none. */
    keyFrameBandwidth: integer('key_frame_bandwidth'),
    keyFrameAverageBandwidth: integer('key_frame_average_bandwidth'),
    width: integer('width'),
    height: integer('height'),
    frameRate: doublePrecision('frame_rate'),
    channels: integer('channels'),
    language: text('language'),
    title: text('title'),
    /** The order in playlists. */
    position: integer('position').notNull().default(0),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    durationSeconds: doublePrecision('duration_seconds').notNull(),
    parts: jsonb('parts').$type<PartRow[]>().notNull(),
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
    check('renditions_role', oneOf('role', renditionRoles)),
  ],
)
