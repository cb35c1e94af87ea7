import type { Movie } from '#domain/transcode/source/movie.ts'
import type { AudioSource, Source, VideoSource } from '#domain/transcode/source/probe-source.ts'

export const picture: VideoSource = {
  streamIndex: 0,
  codec: 'h264',
  profile: 'High',
  pixelFormat: 'yuv420p',
  width: 1920,
  height: 1080,
  frameRate: 30,
  startSeconds: 0,
  durationSeconds: 60,
  hdr: undefined,
  interlaced: false,
  rgb: false,
  plain: true,
  kilobits: 4000,
}
export const sound: AudioSource = {
  streamIndex: 1,
  codec: 'aac',
  profile: 'LC',
  sampleRate: 48_000,
  channels: 2,
  startSeconds: 0,
  durationSeconds: 60,
  kilobits: 128,
  lossless: false,
  language: 'en',
  title: undefined,
}
/** A minute of film as any camera makes it: what rules are tried on, changed in one thing or another. */
export const film: Source = {
  container: 'mov,mp4,m4a,3gp,3g2,mj2',
  seekable: true,
  startSeconds: 0,
  durationSeconds: 60,
  video: picture,
  audio: [sound],
  texts: [],
  coverIndex: undefined,
}
/** What its sample tables say: a key frame every two seconds. */
export const movie: Movie = {
  timescale: 15_360,
  frameTicks: 512,
  frames: 1800,
  keyTicks: Array.from({ length: 30 }, (_, index) => index * 2 * 15_360),
  closed: true,
  edited: false,
}
/** The same film, of another length. */
export const filmOf = (seconds: number): Source => ({
  ...film,
  durationSeconds: seconds,
  video: { ...picture, durationSeconds: seconds },
  audio: [{ ...sound, durationSeconds: seconds }],
})
