import AwsS3, { type AwsS3UploadParameters } from '@uppy/aws-s3'
import Uppy, { type Body, type Meta } from '@uppy/core'
import { PartSlots } from './part-slots.ts'
import { patiently } from './patience.ts'
import { AddressExpired, putPart } from './put-part.ts'
import { uploadApi } from './upload-api.ts'
import type { CompletedUpload } from '#domain/media/complete-upload.ts'

const parallelParts = 4

export type TransportFile = {
  readonly file: File
  readonly uploadId: string
  readonly partSizeBytes: number
}

export type TransportEvents = {
  /** Whether the network carried the last try. */
  onLine(connected: boolean): void
  onProgress(uploadId: string, sentBytes: number): void
  onFinishing(uploadId: string): void
  onDone(uploadId: string, completed: CompletedUpload): void
  onError(uploadId: string, error: Error): void
}

export type Transport = {
  /** Sends what storage does not have yet of a file whose upload has begun. */
  send(file: TransportFile): void
  pause(uploadId: string): void
  resume(uploadId: string): void
  /** Lets go of a file; what has arrived stays. */
  drop(uploadId: string): void
}

type UploadMeta = Meta & { uploadId: string }
/** What a signed part belongs to, known again when its bytes are sent. */
type PartOnItsWay = { uploadId: string; partNumber: number; release: () => void }

/**
 * Parts to storage by Uppy. Every file comes with an upload that has begun, so that Uppy always asks which parts are there
 * and sends the rest: a reload, a retry and a resume are the same thing. Troubles that pass are waited out here; Uppy hears
 * only of those that do not.
 */
export function createTransport(events: TransportEvents): Transport {
  const { onLine } = events
  const slots = new PartSlots(parallelParts)
  const partSizes = new WeakMap<object, number>()
  const onTheWay = new WeakMap<object, PartOnItsWay>()
  const uppy = new Uppy<UploadMeta, Body>({ autoProceed: false, allowMultipleUploadBatches: true })
  const fileOf = (uploadId: string) => uppy.getFiles().find(({ meta }) => meta.uploadId === uploadId)

  uppy.use(AwsS3<UploadMeta, Body>, {
    shouldUseMultipart: true,
    // The slots below say how many parts travel.
    limit: 0,
    retryDelays: null,
    getChunkSize: (data) => partSizes.get(data) ?? 0,
    createMultipartUpload: ({ meta }) => ({ uploadId: meta.uploadId, key: meta.uploadId }),
    async listParts({ meta: { uploadId } }, { signal }) {
      const { parts } = await patiently(() => uploadApi.parts(uploadId, signal), { signal, onLine })
      return parts.map((part) => ({ PartNumber: part.partNumber, Size: part.sizeBytes, ETag: part.etag }))
    },
    async signPart({ meta: { uploadId } }, { partNumber, signal }) {
      const release = await slots.take(uploadId, signal)
      try {
        const { url } = await patiently(() => uploadApi.sign(uploadId, partNumber, signal), {
          signal,
          onLine,
        })
        const signed: AwsS3UploadParameters = { method: 'PUT', url }
        onTheWay.set(signed, { uploadId, partNumber, release })
        return signed
      } catch (error) {
        release()
        throw error
      }
    },
    async uploadPartBytes({ signature, body, onProgress, onComplete, signal }) {
      const { uploadId, partNumber, release } = onTheWay.get(signature)!
      const bytes = body as Blob
      const tell = onProgress as (event: { loaded: number; lengthComputable: true }) => void
      const report = (loaded: number) => tell({ loaded, lengthComputable: true })
      try {
        let url = signature.url
        const etag = await patiently(
          () =>
            putPart({ url, body: bytes, onProgress: report, signal }).catch(async (error: unknown) => {
              if (!(error instanceof AddressExpired)) throw error
              url = (await uploadApi.sign(uploadId, partNumber, signal)).url
              return putPart({ url, body: bytes, onProgress: report, signal })
            }),
          { signal, onLine },
        )
        const part = { partNumber, etag, sizeBytes: bytes.size }
        await patiently(() => uploadApi.record(uploadId, part, signal), { signal, onLine })
        report(bytes.size)
        ;(onComplete as (etag: string) => void)(etag)
        return { ETag: etag }
      } finally {
        release()
      }
    },
    async completeMultipartUpload({ meta: { uploadId } }, { signal }) {
      events.onFinishing(uploadId)
      const completed = await patiently(() => uploadApi.complete(uploadId, signal), { signal, onLine })
      events.onDone(uploadId, completed)
      return {}
    },
    // Uppy asks for this after errors, too; an upload ends on the server only when its person says so.
    abortMultipartUpload: () => {},
  })

  uppy.on('upload-progress', (file, { bytesUploaded }) => {
    if (file) events.onProgress(file.meta.uploadId, bytesUploaded)
  })
  uppy.on('upload-error', (file, error) => {
    if (!file) return
    uppy.removeFile(file.id)
    events.onError(file.meta.uploadId, error)
  })

  const setPaused = (uploadId: string, paused: boolean) => {
    const file = fileOf(uploadId)
    if (file && (file.isPaused ?? false) !== paused) uppy.pauseResume(file.id)
  }

  return {
    send({ file, uploadId, partSizeBytes }) {
      partSizes.set(file, partSizeBytes)
      const id = uppy.addFile({ name: file.name, type: file.type, data: file, meta: { uploadId } })
      uppy.setFileState(id, { s3Multipart: { uploadId, key: uploadId } } as object)
      uppy.upload().catch(() => {})
    },
    pause: (uploadId) => setPaused(uploadId, true),
    resume: (uploadId) => setPaused(uploadId, false),
    drop(uploadId) {
      const file = fileOf(uploadId)
      if (file) uppy.removeFile(file.id)
    },
  }
}
