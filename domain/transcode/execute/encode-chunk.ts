import { mkdtemp, readdir } from 'node:fs/promises'
import path from 'node:path'
import { FfmpegFailure, type Ffmpeg, type FfmpegRun, type MediaInput } from '#platform/ffmpeg/ffmpeg.ts'
import { indexPart, type Gathering } from '../package/index-part.ts'
import type { Chunk } from '../plan/chunks.ts'
import { av1RungsOf, type VideoRung } from '../plan/ladder.ts'
import { sheet, type TranscodePlan, type VideoPlan } from '../plan/plan.ts'
import { TranscodeRefused } from '../source/causes.ts'
import { judgeEncodeFailure, judgeOutcome } from '../source/judge.ts'
import { clean, fragmentedByKeyFrame } from './fragments.ts'
import { limitsFor } from './limits.ts'
import { pictureFilters } from './picture-filters.ts'
import { choosePoster, posterOutput } from './poster.ts'
import { PlanUnfit } from './plan-unfit.ts'
import { nothing, type MadePart, type MadeSheet, type TaskOutput } from './task-output.ts'
import { timeOptions, zeroOf } from './whole-work.ts'

export type ChunkWork = {
  ffmpeg: Ffmpeg
  plan: TranscodePlan
  input: MediaInput
  position: number
  /** `h264`: every rung that is not a copy, with poster and storyboard. `av1`: one rung. */
  codec: 'h264' | 'av1'
  /** An existing, empty folder. */
  scratchDir: string
  signal?: AbortSignal | undefined
  /** 0 to 1. */
  onProgress?: ((share: number) => void) | undefined
}

/** Reading begins so many seconds ahead of a chunk; where that misses its head, further ahead, and at last at the very beginning. */
const prerolls = [1, 12, Infinity]
const fewestPictures = 3

/**
 * Encodes one chunk of a film in one pass: decoded once, each rung scaled from the full picture. Every chunk is checked by the
 * picture before it is accepted. Throws `TranscodeRefused` when the original is damaged there, `PlanUnfit` when its times
 * cannot be sought, `FfmpegFailure` when another try may succeed.
 */
export async function encodeChunk(work: ChunkWork): Promise<TaskOutput> {
  const { plan, position, scratchDir } = work
  const { video } = plan
  const chunk = video?.chunks[position]
  if (!video || !chunk) throw new Error(`the plan has no chunk ${position}`)
  const tries = position === 0 || plan.reading === 'whole' ? [0] : prerolls
  let cpuSeconds = 0
  let fault = ''
  for (const preroll of tries) {
    const folder = await mkdtemp(path.join(scratchDir, 'try-'))
    const { output, stderr } = await encodeOnce({ ...work, scratchDir: folder }, video, chunk, preroll)
    cpuSeconds += output.cpuSeconds
    const wrong = whatIsWrong(output.parts, video, chunk)
    if (!wrong) {
      refuseIfShort(plan, video, chunk, output, stderr)
      return { ...output, cpuSeconds }
    }
    fault = wrong
    if (preroll === tries.at(-1)) refuseIfShort(plan, video, chunk, output, stderr)
  }
  throw new PlanUnfit(video.copied ? 'no_copy' : 'whole', `chunk ${position}: ${fault}`)
}

async function encodeOnce(
  work: ChunkWork,
  video: VideoPlan,
  chunk: Chunk,
  preroll: number,
): Promise<{ output: TaskOutput; stderr: string }> {
  const { ffmpeg, plan, input, scratchDir, signal, onProgress } = work
  const canToneMap =
    video.toneMap !== undefined && (await ffmpeg.hasFilter('zscale')) && (await ffmpeg.hasFilter('tonemap'))
  const { rungs, filter, outputs, inputOptions } = chunkCommand({
    ...work,
    video,
    chunk,
    preroll,
    canToneMap,
  })
  const frames = framesOf(plan, video, chunk)
  let reached = 0
  const { stderr, cpuSeconds = 0 } = await ffmpeg
    .run({
      inputs: [{ media: input, options: inputOptions }],
      filter,
      outputs,
      cwd: scratchDir,
      limits: limitsFor(
        plan,
        rungs.reduce((sum, { maxKilobits }) => Math.max(sum, maxKilobits), 0),
      ),
      ...(signal ? { signal } : {}),
      onProgress: (progress) => {
        reached = Math.max(reached, progress.frames)
        onProgress?.(Math.min(1, reached / frames))
      },
    })
    .catch((error: unknown) => {
      const seconds = ((chunk.start + reached) * video.frameRate.den) / video.frameRate.num
      const refused = error instanceof FfmpegFailure && judgeEncodeFailure(error, seconds)
      throw refused ? new TranscodeRefused(refused) : error
    })
  const parts = await Promise.all(rungs.map((rung) => partOf(rung, video, scratchDir)))
  const poster = await choosePoster(scratchDir)
  const sheets = await sheetsOf(scratchDir, video, chunk, frames)
  const made = parts.filter((part) => part !== undefined)
  return { output: { ...nothing, parts: made, sheets, poster, cpuSeconds }, stderr }
}

