import type { Actor } from '#db/actor.ts'
import { notFound } from '#platform/refusal.ts'
import { originalAt, type MediaNeeds } from './media-needs.ts'
import { bytesOfPart, partAddressSeconds, requireOpen } from './rules.ts'
import { getUpload } from './upload-queries.ts'

export type SignedPart = { readonly url: string; readonly bytes: number }

/**
 * An address to PUT one part of an open upload to, for an hour and for exactly its bytes.
 * Refuses with `not_found` (no such upload or part) or `conflict` (the upload is over).
 */
export async function signPart(
  needs: MediaNeeds,
  actor: Actor,
  { uploadId, partNumber }: { uploadId: string; partNumber: number },
): Promise<SignedPart> {
  const upload = await needs.asActor(actor, (tx) => getUpload(tx, uploadId), 'read')
  requireOpen(upload, needs.clock.now())
  const bytes = bytesOfPart(upload, partNumber)
  if (bytes === undefined) throw notFound('no_such_part', 'This upload has no such part.')
  const url = await needs.storage.signPart(
    originalAt(upload.key),
    { uploadId: upload.storageUploadId, partNumber, bytes },
    partAddressSeconds,
  )
  return { url, bytes }
}
