import { safeFilename } from '#domain/media/rules.ts'
import type { Needs } from '#platform/needs.ts'
import { patiently } from '#platform/patience.ts'
import type { FinishOutput } from '../execute/finish-film.ts'
import { nothing, type TaskOutput } from '../execute/task-output.ts'
import type { StoredOutput } from '../package/assemble-film.ts'
import {
  downloadKey,
  isOfRun,
  mediaPrefixes,
  partKey,
  posterKey,
  sheetKey,
  textKey,
  waveformKey,
  type RunOf,
} from '../package/storage-keys.ts'

/** How long storage may be away before the try is given back. */
const patienceSeconds = 300

/** Puts what a task has made under its own run, where nothing plays it until it is published. */
export async function storeOutput(
  { storage, log }: Pick<Needs, 'storage' | 'log'>,
  of: RunOf,
  output: TaskOutput,
  signal: AbortSignal,
): Promise<StoredOutput> {
  const patience = {
    forSeconds: patienceSeconds,
    signal,
    onRetry: (error: unknown) => log.warn({ reason: String(error) }, 'storage is away; trying again'),
  }
  const put = async (key: string, path: string, contentType: string) => {
    await patiently(() => storage.putFile({ bucket: 'media', key }, path, contentType, signal), patience)
    return key
  }
  const stored: StoredOutput = { parts: [], texts: [], sheets: [], loudness: output.loudness }
  for (const { rendition, kind, path, index } of output.parts)
    stored.parts.push({ rendition, kind, index, key: await put(partKey(of, rendition), path, `${kind}/mp4`) })
  for (const { rendition, bytes, path } of output.texts)
    stored.texts.push({ rendition, bytes, key: await put(textKey(of, rendition), path, 'text/vtt') })
  for (const { firstTile, tiles, path } of output.sheets)
    stored.sheets.push({ firstTile, tiles, key: await put(sheetKey(of, firstTile), path, 'image/jpeg') })
  if (output.poster) {
    const { path, ...poster } = output.poster
    stored.poster = { ...poster, key: await put(posterKey(of), path, 'image/jpeg') }
  }
  if (output.waveform) {
    const key = waveformKey(of)
    const words = JSON.stringify({ version: 1, ...output.waveform })
    await patiently(() => storage.put({ bucket: 'media', key }, words, 'application/json'), patience)
    stored.waveformKey = key
  }
  return stored
}

/** Puts what comes last of a film under its own run. */
export async function storeFinish(
  needs: Pick<Needs, 'storage' | 'log'>,
  of: RunOf,
  { preview, download, noDownload, sha256 }: FinishOutput,
  { signal, title }: { signal: AbortSignal; title: string },
): Promise<StoredOutput> {
  const { parts, ...rest } = await storeOutput(needs, of, { ...nothing, parts: preview }, signal)
  const stored = { ...rest, parts: [], preview: parts, noDownload, sha256 }
  if (!download) return stored
  const { path, ...facts } = download
  const key = downloadKey(of)
  const name = safeFilename(`${title}.mp4`)
  await patiently(() => needs.storage.putFile({ bucket: 'media', key }, path, 'video/mp4', signal, name), {
    forSeconds: patienceSeconds,
    signal,
  })
  return { ...stored, download: { ...facts, key } }
}

/** Removes what one run has stored. */
export async function removeRun({ storage }: Pick<Needs, 'storage'>, of: RunOf): Promise<void> {
  const keys = await Promise.all(mediaPrefixes(of).map((prefix) => storage.listPrefix('media', prefix)))
  const own = keys.flat().filter((key) => isOfRun(key, of))
  if (own.length > 0) await storage.remove('media', own)
}
