import { sql } from 'drizzle-orm'
import type { Actor } from '#db/actor.ts'
import type { MediaStatus } from '#db/schema/media.ts'
import { transcodeMedia } from '#domain/transcode/jobs/transcode-media.job.ts'
import { Refusal } from '#platform/refusal.ts'
import { storageFault } from '#platform/storage.ts'
import { looksLikeMedia } from './magic.ts'
import { originalAt, type MediaNeeds } from './media-needs.ts'
import { partsMissing, requireOpen, type RecordedPart } from './rules.ts'
import { endUpload, forgetParts, getUpload, listParts, lockUpload, type Upload } from './upload-queries.ts'

export type CompletedUpload = {
  readonly mediaId: string
  readonly status: MediaStatus
  /** Why what arrived cannot be used, in words. */
  readonly failure: string | null
}

const answerOf = (upload: Upload): CompletedUpload => ({
  mediaId: upload.mediaId,
  status: upload.mediaStatus,
  failure: upload.failureMessage,
})

/** Enough of a file to know what it is. */
const firstBytes = 64 * 1024

/** What is wrong with the bytes that arrived; the item then ends as failed, its original kept. */
type Fault = { readonly cause: 'not_media' | 'damaged'; readonly message: string }

const notMedia: Fault = {
  cause: 'not_media',
  message:
    'This is not a video or audio file, whatever its name says. Export it as MP4, MOV, WebM or MP3 and upload it again.',
}
const notWhole: Fault = {
  cause: 'damaged',
  message: 'The file did not arrive whole. Upload it again.',
}

/**
 * Puts the parts together, checks what arrived and owes the media item a transcoding. Asked again it changes nothing and
 * answers the same. Refuses with `not_found` or `conflict`: the upload is over, or parts are missing (their numbers are in
 * `fields.parts`). A file that is no video or audio is no refusal: its media item is `failed` and says why.
 */
export async function completeUpload(
  needs: MediaNeeds,
  actor: Actor,
  uploadId: string,
): Promise<CompletedUpload> {
  const { upload, parts } = await needs.asActor(
    actor,
    async (tx) => ({ upload: await getUpload(tx, uploadId), parts: await listParts(tx, uploadId) }),
    'read',
  )
  if (upload.status === 'completed') return answerOf(upload)
  requireOpen(upload, needs.clock.now())
  requireParts(partsMissing(upload, parts))

  await putTogether(needs, actor, upload, parts)
  const fault = await findFault(needs, upload)

  const { outcome, moved } = await needs.asActor(actor, async (tx) => {
    const now = await lockUpload(tx, uploadId)
    if (now.status !== 'open') return { outcome: now, moved: false }
    const { rows } = fault
      ? await tx.execute(
          sql`select app.mark_upload_refused(${upload.mediaId}, ${fault.cause}, ${fault.message}) as moved`,
        )
      : await tx.execute(sql`select app.mark_uploaded(${upload.mediaId}) as moved`)
    await endUpload(tx, uploadId, 'completed')
    return { outcome: await getUpload(tx, uploadId), moved: rows[0]?.moved === true && !fault }
  })
  if (outcome.status !== 'completed') {
    // Cancelled while storage was putting it together: nobody refers to the object any more.
    await needs.storage.remove('media', [upload.key])
    requireOpen(outcome, needs.clock.now())
  }
  if (moved) await needs.jobs.enqueue(transcodeMedia, { mediaId: upload.mediaId })
  return answerOf(outcome)
}

function requireParts(missing: readonly number[]): void {
  if (missing.length === 0) return
  const shown =
    missing.slice(0, 20).join(', ') + (missing.length > 20 ? ` and ${missing.length - 20} more` : '')
  throw new Refusal(
    'conflict',
    'parts_missing',
    `${missing.length === 1 ? 'Part' : 'Parts'} ${shown} of the file ${missing.length === 1 ? 'has' : 'have'} not arrived yet.`,
    { parts: missing.map(String) },
  )
}

/** Storage may have done it for a request before this one, whose answer was lost: then the object is there. */
async function putTogether(
  needs: MediaNeeds,
  actor: Actor,
  upload: Upload,
  parts: readonly RecordedPart[],
): Promise<void> {
  try {
    await needs.storage.completeMultipart(originalAt(upload.key), upload.storageUploadId, parts)
  } catch (error) {
    const fault = storageFault(error)
    if (!fault) throw error
    if (await needs.storage.head(originalAt(upload.key))) return
    if (fault === 'no_such_upload')
      throw new Refusal(
        'conflict',
        'upload_lost',
        'Storage no longer has this upload. Cancel it and choose the file again.',
      )
    // The ETags we were told are not what storage holds. The parts are asked for again.
    await needs.asActor(actor, (tx) => forgetParts(tx, upload.id))
    requireParts(partsMissing(upload, []))
  }
}

async function findFault({ storage }: MediaNeeds, upload: Upload): Promise<Fault | undefined> {
  const stored = await storage.head(originalAt(upload.key))
  if (!stored) throw new Error('a completed upload has no object in storage')
  if (stored.bytes !== upload.sizeBytes) return notWhole
  const start = await storage.getBytes(originalAt(upload.key), 0, Math.min(firstBytes, upload.sizeBytes))
  return looksLikeMedia(start) ? undefined : notMedia
}
