import { av1RungsOf } from '../plan/ladder.ts'
import type { AudioPlan, TaskKind, TranscodePlan, VideoPlan } from '../plan/plan.ts'
import type { PartIndex } from './index-part.ts'
import { renditionFacts, type RenditionFacts } from './rendition.ts'

/** What a task has made, where it is stored. A `key` is one of the media bucket, or a path below the folder of a local run. */
export type StoredOutput = {
  parts: { rendition: string; kind: 'video' | 'audio'; key: string; index: PartIndex }[]
  /** Subtitles as WebVTT. */
  texts: { rendition: string; key: string; bytes: number }[]
  sheets: { key: string; firstTile: number; tiles: number }[]
  poster?: StoredPoster | undefined
  loudness?: { integratedLufs: number; truePeakDbtp: number } | undefined
  waveformKey?: string | undefined
  /** Of what comes last: the beginning of the film for everybody. */
  preview?: StoredOutput['parts'] | undefined
  download?: { key: string; bytes: number; width: number; height: number; rendition: string } | undefined
  /** An MP4 was asked for and cannot be made: its files do not fit together. */
  noDownload?: boolean | undefined
  sha256?: string | undefined
}
export type StoredPoster = { key: string; hash: string; width: number; height: number; score: number }

export type FinishedTask = { kind: TaskKind; position: number; made: StoredOutput }

/** One file of a rendition, as playlists address it: seconds, bytes. */
export type RenditionPart = Pick<PartIndex, 'initBytes' | 'initHash' | 'segments' | 'keyFrames' | 'bytes'> & {
  key: string
}

export type Rendition = RenditionFacts & {
  name: string
  kind: 'video' | 'audio' | 'text'
  language: string | undefined
  title: string | undefined
  /** Of sound; undefined otherwise. */
  channels: number | undefined
  parts: RenditionPart[]
}

/** What there is of a film so far. */
export type Film = {
  /** Complete from end to end: pictures largest first, then sound, then subtitles. */
  renditions: Rendition[]
  /** There is a picture from end to end, with all the sound that belongs to it; or the sound of a recording. */
  isPlayable: boolean
  durationSeconds: number
  width: number
  height: number
  poster: StoredPoster | undefined
  sheets: StoredOutput['sheets']
  loudness: StoredOutput['loudness']
  waveformKey: string | undefined
}

/** Puts together what the finished tasks of a plan have made. */
export function assembleFilm(plan: TranscodePlan, finished: readonly FinishedTask[]): Film {
  const made = new Made(finished)
  const pictures = plan.video ? picturesOf(plan.video, made) : []
  const sound = plan.audio.flatMap((track) => soundOf(track, made))
  const main = plan.mediaType === 'video' ? pictures[0] : sound[0]
  const durationSeconds = main?.durationSeconds ?? 0
  const isPlayable = main !== undefined && plan.audio.every((track) => made.of(makerOf(track)) !== undefined)
  const outputs = finished.map((task) => task.made)
  return {
    renditions: [...pictures, ...sound, ...textsOf(plan, made, durationSeconds)],
    isPlayable,
    durationSeconds,
    width: pictures[0]?.width ?? 0,
    height: pictures[0]?.height ?? 0,
    poster: outputs
      .flatMap(({ poster }) => poster ?? [])
      .sort((a, b) => b.score - a.score)
      .at(0),
    sheets: outputs.flatMap(({ sheets }) => sheets).sort((a, b) => a.firstTile - b.firstTile),
    loudness: outputs.find(({ loudness }) => loudness)?.loudness,
    waveformKey: outputs.find(({ waveformKey }) => waveformKey)?.waveformKey,
  }
}

