import type { MediaType, UploadStatus } from '#db/schema/media.ts'
import { Refusal } from '#platform/refusal.ts'

const mebibyte = 1024 ** 2

/** Parts of an upload: this many bytes each but for the last, as object stores ask. */
const usualPartBytes = 8 * mebibyte
/** No multipart upload may have more parts than this. */
export const maxParts = 10_000
/** Uploads that one person may have unfinished at a time. */
export const maxOpenUploads = 100
/** An upload without a new part for this long is given up. */
export const uploadLifetimeMs = 7 * 24 * 3600_000
/** How long a signed address for one part can be used, in seconds. */
export const partAddressSeconds = 3600
/** How long a link to download an original can be used, in seconds. */
export const originalLinkSeconds = 15 * 60
const maxFilenameLength = 120
const maxTitleLength = 255

type FileType = { readonly mediaType: MediaType; readonly mimeType: string }

const video = (mimeType: string): FileType => ({ mediaType: 'video', mimeType })
const audio = (mimeType: string): FileType => ({ mediaType: 'audio', mimeType })

/** The files we take, by the ending of their name. */
const fileTypes: Readonly<Record<string, FileType>> = {
  mp4: video('video/mp4'),
  m4v: video('video/mp4'),
  mov: video('video/quicktime'),
  mkv: video('video/x-matroska'),
  webm: video('video/webm'),
  avi: video('video/x-msvideo'),
  wmv: video('video/x-ms-wmv'),
  flv: video('video/x-flv'),
  mpg: video('video/mpeg'),
  mpeg: video('video/mpeg'),
  ts: video('video/mp2t'),
  mts: video('video/mp2t'),
  m2ts: video('video/mp2t'),
  '3gp': video('video/3gpp'),
  ogv: video('video/ogg'),
  mxf: video('application/mxf'),
  mp3: audio('audio/mpeg'),
  m4a: audio('audio/mp4'),
  aac: audio('audio/aac'),
  wav: audio('audio/wav'),
  flac: audio('audio/flac'),
  ogg: audio('audio/ogg'),
  oga: audio('audio/ogg'),
  opus: audio('audio/ogg'),
  aif: audio('audio/aiff'),
  aiff: audio('audio/aiff'),
  wma: audio('audio/x-ms-wma'),
  caf: audio('audio/x-caf'),
  amr: audio('audio/amr'),
  ac3: audio('audio/ac3'),
  mka: audio('audio/x-matroska'),
}

/** What a file picker is told to offer. */
export const pickerAccepts = ['video/*', 'audio/*', ...Object.keys(fileTypes).map((ending) => `.${ending}`)]

const endingOf = (filename: string) => /\.([a-z0-9]{1,5})$/i.exec(filename)?.[1]?.toLowerCase()

/** Kinds that browsers report for files they do not know, or that audio and video files really have. */
const plausibleType = /^(video\/|audio\/|application\/(octet-stream|ogg|mxf|mp4|vnd\.rn-|x-))/

/** What a file is by its name, unless the browser calls it something else altogether; undefined for what we do not take. */
export function fileTypeOf(filename: string, declaredType: string): FileType | undefined {
  if (declaredType !== '' && !plausibleType.test(declaredType.toLowerCase())) return undefined
  const ending = endingOf(filename)
  return ending !== undefined && Object.hasOwn(fileTypes, ending) ? fileTypes[ending] : undefined
}

export type FileProblem = 'wrong_type' | 'empty' | 'too_large'
export type ProposedFile = {
  readonly filename: string
  readonly contentType: string
  readonly sizeBytes: number
}

/** Why a file is not taken, or undefined. `maxBytes` is the limit of one file. */
export function problemOfFile(file: ProposedFile, maxBytes: number): FileProblem | undefined {
  if (!fileTypeOf(file.filename, file.contentType)) return 'wrong_type'
  if (file.sizeBytes <= 0) return 'empty'
  if (file.sizeBytes > maxBytes) return 'too_large'
  return undefined
}

const gigabytes = (bytes: number) =>
  bytes >= 1024 ** 3
    ? `${Number((bytes / 1024 ** 3).toFixed(1))} GB`
    : `${Number((bytes / mebibyte).toFixed(1))} MB`

