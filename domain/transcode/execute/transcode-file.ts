import { open } from 'node:fs/promises'
import { looksLikeMedia, magicBytes } from '#domain/media/magic.ts'
import { FfmpegFailure, type Ffmpeg, type MediaInput, type Probe } from '#platform/ffmpeg/ffmpeg.ts'
import { isRefused, TranscodeRefused, type Refused } from '../source/causes.ts'
import { encode, type EncodedFile } from './encode.ts'
import { indexSegments, type RenditionIndex } from '../package/index-segments.ts'
import { judgeEncodeFailure, judgeOutcome, judgeProbeFailure } from '../source/judge.ts'
import { planTranscode, type TranscodePlan } from '../plan/plan.ts'
import { choosePoster, extractCover, type Poster } from './poster.ts'
import { readSource, type Source } from '../source/probe-source.ts'

export type TranscodeStage = 'probe' | 'encode' | 'index'

export type TranscodeFile = {
  ffmpeg: Ffmpeg
  input: MediaInput
  /** An existing, empty folder; everything is written there and left for the caller to upload and remove. */
  scratchDir: string
  signal?: AbortSignal
  /** Per cent of the whole, which only grows; seconds left once they can be guessed; the stage. */
  onProgress?: (percent: number, etaSeconds: number | undefined, stage: TranscodeStage) => void
}

export type Rendition = RenditionIndex & {
  name: string
  kind: 'video' | 'audio'
  path: string
  language?: string
  title?: string
  channels?: number
}

export type TranscodeResult = {
  source: Source
  plan: TranscodePlan
  mediaType: 'video' | 'audio'
  /** Of what was made. */
  durationSeconds: number
  /** Of the largest rung; 0 for sound. */
  width: number
  height: number
  renditions: Rendition[]
  poster?: Poster
  cpuSeconds?: number
}

/** A guess from the file's name alone; anything below has content to show for it. */
const scoreByName = 25

/**
 * Turns one original into renditions, poster and segment tables: probe, plan, one encode, index. Throws
 * `TranscodeRefused` when the original is to blame, and `FfmpegFailure` when another try may succeed.
 */
export async function transcodeFile(options: TranscodeFile): Promise<TranscodeResult> {
  const { ffmpeg, input, scratchDir, signal } = options
  const withSignal = signal ? { signal } : {}
  options.onProgress?.(0, undefined, 'probe')
  const source = orThrow(readSource(await probe(ffmpeg, input, signal)))
  const plan = orThrow(planTranscode(source))
  const progress = progressOf(plan, options.onProgress)
  const { files, stderr, cpuSeconds } = await encode({
    ffmpeg,
    plan,
    input,
    scratchDir,
    ...withSignal,
    onProgress: progress.report,
  }).catch((error: unknown) => {
    throw (
      (error instanceof FfmpegFailure && asRefusal(judgeEncodeFailure(error, progress.reached()))) || error
    )
  })
  options.onProgress?.(99, 1, 'index')
  const renditions = (await Promise.all(files.map((file) => describe(file, plan)))).filter(
    (made) => made !== undefined,
  )
  const main = renditions.find(({ kind }) => kind === plan.mediaType)
  if (!main) throw new TranscodeRefused({ cause: 'damaged', detail: 'nothing in it could be played' })
  const short = judgeOutcome({
    mediaType: plan.mediaType,
    madeSeconds: main.durationSeconds,
    expectedSeconds: plan.expectedSeconds,
    stderr,
  })
  if (short) throw new TranscodeRefused(short)
  const { coverIndex } = plan
  const poster =
    coverIndex === undefined
      ? await choosePoster(scratchDir)
      : await extractCover({ ffmpeg, input, coverIndex, scratchDir, ...withSignal })
  options.onProgress?.(100, 0, 'index')
  return {
    source,
    plan,
    mediaType: plan.mediaType,
    durationSeconds: main.durationSeconds,
    width: main.width,
    height: main.height,
    renditions,
    ...(poster ? { poster } : {}),
    ...(cpuSeconds === undefined ? {} : { cpuSeconds }),
  }
}

async function probe(ffmpeg: Ffmpeg, input: MediaInput, signal: AbortSignal | undefined): Promise<Probe> {
  let known: boolean | undefined
  const isKnown = async () => (known ??= looksLikeMedia(await readHead(input, signal)) !== undefined)
  try {
    const probed = await ffmpeg.probe(input, signal)
    if (probed.format.probe_score > scoreByName || (await isKnown())) return probed
  } catch (error) {
    if (!(error instanceof FfmpegFailure) || error.kind !== 'failed') throw error
    if (!judgeProbeFailure(error, true)) throw error
    throw asRefusal(judgeProbeFailure(error, await isKnown())) ?? error
  }
  throw new TranscodeRefused({
    cause: 'not_media',
    detail: 'neither its first bytes nor its content are those of a media file',
  })
}

async function readHead(input: MediaInput, signal: AbortSignal | undefined): Promise<Uint8Array> {
  if ('url' in input) {
    const response = await fetch(input.url, {
      headers: { range: `bytes=0-${magicBytes - 1}` },
      ...(signal ? { signal } : {}),
    })
    // A storage answers 416 to a range of an empty object.
    if (!response.ok && response.status !== 416)
      throw new Error(`The original could not be read: ${response.status}`)
    return response.ok
      ? new Uint8Array(await response.arrayBuffer()).subarray(0, magicBytes)
      : new Uint8Array()
  }
  const file = await open(input.path)
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(magicBytes), 0, magicBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Undefined when nothing was written: some films announce a sound track and have none. */
async function describe(file: EncodedFile, plan: TranscodePlan): Promise<Rendition | undefined> {
  const index = await indexSegments(file.path)
  if (!index) return undefined
  if (file.kind === 'video') return { ...index, ...file }
  const { language, title } = plan.audio ?? {}
  return { ...index, ...file, channels: 2, ...(language ? { language } : {}), ...(title ? { title } : {}) }
}

/** Turns ffmpeg's reports into a per cent that only grows, and a time left from the speed measured so far. */
function progressOf(plan: TranscodePlan, onProgress: TranscodeFile['onProgress']) {
  const frameRate = plan.video ? plan.video.frameRate.num / plan.video.frameRate.den : undefined
  const started = Date.now()
  let seconds = 0
  return {
    reached: () => seconds,
    report: (progress: { seconds: number; frames: number }) => {
      seconds = Math.max(
        seconds,
        frameRate && progress.frames > 0 ? progress.frames / frameRate : progress.seconds,
      )
      if (!plan.expectedSeconds) return
      const share = Math.min(0.99, seconds / plan.expectedSeconds)
      const elapsed = (Date.now() - started) / 1000
      const left = share > 0.01 && elapsed > 1 ? Math.ceil((elapsed / share) * (1 - share)) : undefined
      onProgress?.(Math.floor(share * 100), left, 'encode')
    },
  }
}

const asRefusal = (refused: Refused | undefined) => refused && new TranscodeRefused(refused)

function orThrow<T extends object>(value: T | Refused): T {
  if (isRefused(value)) throw new TranscodeRefused(value)
  return value
}
