import sharp from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'
import type { Needs } from '#platform/needs.ts'
import { patiently } from '#platform/patience.ts'
import type { Claim } from './claim-media.ts'
import {
  generationOfKey,
  posterKey,
  renditionKey,
  renditionsPrefix,
  thumbnailsPrefix,
} from '../package/storage-keys.ts'
import type { TranscodeResult } from '../execute/transcode-file.ts'

export type StoredPoster = { readonly key: string; readonly hash: string }

type StoreOptions = {
  readonly signal: AbortSignal
  /** Share of the bytes that are stored, 0 to 1. */
  readonly onStored: (share: number) => void
}

/** How long storage may be away before the try is given back. */
const patienceSeconds = 300

/** Puts a claim's files under its own generation, where nothing plays them until they are published. */
export async function storeRenditions(
  { storage, log }: Pick<Needs, 'storage' | 'log'>,
  claim: Claim,
  made: TranscodeResult,
  { signal, onStored }: StoreOptions,
): Promise<StoredPoster | undefined> {
  const put = (key: string, path: string, contentType: string) =>
    patiently(() => storage.putFile({ bucket: 'media', key }, path, contentType, signal), {
      forSeconds: patienceSeconds,
      signal,
      onRetry: (error) => log.warn({ reason: String(error) }, 'storage is away; trying again'),
    })
  const total = made.renditions.reduce((sum, { bytes }) => sum + bytes, 0)
  let stored = 0
  for (const { name, path, kind, bytes } of made.renditions) {
    await put(renditionKey(claim, name), path, `${kind}/mp4`)
    stored += bytes
    onStored(stored / total)
  }
  if (!made.poster) return undefined
  const key = posterKey(claim)
  await put(key, made.poster.path, 'image/jpeg')
  return { key, hash: await thumbHashOf(made.poster.path) }
}

/** The blurred picture shown while a poster loads, in about 30 bytes, base64 (evanw's ThumbHash). */
async function thumbHashOf(path: string): Promise<string> {
  const { data, info } = await sharp(path)
    .resize(100, 100, { fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64')
}

/** Removes the objects of a media item's generations that `isUnwanted`. */
export async function removeGenerations(
  { storage }: Pick<Needs, 'storage'>,
  claim: Claim,
  isUnwanted: (generation: number) => boolean,
): Promise<void> {
  const prefixes = [renditionsPrefix(claim), thumbnailsPrefix(claim)]
  const keys = (await Promise.all(prefixes.map((prefix) => storage.listPrefix('media', prefix)))).flat()
  const unwanted = keys.filter((key) => {
    const generation = generationOfKey(key, claim)
    return generation !== undefined && isUnwanted(generation)
  })
  if (unwanted.length > 0) await storage.remove('media', unwanted)
}
