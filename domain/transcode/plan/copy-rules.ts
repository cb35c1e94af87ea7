import type { Movie } from '../source/movie.ts'
import type { AudioSource, Source, VideoSource } from '../source/probe-source.ts'
import { capFor } from './ladder.ts'

/** Apple's and our own limit: a viewer waits for a key frame at a switch. */
const longestGopSeconds = 8
const streamableProfiles = /^(Constrained Baseline|Baseline|Main|High)$/
const highestRate = 60.5
/** Sound may begin so much before or after the picture and still be in step with it, in seconds. */
const inStepSeconds = 0.03
const mostSoundKilobits = 256

/**
 * Whether the stored picture is good enough to be the first rung as it is: H.264, 8 bits 4:2:0, upright and progressive,
 * under the rung's cap, at one frame rate, in closed groups of at most eight seconds, and not edited inside one.
 */
export function canCopyPicture(source: Source, video: VideoSource, movie: Movie | undefined): boolean {
  if (!movie?.frameTicks || movie.frames < 2 || !/^mov/.test(source.container)) return false
  const { timescale, frameTicks, frames, keyTicks } = movie
  const seconds = (frames * frameTicks) / timescale
  const soundSeconds = Math.max(
    0,
    ...source.audio.map((track) => track.startSeconds + (track.durationSeconds ?? 0) - video.startSeconds),
  )
  const gaps = keyTicks.map((key, index) => (keyTicks[index + 1] ?? frames * frameTicks) - key)
  return (
    video.codec === 'h264' &&
    streamableProfiles.test(video.profile ?? '') &&
    video.pixelFormat === 'yuv420p' &&
    video.plain &&
    !video.interlaced &&
    !video.hdr &&
    timescale / frameTicks <= highestRate &&
    Math.min(video.width, video.height) <= 2160 &&
    (video.kilobits ?? Infinity) <= capFor(Math.min(video.width, video.height)) &&
    keyTicks[0] === 0 &&
    Math.max(...gaps) <= longestGopSeconds * timescale &&
    movie.closed &&
    !movie.edited &&
    Math.abs(seconds - (source.durationSeconds ?? 0)) < 0.1 &&
    // The container begins with its picture, and the sound does not outlast it.
    video.startSeconds - source.startSeconds < frameTicks / timescale &&
    soundSeconds - seconds < 0.5
  )
}

/** Whether a sound track can be streamed as it is: AAC-LC in mono or stereo that begins with the picture. */
export function canCopySound(track: AudioSource, zeroSeconds: number): boolean {
  return (
    track.codec === 'aac' &&
    track.profile === 'LC' &&
    track.channels <= 2 &&
    (track.sampleRate === 44_100 || track.sampleRate === 48_000) &&
    (track.kilobits ?? Infinity) <= mostSoundKilobits &&
    Math.abs(track.startSeconds - zeroSeconds) <= inStepSeconds
  )
}
