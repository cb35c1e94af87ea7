import { eq, sql } from 'drizzle-orm'
import type { Actor } from '#db/actor.ts'
import { uploadParts, uploads } from '#db/schema/media.ts'
import { notFound, Refusal } from '#platform/refusal.ts'
import type { MediaNeeds } from './media-needs.ts'
import { bytesOfPart, requireOpen, uploadLifetimeMs } from './rules.ts'
import { getUpload } from './upload-queries.ts'

export type RecordPart = {
  readonly uploadId: string
  readonly partNumber: number
  /** What storage answered the PUT with. */
  readonly etag: string
  readonly sizeBytes: number
}

/**
 * Remembers that a part has arrived, so that a reload goes on after it, and gives the upload another 7 days.
 * Refuses with `not_found` (no such upload or part), `invalid` (not the part's bytes) or `conflict` (the upload is over).
 */
export async function recordPart(
  needs: MediaNeeds,
  actor: Actor,
  { uploadId, partNumber, etag, sizeBytes }: RecordPart,
): Promise<void> {
  const now = needs.clock.now()
  await needs.asActor(actor, async (tx) => {
    const upload = await getUpload(tx, uploadId)
    requireOpen(upload, now)
    const expected = bytesOfPart(upload, partNumber)
    if (expected === undefined) throw notFound('no_such_part', 'This upload has no such part.')
    if (sizeBytes !== expected)
      throw new Refusal('invalid', 'wrong_part_size', `Part ${partNumber} must have ${expected} bytes.`, {
        sizeBytes: [`Part ${partNumber} must have ${expected} bytes.`],
      })
    await tx
      .insert(uploadParts)
      .values({ uploadId, creatorId: upload.creatorId, partNumber, etag, sizeBytes })
      .onConflictDoUpdate({
        target: [uploadParts.uploadId, uploadParts.partNumber],
        set: { etag: sql`excluded.etag`, sizeBytes: sql`excluded.size_bytes` },
      })
    await tx
      .update(uploads)
      .set({ expiresAt: new Date(now.getTime() + uploadLifetimeMs) })
      .where(eq(uploads.id, uploadId))
  })
}
