import type { Refused } from '../source/causes.ts'
import type { AudioSource, Source, VideoSource } from '../source/probe-source.ts'
import {
  audioOnlyLadder,
  audioRung,
  snapFrameRate,
  videoLadder,
  type AudioRung,
  type FrameRate,
  type VideoRung,
} from './ladder.ts'

/** A key frame every two seconds, a segment every two of them. */
const gopSeconds = 2
/** Length of a segment that playlists aim at. */
export const segmentSeconds = 4

const maxSeconds = 12 * 3600
const maxSide = 16_384
const maxPixels = 8192 * 8192
const posterCandidates = 12
const posterMaxWidth = 1280

export type VideoPlan = {
  streamIndex: number
  frameRate: FrameRate
  /** Pictures between key frames, at the full frame rate. */
  gopFrames: number
  /** Ticks per second of the output files. */
  timescale: number
  deinterlace: boolean
  toneMap: 'pq' | 'hlg' | undefined
  fromRgb: boolean
  rungs: VideoRung[]
  /** One in `everyFrames` pictures before `untilFrame` (the first third) is a candidate for the poster. */
  poster: { everyFrames: number; untilFrame: number; width: number; height: number }
}

export type AudioPlan = {
  streamIndex: number
  language: string | undefined
  title: string | undefined
  rungs: AudioRung[]
}

/** What will be made of an original, and why nothing else. A function of the source alone, so a second run does the same. */
export type TranscodePlan = {
  mediaType: 'video' | 'audio'
  /** Where the film begins, in the original's own time. Everything made starts at 0 there. */
  zeroSeconds: number
  /** From zero to the end, as the container promises; undefined when it does not. */
  expectedSeconds: number | undefined
  video: VideoPlan | undefined
  audio: AudioPlan | undefined
  coverIndex: number | undefined
}

/** Decides what to make of a source. Refuses what is too long or too large. */
export function planTranscode(source: Source): TranscodePlan | Refused {
  const { durationSeconds, video } = source
  if ((durationSeconds ?? 0) > maxSeconds) return { cause: 'too_long', detail: `${durationSeconds} s` }
  if (video && (Math.max(video.width, video.height) > maxSide || video.width * video.height > maxPixels)) {
    return { cause: 'too_large', detail: `a picture of ${video.width} × ${video.height}` }
  }
  return video ? planFilm(source, video) : planSound(source)
}

function planFilm(source: Source, video: VideoSource): TranscodePlan {
  const frameRate = snapFrameRate(video.frameRate)
  const perSecond = frameRate.num / frameRate.den
  // The grid of pictures runs through the first one; it begins with the container, so that sound ahead of the picture stays.
  const lead = Math.floor(Math.max(0, video.startSeconds - source.startSeconds) * perSecond + 0.001)
  const zeroSeconds = video.startSeconds - lead / perSecond
  const expectedSeconds =
    source.durationSeconds === undefined ? undefined : source.durationSeconds + lead / perSecond
  const rungs = videoLadder({ width: video.width, height: video.height, frameRate: perSecond })
  const largest = rungs[0] ?? { width: video.width, height: video.height }
  const posterScale = Math.min(1, posterMaxWidth / largest.width)
  const untilFrame = Math.max(1, Math.floor(((expectedSeconds ?? 60) * perSecond) / 3))
  return {
    mediaType: 'video',
    zeroSeconds,
    expectedSeconds,
    video: {
      streamIndex: video.streamIndex,
      frameRate,
      gopFrames: Math.round(gopSeconds * perSecond),
      timescale: frameRate.den === 1 ? frameRate.num * 1000 : frameRate.num,
      deinterlace: video.interlaced,
      toneMap: video.hdr,
      fromRgb: video.rgb,
      rungs,
      poster: {
        everyFrames: Math.max(1, Math.ceil(untilFrame / posterCandidates)),
        untilFrame,
        width: Math.max(2, Math.round((largest.width * posterScale) / 2) * 2),
        height: Math.max(2, Math.round((largest.height * posterScale) / 2) * 2),
      },
    },
    audio: planTrack(source.audio[0], [audioRung(128)]),
    coverIndex: undefined,
  }
}

function planSound(source: Source): TranscodePlan {
  const track = source.audio[0]
  return {
    mediaType: 'audio',
    zeroSeconds: track?.startSeconds ?? 0,
    expectedSeconds: source.durationSeconds,
    video: undefined,
    audio: planTrack(track, track ? audioOnlyLadder(track) : []),
    coverIndex: source.coverIndex,
  }
}

function planTrack(track: AudioSource | undefined, rungs: AudioRung[]): AudioPlan | undefined {
  return track && { streamIndex: track.streamIndex, language: track.language, title: track.title, rungs }
}
