import type { Chunk } from './chunks.ts'
import type { AudioRung, FrameRate, VideoRung } from './ladder.ts'
import type { TextSource } from '../source/probe-source.ts'

/** Length of a segment that playlists aim at. */
export const segmentSeconds = 4
/** Columns and rows of small pictures on one sheet of a storyboard. */
export const sheet = { columns: 5, rows: 5 } as const

export type VideoPlan = {
  streamIndex: number
  frameRate: FrameRate
  /** Pictures between key frames, at the full frame rate; of a copied film, those of its encoded rungs are the original's. */
  gopFrames: number
  /** Ticks per second of the output files. */
  timescale: number
  deinterlace: boolean
  toneMap: 'pq' | 'hlg' | undefined
  fromRgb: boolean
  /** Largest first. */
  rungs: VideoRung[]
  /** The first rung is the original's own picture, remuxed; the others have their key frames where it has them. */
  copied: { keyFrames: number[] } | undefined
  /** Where segments of a copied film begin, in pictures; of others, every four seconds. */
  segmentStarts: number[] | undefined
  /** What is encoded at a time, by any worker, in pictures. The last has no end: it takes whatever is there. */
  chunks: Chunk[]
  /** The last picture is held for so many more, until the sound ends. */
  heldFrames: number
  /** One in `everyFrames` pictures before `untilFrame` (the first third) is a candidate for the poster. */
  poster: { everyFrames: number; untilFrame: number; width: number; height: number }
  /** Small pictures for the seek bar, one in `everyFrames`. */
  storyboard: { everyFrames: number; width: number; height: number }
}

export type AudioPlan = {
  streamIndex: number
  language: string | undefined
  title: string | undefined
  /** Of what is made of it. */
  channels: number
  /** The track is streamed as it is stored. */
  copied: boolean
  rungs: AudioRung[]
}

export type TextPlan = TextSource & { name: string }

export const taskKinds = ['copy', 'sound', 'chunk', 'av1', 'finish'] as const
/** What is done at a time: a remux, all the sound, one chunk in every rung, one chunk in AV1, what comes last. */
export type TaskKind = (typeof taskKinds)[number]
export type PlannedTask = {
  kind: TaskKind
  /** Which chunk; 0 where there is only one of the kind. */
  position: number
  /** Expected CPU seconds. */
  cost: number
  /** Room in the scratch folder that it may take, in bytes. */
  scratchBytes: number
}

/** What a failed attempt has taught: stored pictures that do not remux well, or times that cannot be sought. */
export type PlanConstraint = 'no_copy' | 'whole'

/** What will be made of an original, and why nothing else. A function of the source alone, so a second run does the same. */
export type TranscodePlan = {
  mediaType: 'video' | 'audio'
  /** Where the film begins, in the original's own time. Everything made starts at 0 there. */
  zeroSeconds: number
  /** From zero to the end, as the container promises; undefined when it does not. */
  expectedSeconds: number | undefined
  /**
   * `seek`: parts of the original are reached by their time. `whole`: its times cannot be trusted; it is read from its
   * beginning in one go, and ffmpeg mends them.
   */
  reading: 'seek' | 'whole'
  /** Read ahead of a chunk, in seconds, so that no picture at its head is missed. */
  prerollSeconds: number
  /** Where the container says that its time begins. */
  startSeconds: number
  video: VideoPlan | undefined
  audio: AudioPlan[]
  texts: TextPlan[]
  coverIndex: number | undefined
  tasks: PlannedTask[]
}
