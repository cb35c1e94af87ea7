import type { Refused } from '../source/causes.ts'
import type { Movie } from '../source/movie.ts'
import type { AudioSource, Source, VideoSource } from '../source/probe-source.ts'
import { cutChunks, cutCopiedChunks, segmentStartsOf } from './chunks.ts'
import { canCopyPicture, canCopySound } from './copy-rules.ts'
import { costOf, scratchBytesOf } from './cost.ts'
import { audioOnlyLadder, audioRung, snapFrameRate, videoLadder } from './ladder.ts'
import type { AudioPlan, PlanConstraint, PlannedTask, TaskKind, TranscodePlan, VideoPlan } from './plan.ts'

/** A key frame every two seconds, a segment every two of them. */
const gopSeconds = 2

const maxSeconds = 12 * 3600
const maxSide = 16_384
const maxPixels = 8192 * 8192
const maxTracks = 16
const posterCandidates = 12
const posterMaxWidth = 1280
const tileWidth = 160
/** A picture is held to its sound's end when the sound is longer than this, in seconds. */
const heldFrom = 0.5

export type PlanOptions = { movie?: Movie | undefined; constraints?: readonly PlanConstraint[] }

/** Decides what to make of a source. Refuses what is too long or too large. */
export function planTranscode(source: Source, options: PlanOptions = {}): TranscodePlan | Refused {
  const { durationSeconds, video } = source
  if ((durationSeconds ?? 0) > maxSeconds) return { cause: 'too_long', detail: `${durationSeconds} s` }
  if (video && (Math.max(video.width, video.height) > maxSide || video.width * video.height > maxPixels)) {
    return { cause: 'too_large', detail: `a picture of ${video.width} × ${video.height}` }
  }
  const plan = video ? planFilm(source, video, options) : planSound(source)
  return { ...plan, tasks: tasksOf(plan) }
}

type Untasked = Omit<TranscodePlan, 'tasks'>

function planFilm(source: Source, video: VideoSource, { movie, constraints = [] }: PlanOptions): Untasked {
  const copy = constraints.length === 0 && canCopyPicture(source, video, movie) ? movie : undefined
  const frameRate = copy ? { num: copy.timescale, den: copy.frameTicks ?? 1 } : snapFrameRate(video.frameRate)
  const perSecond = frameRate.num / frameRate.den
  // The grid of pictures runs through the first one; it begins with the container, so that sound ahead of the picture stays.
  const lead = copy
    ? 0
    : Math.floor(Math.max(0, video.startSeconds - source.startSeconds) * perSecond + 0.001)
  const zeroSeconds = video.startSeconds - lead / perSecond
  const pictureSeconds =
    source.durationSeconds === undefined ? undefined : source.durationSeconds + lead / perSecond
  const soundSeconds = Math.max(
    0,
    ...source.audio.map(
      ({ startSeconds, durationSeconds = 0 }) => startSeconds + durationSeconds - zeroSeconds,
    ),
  )
  const missing = pictureSeconds === undefined ? 0 : soundSeconds - pictureSeconds
  const heldFrames = !copy && missing > heldFrom ? Math.floor(missing * perSecond) : 0
  const expectedSeconds = pictureSeconds === undefined ? undefined : pictureSeconds + heldFrames / perSecond
  const reading = copy || (canSeek(source) && !constraints.includes('whole')) ? 'seek' : 'whole'
  const size = { width: video.width, height: video.height }
  const rungs = videoLadder({ ...size, frameRate: copy ? 0 : perSecond })
  const gopFrames = Math.round(gopSeconds * perSecond)
  const frames = pictureSeconds === undefined ? undefined : Math.round(pictureSeconds * perSecond)
  const keyFrames = copy?.keyTicks.map((ticks) => Math.round(ticks / frameRate.den))
  const segmentStarts = keyFrames && segmentStartsOf(keyFrames, perSecond)
  return {
    mediaType: 'video',
    zeroSeconds,
    expectedSeconds,
    reading,
    prerollSeconds: 1,
    startSeconds: source.startSeconds,
    video: {
      streamIndex: video.streamIndex,
      frameRate,
      gopFrames,
      timescale: copy ? frameRate.num : frameRate.den === 1 ? frameRate.num * 1000 : frameRate.num,
      deinterlace: video.interlaced,
      toneMap: video.hdr,
      fromRgb: video.rgb,
      rungs,
      copied: keyFrames && { keyFrames },
      segmentStarts,
      chunks: segmentStarts
        ? cutCopiedChunks(segmentStarts, perSecond)
        : cutChunks(reading === 'seek' ? frames : undefined, { gopFrames, perSecond }),
      heldFrames,
      ...picturesOf(rungs[0] ?? { ...size }, frames, expectedSeconds, perSecond),
    },
    audio: source.audio
      .slice(0, maxTracks)
      .map((track, index) => planTrack(track, index, copy !== undefined && canCopySound(track, zeroSeconds))),
    texts: source.texts.slice(0, maxTracks).map((text, index) => ({ ...text, name: `text-${index + 1}` })),
    coverIndex: undefined,
  }
}