/** What comes last, as renditions: the preview, and one MP4 to keep. */
export function finishedRenditions(
  film: Pick<Film, 'renditions' | 'durationSeconds'>,
  { preview = [], download }: StoredOutput,
): { preview: Rendition[]; download: Rendition[] } {
  const source = download && film.renditions.find(({ name }) => name === download.rendition)
  return {
    preview: preview.flatMap((part) => renditionOf(part.rendition, part.kind, [part]) ?? []),
    download:
      download && source
        ? [
            {
              ...source,
              name: 'download',
              bytes: download.bytes,
              parts: [
                {
                  key: download.key,
                  bytes: download.bytes,
                  initBytes: 0,
                  initHash: '',
                  segments: [],
                  keyFrames: [],
                },
              ],
            },
          ]
        : [],
  }
}

class Made {
  private readonly outputs: Map<string, StoredOutput>

  constructor(finished: readonly FinishedTask[]) {
    this.outputs = new Map(finished.map(({ kind, position, made }) => [`${kind} ${position}`, made]))
  }

  of(kind: TaskKind, position = 0): StoredOutput | undefined {
    return this.outputs.get(`${kind} ${position}`)
  }

  part(rendition: string, kind: TaskKind, position = 0) {
    return this.of(kind, position)?.parts.find((part) => part.rendition === rendition)
  }
}

type MadePart = StoredOutput['parts'][number]

function picturesOf(video: VideoPlan, made: Made): Rendition[] {
  const everyChunk = (rendition: string, kind: TaskKind): MadePart[] | undefined => {
    const parts = video.chunks.map((_, position) => made.part(rendition, kind, position))
    const there = parts.filter((part) => part !== undefined)
    return there.length === parts.length ? there : undefined
  }
  const names = video.rungs.map(({ name }) => name)
  return [
    ...names.map((name, index) => {
      const copy = video.copied && index === 0 ? made.part(name, 'copy') : undefined
      return renditionOf(name, 'video', copy ? [copy] : everyChunk(name, 'chunk'))
    }),
    ...av1RungsOf(video.rungs).map(({ name }) => renditionOf(name, 'video', everyChunk(name, 'av1'))),
  ].filter((rendition) => rendition !== undefined)
}

const makerOf = ({ copied }: AudioPlan): TaskKind => (copied ? 'copy' : 'sound')

function soundOf(track: AudioPlan, made: Made): Rendition[] {
  return track.rungs.flatMap(({ name }) => {
    const part = made.part(name, makerOf(track))
    const rendition = renditionOf(name, 'audio', part && [part])
    if (!rendition) return []
    return [{ ...rendition, language: track.language, title: track.title, channels: track.channels }]
  })
}

function textsOf({ texts }: TranscodePlan, made: Made, durationSeconds: number): Rendition[] {
  return texts.flatMap(({ name, language, title }) => {
    const text = made.of('sound')?.texts.find(({ rendition }) => rendition === name)
    if (!text || durationSeconds === 0) return []
    const { key, bytes } = text
    const rate = Math.ceil((bytes * 8) / durationSeconds)
    const whole = { offset: 0, length: bytes, duration: durationSeconds }
    return [
      {
        name,
        kind: 'text' as const,
        language,
        title,
        channels: undefined,
        bandwidth: rate,
        averageBandwidth: rate,
        codecs: 'wvtt',
        width: 0,
        height: 0,
        frameRate: 0,
        durationSeconds,
        bytes,
        parts: [{ key, initBytes: 0, initHash: '', segments: [whole], keyFrames: [], bytes }],
      },
    ]
  })
}

function renditionOf(
  name: string,
  kind: 'video' | 'audio',
  made: readonly MadePart[] | undefined,
): Rendition | undefined {
  const [first, ...rest] = made ?? []
  if (!first) return undefined
  const parts = [first, ...rest]
  return {
    ...renditionFacts([first.index, ...rest.map(({ index }) => index)]),
    name,
    kind,
    language: undefined,
    title: undefined,
    channels: undefined,
    parts: parts.map(({ key, index: { initBytes, initHash, segments, keyFrames, bytes } }) => ({
      key,
      initBytes,
      initHash,
      segments,
      keyFrames,
      bytes,
    })),
  }
}