/** The one ffmpeg command that makes a chunk. */
export function chunkCommand(options: {
  plan: TranscodePlan
  video: VideoPlan
  chunk: Chunk
  codec: ChunkWork['codec']
  /** Seconds that are read ahead of the chunk; Infinity: from the beginning. */
  preroll: number
  canToneMap: boolean
}): Pick<FfmpegRun, 'outputs'> & { rungs: VideoRung[]; filter: string; inputOptions: string[] } {
  const { plan, video, chunk, codec, preroll, canToneMap } = options
  const zeroSeconds = zeroOf(plan)
  const rungs = codec === 'av1' ? av1RungsOf(video.rungs) : encodedRungs(video)
  const extras = codec === 'h264'
  const { chains, hasPoster } = pictureFilters({ video, zeroSeconds, chunk, rungs, canToneMap, extras })
  const startSeconds = (chunk.start * video.frameRate.den) / video.frameRate.num
  const seeks = chunk.start > 0 && Number.isFinite(preroll)
  const from = Math.max(zeroSeconds, zeroSeconds + startSeconds - preroll)
  return {
    rungs,
    inputOptions: [
      ...timeOptions(plan),
      // The picture that is still shown at that time is kept, wherever the container counts its time from.
      ...(seeks ? ['-noaccurate_seek', '-seek_timestamp', '1', '-ss', from.toFixed(6)] : []),
      ...['-an', '-sn', '-dn'],
    ],
    filter: chains.join(';'),
    outputs: [
      ...rungs.map((rung, index) => ({
        path: `${rung.name}.mp4`,
        options: [
          ...['-map', `[v${index}]`, '-fps_mode', 'passthrough'],
          ...(video.copied ? ['-enc_time_base', `1/${video.timescale}`] : []),
          ...(codec === 'av1' ? av1Options(rung) : h264Options(rung)),
          ...keyFrameOptions(rung, video, chunk, codec),
          ...['-video_track_timescale', String(video.timescale)],
          ...['-movflags', fragmentedByKeyFrame, ...clean],
        ],
      })),
      ...(hasPoster ? [posterOutput] : []),
      ...(extras
        ? [
            {
              path: 'sheet-%d.jpg',
              options: [
                ...['-map', '[sheets]', '-fps_mode', 'passthrough'],
                ...['-c:v', 'mjpeg', '-q:v', '5', '-f', 'image2'],
              ],
            },
          ]
        : []),
    ],
  }
}

const encodedRungs = ({ rungs, copied }: VideoPlan) => (copied ? rungs.slice(1) : rungs)

const h264Options = ({ maxKilobits }: VideoRung) => [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-crf', '23'],
  ...['-maxrate', `${maxKilobits}k`, '-bufsize', `${maxKilobits * 2}k`],
  ...['-sc_threshold', '0', '-x264-params', 'stitchable=1'],
]

/**
 * SVT-AV1 at the preset that costs half as much again as H.264 and saves a fifth of the bytes at the same quality (SSIM); small
 * pictures need a higher factor for that. Closed groups of pictures.
 */
const av1Options = ({ width, height, maxKilobits }: VideoRung) => [
  ...[
    '-c:v',
    'libsvtav1',
    '-preset',
    '10',
    '-crf',
    String(Math.round(32 + (720 - Math.min(width, height)) / 60)),
  ],
  ...['-svtav1-params', `irefresh-type=2:scd=0:mbr=${maxKilobits}`],
]

function keyFrameOptions(
  { halfRate }: VideoRung,
  { gopFrames, copied, frameRate }: VideoPlan,
  chunk: Chunk,
  codec: ChunkWork['codec'],
): string[] {
  if (!copied || codec === 'av1') {
    const gop = String(halfRate ? gopFrames / 2 : gopFrames)
    return ['-g', gop, ...(codec === 'av1' ? [] : ['-keyint_min', gop])]
  }
  const keys = copied.keyFrames.filter(
    (frame) => frame >= chunk.start && (chunk.end === undefined || frame < chunk.end),
  )
  const seconds = keys.map((frame) => ((frame * frameRate.den) / frameRate.num).toFixed(6))
  return ['-g', '9999', '-keyint_min', '1', '-force_key_frames', seconds.join(',')]
}

