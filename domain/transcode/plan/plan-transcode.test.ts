import { expect, test } from 'vitest'
import { planTranscode } from './plan-transcode.ts'
import type { AudioSource, Source, VideoSource } from '../source/probe-source.ts'

const picture: VideoSource = {
  streamIndex: 0,
  codec: 'h264',
  width: 1920,
  height: 1080,
  frameRate: 30,
  startSeconds: 0,
  durationSeconds: 60,
  hdr: undefined,
  interlaced: false,
  rgb: false,
}
const sound: AudioSource = {
  streamIndex: 1,
  codec: 'aac',
  channels: 2,
  startSeconds: 0,
  durationSeconds: 60,
  kilobits: 128,
  lossless: false,
  language: 'en',
  title: undefined,
}
const film: Source = {
  container: 'mov',
  startSeconds: 0,
  durationSeconds: 60,
  video: picture,
  audio: [sound],
  coverIndex: undefined,
}

test('a film gets its ladder, key frames every two seconds and one stereo track', () => {
  expect(planTranscode(film)).toMatchObject({
    mediaType: 'video',
    zeroSeconds: 0,
    expectedSeconds: 60,
    video: { gopFrames: 60, timescale: 30000, frameRate: { num: 30, den: 1 } },
    audio: { streamIndex: 1, language: 'en', rungs: [{ kilobits: 128 }] },
  })
})

test('NTSC rates keep their exact fraction', () => {
  expect(planTranscode({ ...film, video: { ...picture, frameRate: 29.97 } })).toMatchObject({
    video: { gopFrames: 60, timescale: 30000, frameRate: { num: 30000, den: 1001 } },
  })
})

test('a picture that begins late keeps its distance to the sound, on the grid of its own frames', () => {
  expect(
    planTranscode({ ...film, startSeconds: 10, video: { ...picture, startSeconds: 10.51 } }),
  ).toMatchObject({
    zeroSeconds: expect.closeTo(10.01, 6),
    expectedSeconds: expect.closeTo(60.5, 6),
  })
})

test('sound alone is planned as audio, with its cover', () => {
  expect(planTranscode({ ...film, video: undefined, coverIndex: 2 })).toMatchObject({
    mediaType: 'audio',
    video: undefined,
    coverIndex: 2,
    audio: { rungs: [{ kilobits: 64 }, { kilobits: 128 }] },
  })
})

test.each([
  ['too_long', { durationSeconds: 13 * 3600 }],
  ['too_large', { video: { ...picture, width: 100_000, height: 100_000 } }],
  ['too_large', { video: { ...picture, width: 20_000, height: 10 } }],
])('what goes beyond every bound is refused as %s', (cause, change) => {
  expect(planTranscode({ ...film, ...change })).toMatchObject({ cause })
})
