import { expect, test } from 'vitest'
import { film, movie, picture, sound } from '#tests/support/source.ts'
import { canCopyPicture, canCopySound } from './copy-rules.ts'

test('what any phone or editor exports for the web is streamed as it is stored', () => {
  expect(canCopyPicture(film, picture, movie)).toBe(true)
  expect(canCopySound(sound, 0)).toBe(true)
})

test.each([
  ['HEVC', { codec: 'hevc' }],
  ['ten bits', { pixelFormat: 'yuv420p10le' }],
  ['4:2:2', { pixelFormat: 'yuv422p' }],
  ['a profile that browsers do not know', { profile: 'High 4:4:4 Predictive' }],
  ['a profile that nobody told', { profile: undefined }],
  ['a turned picture or pixels that are not square', { plain: false }],
  ['an interlaced picture', { interlaced: true }],
  ['high dynamic range', { hdr: 'pq' as const }],
  ['more bits than its rung may take', { kilobits: 5001 }],
  ['a bit rate that nobody told', { kilobits: undefined }],
  ['a picture that begins late', { startSeconds: 0.5 }],
  ['more than 2160 lines', { width: 7680, height: 4320 }],
])('%s is encoded', (_, change) => {
  expect(canCopyPicture(film, { ...picture, ...change }, movie)).toBe(false)
})

const key = (seconds: number) => seconds * movie.timescale
test.each([
  ['a varying frame rate', { frameTicks: undefined }],
  ['more than sixty pictures a second', { frameTicks: 128, frames: 7200 }],
  ['an open group of pictures', { closed: false }],
  ['an edit inside a group', { edited: true }],
  ['key frames more than eight seconds apart', { keyTicks: [0, 8.1, 16, 24, 32, 40, 48, 56].map(key) }],
  ['key frames that end long before the film', { keyTicks: [0, 8, 16, 24, 32, 40, 48].map(key) }],
  ['a beginning without a key frame', { keyTicks: [1, 8, 16, 24, 32, 40, 48, 56].map(key) }],
  ['tables that tell another length', { frames: 1700 }],
  ['a single picture', { frames: 1 }],
])('%s is encoded, by its sample tables', (_, change) => {
  expect(canCopyPicture(film, picture, { ...movie, ...change })).toBe(false)
})

test('without sample tables, or in another container, nothing is copied', () => {
  expect(canCopyPicture(film, picture, undefined)).toBe(false)
  expect(canCopyPicture({ ...film, container: 'matroska,webm' }, picture, movie)).toBe(false)
})

test('key frames eight seconds apart are still near enough', () => {
  const keyTicks = [0, 8, 16, 24, 32, 40, 48, 56].map(key)
  expect(canCopyPicture(film, picture, { ...movie, keyTicks })).toBe(true)
})

test('a picture whose sound outlasts it is encoded, as its last picture has to be held', () => {
  expect(canCopyPicture({ ...film, audio: [{ ...sound, durationSeconds: 60.6 }] }, picture, movie)).toBe(
    false,
  )
  expect(canCopyPicture({ ...film, audio: [{ ...sound, durationSeconds: 60.4 }] }, picture, movie)).toBe(true)
})

test.each([
  ['another codec', { codec: 'mp3' }],
  ['HE-AAC', { profile: 'HE-AAC' }],
  ['5.1 sound', { channels: 6 }],
  ['an unusual sample rate', { sampleRate: 32_000 }],
  ['a rate that no listener needs', { kilobits: 300 }],
  ['a rate that nobody told', { kilobits: undefined }],
  ['sound that begins late', { startSeconds: 0.04 }],
])('%s is encoded, too', (_, change) => {
  expect(canCopySound({ ...sound, ...change }, 0)).toBe(false)
})