async function partOf(rung: VideoRung, video: VideoPlan, folder: string): Promise<MadePart | undefined> {
  const file = path.join(folder, `${rung.name}.mp4`)
  const index = await indexPart(file, gatheringOf(video, rung))
  return index && { rendition: rung.name, kind: 'video', path: file, index }
}

/** How the fragments of a rung make segments: all rungs of a film switch at the same instants. */
export function gatheringOf(
  { segmentStarts, frameRate }: VideoPlan,
  rung?: Pick<VideoRung, 'name'>,
): Gathering {
  return segmentStarts && !rung?.name.endsWith('-av1')
    ? {
        by: 'starts',
        ticks: segmentStarts.map((frame) => frame * frameRate.den),
        frameTicks: frameRate.den,
      }
    : { by: 'count', fragments: 2 }
}

/** Pictures of a chunk, as the container promises; of its last chunk a guess where it does not. */
function framesOf(plan: TranscodePlan, { frameRate }: VideoPlan, { start, end }: Chunk): number {
  const all = Math.round(((plan.expectedSeconds ?? 600) * frameRate.num) / frameRate.den)
  return Math.max(1, (end ?? all) - start)
}

/** Why a chunk cannot stand beside its neighbours, or undefined: pictures missing or doubled, a head missing, a gap. */
function whatIsWrong(parts: readonly MadePart[], video: VideoPlan, chunk: Chunk): string | undefined {
  if (video.chunks.length === 1) return undefined
  const expected = encodedRungs(video).length
  for (const { rendition, index } of parts) {
    const rung = video.rungs.find(({ name }) => name === rendition)
    const pictures = index.samples * (rung?.halfRate ? 2 : 1)
    const tick = (index.timescale * video.frameRate.den) / video.frameRate.num
    const late = index.shownAt / tick - chunk.start
    if (chunk.end !== undefined && pictures !== chunk.end - chunk.start)
      return `${rendition} has ${pictures} pictures of ${chunk.end - chunk.start}`
    if (chunk.end === undefined && pictures < fewestPictures)
      return `${rendition} has ${pictures} pictures at its end`
    if (Math.abs(late) > 0.5) return `${rendition} begins ${late.toFixed(1)} pictures late`
    if (!index.seamless) return `${rendition} has a gap`
  }
  return parts.length === 0 && expected > 0 ? 'there is nothing in it' : undefined
}

/** A chunk that ends early, while its reader complained, is where the original is damaged. */
function refuseIfShort(
  plan: TranscodePlan,
  video: VideoPlan,
  chunk: Chunk,
  { parts }: TaskOutput,
  stderr: string,
): void {
  const perSecond = video.frameRate.num / video.frameRate.den
  const startSeconds = chunk.start / perSecond
  const largest = parts[0]?.index
  if (!largest && encodedRungs(video).length === 0) return
  const endSeconds = chunk.end === undefined ? plan.expectedSeconds : chunk.end / perSecond
  const held = chunk.end === undefined ? video.heldFrames / perSecond : 0
  const refused = judgeOutcome({
    mediaType: 'video',
    madeSeconds: startSeconds + (largest ? largest.ticks / largest.timescale : 0) - held,
    expectedSeconds: endSeconds === undefined ? undefined : endSeconds - held,
    stderr,
  })
  if (refused) throw new TranscodeRefused(refused)
  if (!largest && video.chunks.length === 1)
    throw new TranscodeRefused({ cause: 'damaged', detail: 'nothing in it could be played' })
}

async function sheetsOf(
  folder: string,
  { storyboard }: VideoPlan,
  chunk: Chunk,
  frames: number,
): Promise<MadeSheet[]> {
  const names = (await readdir(folder)).filter((name) => /^sheet-\d+\.jpg$/.test(name))
  const number = (name: string) => Number(/\d+/.exec(name)?.[0])
  const sorted = names.sort((a, b) => number(a) - number(b))
  const perSheet = sheet.columns * sheet.rows
  const first = Math.ceil(chunk.start / storyboard.everyFrames)
  const beyond = Math.ceil((chunk.start + frames) / storyboard.everyFrames)
  return sorted.map((name, index) => {
    const firstTile = first + index * perSheet
    return {
      path: path.join(folder, name),
      firstTile,
      tiles: Math.max(1, Math.min(perSheet, beyond - firstTile)),
    }
  })
}
