import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Ffmpeg } from '#platform/ffmpeg/ffmpeg.ts'
import type { Film, Rendition } from '../package/assemble-film.ts'
import { cutPreview, type ByteSpan } from '../package/cut-preview.ts'
import { indexPart } from '../package/index-part.ts'
import type { TranscodePlan } from '../plan/plan.ts'
import { gatheringOf } from './encode-chunk.ts'
import { limitsFor } from './limits.ts'
import type { MadePart } from './task-output.ts'

export type FinishWork = {
  ffmpeg: Ffmpeg
  plan: TranscodePlan
  film: Pick<Film, 'renditions'>
  /** Bytes of a stored file. */
  read(span: ByteSpan): Promise<Readable>
  /** The original's bytes, to tell its hash from; undefined when that is known. */
  readOriginal?: (() => Promise<Readable>) | undefined
  /** Also one MP4 to keep. */
  download: boolean
  /** An existing, empty folder. */
  scratchDir: string
  signal?: AbortSignal | undefined
}

export type MadeDownload = { path: string; bytes: number; width: number; height: number; rendition: string }
export type FinishOutput = {
  preview: MadePart[]
  download: MadeDownload | undefined
  /** An MP4 was asked for, and its files do not fit together. */
  noDownload: boolean
  /** SHA-256 of the original, in hexadecimal. */
  sha256: string | undefined
  cpuSeconds: number
}

/** Makes what comes last, without encoding anything: the preview, an MP4 to keep where that is allowed, the original's hash. */
export async function finishFilm(work: FinishWork): Promise<FinishOutput> {
  const preview = await makePreview(work)
  const download = work.download ? await makeDownload(work) : undefined
  return {
    preview,
    download: download?.made,
    noDownload: work.download && !download,
    sha256: work.readOriginal && (await hashOf(await work.readOriginal(), work.signal)),
    cpuSeconds: download?.cpuSeconds ?? 0,
  }
}

async function makePreview(work: FinishWork): Promise<MadePart[]> {
  const { plan, film, scratchDir } = work
  const parts: MadePart[] = []
  for (const { name, kind, spans } of cutPreview(film.renditions)) {
    const file = path.join(scratchDir, `${name}.mp4`)
    await writeSpans(work, spans, file)
    const gathering = kind === 'video' && plan.video ? gatheringOf(plan.video) : ({ by: 'time' } as const)
    const index = await indexPart(file, gathering)
    if (index) parts.push({ rendition: name, kind, path: file, index })
  }
  return parts
}

/** The best picture of at most 1080 lines that every player knows, with all its sound; undefined when its files do not fit together. */
async function makeDownload(
  work: FinishWork,
): Promise<{ made: MadeDownload; cpuSeconds: number } | undefined> {
  const { ffmpeg, plan, film, scratchDir, signal } = work
  const pictures = film.renditions.filter(({ kind, codecs }) => kind === 'video' && codecs.startsWith('avc1'))
  const picture = pictures.find(({ width, height }) => Math.min(width, height) <= 1080) ?? pictures.at(-1)
  const sounds = film.renditions.filter(({ kind }) => kind === 'audio')
  const tracks = [...(picture ? [picture] : []), ...(picture ? sounds : sounds.slice(-1))]
  if (tracks.length === 0 || tracks.some((track) => !fitsTogether(track))) return undefined
  const files: string[] = []
  for (const [index, track] of tracks.entries()) {
    const file = path.join(scratchDir, `track-${index}.mp4`)
    const spans = track.parts.map(({ key, initBytes, bytes }, part) =>
      part === 0 ? { key, offset: 0, length: bytes } : { key, offset: initBytes, length: bytes - initBytes },
    )
    await writeSpans(work, spans, file)
    files.push(file)
  }
  const { cpuSeconds = 0 } = await ffmpeg.run({
    inputs: files.map((file) => ({ media: { path: file }, options: ['-y', '-nostdin'] })),
    outputs: [
      {
        path: 'download.mp4',
        options: [
          ...files.flatMap((_, index) => ['-map', `${index}:0`]),
          ...['-c', 'copy', '-movflags', '+faststart', '-map_metadata', '-1', '-f', 'mp4'],
        ],
      },
    ],
    cwd: scratchDir,
    limits: limitsFor(plan, 40_000),
    ...(signal ? { signal } : {}),
  })
  const file = path.join(scratchDir, 'download.mp4')
  return {
    cpuSeconds,
    made: {
      path: file,
      bytes: (await stat(file)).size,
      width: picture?.width ?? 0,
      height: picture?.height ?? 0,
      rendition: tracks[0]?.name ?? '',
    },
  }
}

const fitsTogether = ({ parts }: Rendition) => parts.every(({ initHash }) => initHash === parts[0]?.initHash)

async function writeSpans(
  { read, signal }: FinishWork,
  spans: readonly ByteSpan[],
  file: string,
): Promise<void> {
  async function* bytes() {
    for (const span of spans) yield* (await read(span)) as AsyncIterable<Uint8Array>
  }
  await pipeline(
    Readable.from(bytes(), { objectMode: false }),
    createWriteStream(file),
    signal ? { signal } : {},
  )
}

async function hashOf(original: Readable, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(original, hash, signal ? { signal } : {})
  return hash.digest('hex')
}
