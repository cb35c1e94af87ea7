import type { RecordedPart } from '#domain/media/rules.ts'
import type { Upload } from '#domain/media/upload-queries.ts'

/** An upload as programs see it. Sizes in bytes; nothing of storage's own names. */
export type UploadAnswer = {
  readonly id: string
  readonly mediaId: string
  readonly status: Upload['status']
  readonly sizeBytes: number
  readonly partSizeBytes: number
  readonly fingerprint: string
  readonly expiresAt: string
  readonly parts: readonly RecordedPart[]
}

/** An upload and its recorded parts as the JSON that programs get. */
export const uploadAnswer = (upload: Upload, parts: readonly RecordedPart[]): UploadAnswer => ({
  id: upload.id,
  mediaId: upload.mediaId,
  status: upload.status,
  sizeBytes: upload.sizeBytes,
  partSizeBytes: upload.partSizeBytes,
  fingerprint: upload.fingerprint,
  expiresAt: upload.expiresAt.toISOString(),
  parts,
})
