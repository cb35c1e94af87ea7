import type { Actor } from '#db/actor.ts'
import { Refusal } from '#platform/refusal.ts'
import { originalAt, type MediaNeeds } from './media-needs.ts'
import { hideMedia } from './queries.ts'
import { endUpload, getUpload, lockUpload } from './upload-queries.ts'

/**
 * Cancels an upload: its parts and its media item go. Cancelled or expired before, it changes nothing.
 * Refuses with `not_found`, or with `conflict` when the upload is complete already.
 */
export async function abortUpload(needs: MediaNeeds, actor: Actor, uploadId: string): Promise<void> {
  const upload = await needs.asActor(actor, (tx) => getUpload(tx, uploadId), 'read')
  requireUnfinished(upload.status)
  if (upload.status !== 'open') return
  await needs.storage.abortMultipart(originalAt(upload.key), upload.storageUploadId)
  const isEnded = await needs.asActor(actor, async (tx) => {
    const now = await lockUpload(tx, uploadId)
    requireUnfinished(now.status)
    if (!(await endUpload(tx, uploadId, 'aborted'))) return false
    await hideMedia(tx, upload.mediaId, needs.clock.now())
    return true
  })
  // Storage may have put the parts together for a request that died before it could say so.
  if (isEnded) await needs.storage.remove('media', [upload.key])
}

function requireUnfinished(status: string): void {
  if (status === 'completed')
    throw new Refusal(
      'conflict',
      'upload_completed',
      'The upload is already complete. Delete the file instead.',
    )
}
