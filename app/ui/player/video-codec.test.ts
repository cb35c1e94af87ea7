import { expect, test } from 'vitest'
import type { Picture } from '#domain/access/rules.ts'
import { preferredCodecs } from './video-codec.ts'

const picture = (codecs: string, height: number): Picture => ({
  codecs,
  width: (height * 16) / 9,
  height,
  bandwidth: 2_000_000,
  frameRate: 25,
})
const inH264 = [1080, 720, 480].map((height) => picture('avc1.640028', height))
const inAv1 = [720, 480].map((height) => picture('av01.0.05M.08', height))
const film = [...inH264, ...inAv1]
const device = (smooth: boolean, powerEfficient: boolean) => ({
  decodingInfo: () => Promise.resolve({ supported: true, smooth, powerEfficient, keySystemAccess: null }),
})
const able = device(true, true)
const first = async (...asked: Parameters<typeof preferredCodecs>) => (await preferredCodecs(...asked))[0]

test('AV1 is played where the device has hardware for it', async () =>
  expect(await preferredCodecs(film, 400, able)).toEqual(['av01', 'avc1']))

test('H.264 is played where AV1 would stutter, or empty the battery', async () => {
  expect(await first(film, 400, device(false, true))).toBe('avc1')
  expect(await first(film, 400, device(true, false))).toBe('avc1')
})

test('H.264 is played where more lines can be shown than AV1 has', async () => {
  expect(await first(film, 720, able)).toBe('av01')
  expect(await first(film, 721, able)).toBe('avc1')
})

test('AV1 is played on a large screen where the film has no more lines in any codec', async () =>
  expect(await first([...inH264.slice(1), ...inAv1], 2160, able)).toBe('av01'))

test('a device is asked about the very picture that it would have to decode', async () => {
  const asked: MediaDecodingConfiguration[] = []
  const decodingInfo = (about: MediaDecodingConfiguration) => {
    asked.push(about)
    return able.decodingInfo()
  }
  await preferredCodecs(film, 400, { decodingInfo })
  expect(asked).toMatchObject([{ video: { contentType: 'video/mp4; codecs="av01.0.05M.08"', height: 720 } }])
})

test('a film without AV1 is played in H.264, and no device is asked', async () => {
  const decodingInfo = () => Promise.reject(new Error('asked'))
  expect(await first(inH264, 400, { decodingInfo })).toBe('avc1')
})

test('a browser that cannot tell plays H.264', async () =>
  expect(await first(film, 400, undefined)).toBe('avc1'))
