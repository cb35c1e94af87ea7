import { and, asc, count, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { mediaItems, uploadParts, uploads, type MediaStatus, type UploadStatus } from '#db/schema/media.ts'
import { notFound } from '#platform/refusal.ts'
import type { RecordedPart } from './rules.ts'

export type Upload = {
  readonly id: string
  readonly mediaId: string
  readonly creatorId: string
  readonly storageUploadId: string
  readonly key: string
  readonly sizeBytes: number
  readonly partSizeBytes: number
  readonly fingerprint: string
  readonly status: UploadStatus
  readonly expiresAt: Date
  readonly mediaStatus: MediaStatus
  readonly failureMessage: string | null
}

const uploadFields = {
  id: uploads.id,
  mediaId: uploads.mediaItemId,
  creatorId: uploads.creatorId,
  storageUploadId: uploads.storageUploadId,
  key: uploads.key,
  sizeBytes: uploads.sizeBytes,
  partSizeBytes: uploads.partSizeBytes,
  fingerprint: uploads.fingerprint,
  status: uploads.status,
  expiresAt: uploads.expiresAt,
  mediaStatus: mediaItems.status,
  failureMessage: mediaItems.failureMessage,
}

const selectUploads = (tx: ActorTx) =>
  tx.select(uploadFields).from(uploads).innerJoin(mediaItems, eq(mediaItems.id, uploads.mediaItemId))

/** An upload of the actor's own. Refuses with `not_found` for anybody else's. */
export async function getUpload(tx: ActorTx, uploadId: string): Promise<Upload> {
  const [upload] = await selectUploads(tx).where(eq(uploads.id, uploadId))
  if (!upload) throw notFound('no_such_upload', 'We could not find that upload.')
  return upload
}

/** The same, holding the upload against other requests until the transaction ends. */
export async function lockUpload(tx: ActorTx, uploadId: string): Promise<Upload> {
  await tx.select({ id: uploads.id }).from(uploads).where(eq(uploads.id, uploadId)).for('update')
  return getUpload(tx, uploadId)
}

/** The unfinished upload of this very file (same fingerprint and size), if there is one. */
export async function findResumable(
  tx: ActorTx,
  { creatorId, fingerprint, now }: { creatorId: string; fingerprint: string; now: Date },
): Promise<Upload | undefined> {
  const [upload] = await selectUploads(tx)
    .where(
      and(
        eq(uploads.creatorId, creatorId),
        eq(uploads.fingerprint, fingerprint),
        eq(uploads.status, 'open'),
        gt(uploads.expiresAt, now),
      ),
    )
    .orderBy(desc(uploads.createdAt))
    .limit(1)
  return upload
}

/** The open upload that fills this media item, if it is still being uploaded. */
export async function findUploadOfMedia(tx: ActorTx, mediaId: string): Promise<Upload | undefined> {
  const [upload] = await selectUploads(tx).where(
    and(eq(uploads.mediaItemId, mediaId), eq(uploads.status, 'open')),
  )
  return upload
}

/** How many uploads a person has begun and neither ended nor let run out. */
export async function countOpenUploads(tx: ActorTx, creatorId: string, now: Date): Promise<number> {
  const [row] = await tx
    .select({ open: count() })
    .from(uploads)
    .where(and(eq(uploads.creatorId, creatorId), eq(uploads.status, 'open'), gt(uploads.expiresAt, now)))
  return row?.open ?? 0
}

/** The parts that have arrived, by number. */
export async function listParts(tx: ActorTx, uploadId: string): Promise<RecordedPart[]> {
  return tx
    .select({ partNumber: uploadParts.partNumber, etag: uploadParts.etag, sizeBytes: uploadParts.sizeBytes })
    .from(uploadParts)
    .where(eq(uploadParts.uploadId, uploadId))
    .orderBy(asc(uploadParts.partNumber))
}

/** Makes the parts unknown again, so that they are asked for anew. */
export async function forgetParts(tx: ActorTx, uploadId: string): Promise<void> {
  await tx.delete(uploadParts).where(eq(uploadParts.uploadId, uploadId))
}

export type OpenUpload = {
  readonly id: string
  readonly mediaId: string
  readonly fingerprint: string
  readonly receivedBytes: number
  readonly expiresAt: Date
}

/** What has arrived of these media items' unfinished uploads. */
export async function listOpenUploads(tx: ActorTx, mediaIds: readonly string[]): Promise<OpenUpload[]> {
  if (mediaIds.length === 0) return []
  const received = sql<number>`coalesce((select sum(p.size_bytes) from app.upload_parts p where p.upload_id = ${uploads.id}), 0)`
  return tx
    .select({
      id: uploads.id,
      mediaId: uploads.mediaItemId,
      fingerprint: uploads.fingerprint,
      receivedBytes: received.mapWith(Number),
      expiresAt: uploads.expiresAt,
    })
    .from(uploads)
    .where(and(inArray(uploads.mediaItemId, [...mediaIds]), eq(uploads.status, 'open')))
}

/** Moves an open upload to its end; false when somebody else did before. */
export async function endUpload(
  tx: ActorTx,
  uploadId: string,
  status: Exclude<UploadStatus, 'open'>,
): Promise<boolean> {
  const ended = await tx
    .update(uploads)
    .set({ status })
    .where(and(eq(uploads.id, uploadId), eq(uploads.status, 'open')))
    .returning({ id: uploads.id })
  return ended.length > 0
}
