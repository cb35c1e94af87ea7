import { and, asc, eq, isNull, lte } from 'drizzle-orm'
import type { JobNeeds } from '#domain/job-needs.ts'
import { handles } from '#platform/jobs.ts'
import { mediaItems, uploads } from '#db/schema/media.ts'
import { originalAt } from '../media-needs.ts'
import { endUpload } from '../upload-queries.ts'
import { expireUploads } from './expire-uploads.job.ts'

const system = { kind: 'system', job: expireUploads.name } as const
const batch = 100

/**
 * Throws the parts of abandoned uploads away, oldest first, then says so in the rows. In this order a run that dies in
 * between is repeated by the next; an upload that was completed at the last moment stays complete.
 */
export const expireUploadsHandler = (needs: Pick<JobNeeds, 'asActor' | 'clock' | 'storage'>) =>
  handles(expireUploads, async (_payload, { log, signal }) => {
    const now = needs.clock.now()
    const abandoned = await needs.asActor(
      system,
      (tx) =>
        tx
          .select({
            id: uploads.id,
            mediaId: uploads.mediaItemId,
            key: uploads.key,
            storageUploadId: uploads.storageUploadId,
          })
          .from(uploads)
          .where(and(eq(uploads.status, 'open'), lte(uploads.expiresAt, now)))
          .orderBy(asc(uploads.expiresAt))
          .limit(batch),
      'read',
    )
    for (const upload of abandoned) {
      if (signal.aborted) return
      await needs.storage.abortMultipart(originalAt(upload.key), upload.storageUploadId)
      const isEnded = await needs.asActor(system, async (tx) => {
        if (!(await endUpload(tx, upload.id, 'expired'))) return false
        await tx
          .update(mediaItems)
          .set({ deletedAt: now })
          .where(
            and(
              eq(mediaItems.id, upload.mediaId),
              eq(mediaItems.status, 'uploading'),
              isNull(mediaItems.deletedAt),
            ),
          )
        return true
      })
      // Storage may have put the parts together for a request that died before it could say so.
      if (isEnded) await needs.storage.remove('media', [upload.key])
    }
    if (abandoned.length > 0) log.info({ uploads: abandoned.length }, 'gave up abandoned uploads')
  })
