import type { AsActor } from '#db/actor.ts'
import type { Needs } from '#platform/needs.ts'
import { Refusal } from '#platform/refusal.ts'
import type { Upload } from './upload-queries.ts'

/** What an action of this room is made from. It opens its own transactions, so that none is open while storage is asked. */
export type MediaNeeds = Pick<Needs, 'env' | 'log' | 'clock' | 'storage' | 'jobs'> & {
  readonly asActor: AsActor
}

/** Where an original lies in storage, from the key in its row. */
export const originalAt = (key: string) => ({ bucket: 'media', key }) as const

/** Refuses with `conflict` unless the upload still takes parts. */
export function requireOpen(upload: Pick<Upload, 'status' | 'expiresAt'>, now: Date): void {
  if (upload.status === 'completed')
    throw new Refusal('conflict', 'upload_completed', 'This upload is already complete.')
  if (upload.status === 'aborted')
    throw new Refusal(
      'conflict',
      'upload_cancelled',
      'This upload was cancelled. Choose the file again to start over.',
    )
  if (upload.status === 'expired' || upload.expiresAt <= now)
    throw new Refusal(
      'conflict',
      'upload_expired',
      'This upload was not continued for 7 days and was given up. Choose the file again to start over.',
    )
}
