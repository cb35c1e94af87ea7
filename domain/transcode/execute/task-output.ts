import type { PartIndex } from '../package/index-part.ts'
import type { ScoredPoster } from './poster.ts'
import type { Loudness } from './loudness.ts'

/** A file of a rendition: the whole of it, or one chunk. */
export type MadePart = {
  /** The rendition's name: `720p`, `audio-128k`. */
  rendition: string
  kind: 'video' | 'audio'
  path: string
  index: PartIndex
}

/** Subtitles as one WebVTT file. */
export type MadeText = { rendition: string; path: string; bytes: number }

/** A sheet of small pictures: so many, from the first one's number in the film (in steps of the storyboard). */
export type MadeSheet = { path: string; firstTile: number; tiles: number }

/** What a task has made, in its scratch folder. */
export type TaskOutput = {
  parts: MadePart[]
  texts: MadeText[]
  sheets: MadeSheet[]
  poster?: ScoredPoster | undefined
  loudness?: Loudness | undefined
  /** Peaks of the sound, 0 to 100, so many seconds each. */
  waveform?: { secondsPerPeak: number; peaks: number[] } | undefined
  cpuSeconds: number
}

export const nothing: TaskOutput = { parts: [], texts: [], sheets: [], cpuSeconds: 0 }
