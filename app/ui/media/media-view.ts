import type { Media } from '#domain/media/queries.ts'
import type { OpenUpload } from '#domain/media/upload-queries.ts'

/** A media item as pages show it and live news change it. */
export type MediaView = Omit<Media, 'updatedAt'> & {
  /** Films that the encoders take before this one; told by live news. */
  readonly filmsAhead?: number | null
  readonly updatedAt: string
  /** Failed, and its original is there to try again with. */
  readonly canRetry: boolean
  /** Its unfinished upload, whoever's browser it runs in. */
  readonly upload: { readonly receivedBytes: number; readonly fingerprint: string } | undefined
}

export function mediaView(media: Media, upload: OpenUpload | undefined): MediaView {
  return {
    ...media,
    updatedAt: media.updatedAt.toISOString(),
    canRetry: media.status === 'failed' && media.uploadedAt !== null,
    upload: upload && { receivedBytes: upload.receivedBytes, fingerprint: upload.fingerprint },
  }
}

/** The poster's address; a new one for every new picture. */
export const mediaPosterUrl = ({ id, posterKey }: Pick<MediaView, 'id' | 'posterKey'>) =>
  posterKey ? `/posters/media/${id}?v=${posterKey.split('/').at(-1)}` : undefined