/** Containers whose parts ffmpeg finds by their time: others are read from their beginning. */
const canSeek = ({ container, durationSeconds, seekable }: Source) =>
  durationSeconds !== undefined && seekable && /^(mov|matroska|avi)/.test(container)

function picturesOf(
  largest: { width: number; height: number },
  frames: number | undefined,
  seconds: number | undefined,
  perSecond: number,
): Pick<VideoPlan, 'poster' | 'storyboard'> {
  const scaled = (width: number) => {
    const share = Math.min(1, width / largest.width)
    const even = (side: number) => Math.max(2, Math.round((side * share) / 2) * 2)
    return { width: even(largest.width), height: even(largest.height) }
  }
  const untilFrame = Math.max(1, Math.floor((frames ?? 60 * perSecond) / 3))
  return {
    poster: {
      everyFrames: Math.max(1, Math.ceil(untilFrame / posterCandidates)),
      untilFrame,
      ...scaled(posterMaxWidth),
    },
    storyboard: { everyFrames: Math.round(tileSeconds(seconds ?? 0) * perSecond), ...scaled(tileWidth) },
  }
}

/** Seconds from one small picture of the seek bar to the next. */
function tileSeconds(duration: number): number {
  if (duration <= 120) return 1
  if (duration <= 900) return 2
  return duration <= 3600 ? 5 : 10
}

function planSound(source: Source): Untasked {
  const track = source.audio[0]
  return {
    mediaType: 'audio',
    zeroSeconds: track?.startSeconds ?? 0,
    expectedSeconds: source.durationSeconds,
    reading: 'whole',
    prerollSeconds: 0,
    startSeconds: source.startSeconds,
    video: undefined,
    audio: track
      ? [
          {
            streamIndex: track.streamIndex,
            language: track.language,
            title: track.title,
            channels: 2,
            copied: false,
            rungs: audioOnlyLadder(track),
          },
        ]
      : [],
    texts: [],
    coverIndex: source.coverIndex,
  }
}

function planTrack(track: AudioSource, index: number, copied: boolean): AudioPlan {
  const { name, kilobits } = audioRung(128)
  const distinct = index === 0 ? name : `${name}-${index + 1}`
  const { streamIndex, language, title } = track
  const channels = copied ? track.channels : 2
  return { streamIndex, language, title, channels, copied, rungs: [{ name: distinct, kilobits }] }
}

function tasksOf(plan: Untasked): PlannedTask[] {
  const { video, audio, texts } = plan
  const task = (kind: TaskKind, position = 0): PlannedTask => ({
    kind,
    position,
    cost: costOf(plan, kind, position),
    scratchBytes: scratchBytesOf(plan, kind, position),
  })
  return [
    ...(video?.copied ? [task('copy')] : []),
    ...(audio.length + texts.length > 0 ? [task('sound')] : []),
    ...(video?.chunks ?? []).map((_, position) => task('chunk', position)),
    task('finish'),
  ]
}