/** The problem in words for the person who chose the file. */
export function fileProblemText(problem: FileProblem, maxBytes: number): string {
  switch (problem) {
    case 'wrong_type':
      return 'This is not a video or audio file we take. Choose an MP4, MOV, MKV, WebM, MP3, WAV or similar file.'
    case 'empty':
      return 'This file is empty. Check that your editor has finished exporting it.'
    case 'too_large':
      return `This file is larger than ${gigabytes(maxBytes)}. Export it with a lower bit rate, or cut it into parts.`
  }
}

/** Control characters, invisible and bidirectional marks, halves of characters, and what means something in a path or URL. */
const unsafeInNames = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\ufffd\\/:*?"<>|#%&{}$!'@+`=^[\]]+/gu
/** What no text on a page should hold: control characters, direction overrides, halves of characters. */
const unsafeInText = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu

/**
 * A name that is safe as the last step of a storage key: no separators, control characters, leading dots or `..`; at
 * most 120 characters and 400 bytes, its ending kept.
 */
export function safeFilename(filename: string): string {
  const plain = filename.normalize('NFC').replace(unsafeInNames, '-').replace(/\s+/g, ' ')
  const ending = endingOf(plain)
  const stem = (ending ? plain.slice(0, -ending.length - 1) : plain)
    .replace(/\.{2,}/g, '.')
    .replace(/^[.\s-]+|[.\s-]+$/g, '')
  const tail = ending ? `.${ending}` : ''
  return (clip(stem, maxFilenameLength - tail.length) || 'original') + tail
}

/** Cuts between characters, never inside one; at most `length` UTF-16 units and 360 bytes. */
function clip(text: string, length: number): string {
  const encoder = new TextEncoder()
  let kept = ''
  let bytes = 0
  for (const character of text) {
    bytes += encoder.encode(character).length
    if (kept.length + character.length > length || bytes > 360) break
    kept += character
  }
  return kept.replace(/[.\s-]+$/, '')
}

/** Where an original lies in the media bucket: always under its creator. */
export const originalKey = (creatorId: string, mediaId: string, filename: string) =>
  originalsOf({ creatorId, mediaId }) + safeFilename(filename)

/** Where nothing but the original of a media item lies. */
export const originalsOf = ({ creatorId, mediaId }: { creatorId: string; mediaId: string }) =>
  `${creatorId}/originals/${mediaId}/`

/** The title a new media item begins with: its file's name, made readable. */
export function titleFromFilename(filename: string): string {
  const ending = endingOf(filename)
  const stem = ending ? filename.slice(0, -ending.length - 1) : filename
  const words = stem
    .replace(unsafeInText, ' ')
    .replace(/[_\s]+/g, ' ')
    .trim()
  return clip(words, maxTitleLength) || 'Untitled'
}

/** A file's name as its owner sees it: as it was, without what no page can show; at most 255 characters. */
export const shownFilename = (filename: string) =>
  clip(filename.replace(unsafeInText, ''), maxTitleLength) || 'original'

/** Bytes of every part but the last: 8 MiB, more only where 10,000 of those would not hold the file. */
export function partSizeFor(sizeBytes: number): number {
  if (sizeBytes <= usualPartBytes * maxParts) return usualPartBytes
  return Math.ceil(sizeBytes / maxParts / mebibyte) * mebibyte
}

export type PartPlan = { readonly sizeBytes: number; readonly partSizeBytes: number }

/** How many parts a file comes in. */
export const partCountOf = ({ sizeBytes, partSizeBytes }: PartPlan) => Math.ceil(sizeBytes / partSizeBytes)

/** Bytes of the part with this number (1 is the first), or undefined when there is no such part. */
export function bytesOfPart(plan: PartPlan, partNumber: number): number | undefined {
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > partCountOf(plan)) return undefined
  return Math.min(plan.partSizeBytes, plan.sizeBytes - (partNumber - 1) * plan.partSizeBytes)
}

export type RecordedPart = { readonly partNumber: number; readonly etag: string; readonly sizeBytes: number }

/** The numbers of the parts that have not arrived, or not with the bytes they should have. */
export function partsMissing(plan: PartPlan, parts: readonly RecordedPart[]): number[] {
  const sizes = new Map(parts.map((part) => [part.partNumber, part.sizeBytes]))
  const numbers = Array.from({ length: partCountOf(plan) }, (_, index) => index + 1)
  return numbers.filter((number) => sizes.get(number) !== bytesOfPart(plan, number))
}

export type UploadEnd = { readonly status: UploadStatus; readonly expiresAt: Date }

/** Refuses with `conflict` unless the upload still takes parts. */
export function requireOpen(upload: UploadEnd, now: Date): void {
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
