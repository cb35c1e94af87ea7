import { expect, test } from 'vitest'
import { preferredCodecs } from './video-codec.ts'

const device = (smooth: boolean, powerEfficient: boolean) => ({
  decodingInfo: async () => ({ supported: true, smooth, powerEfficient, keySystemAccess: null }),
})

test('AV1 is played where the device has hardware for it', async () =>
  expect(await preferredCodecs(device(true, true), 400)).toEqual(['av01', 'avc1']))

test('H.264 is played where AV1 would stutter, or empty the battery', async () => {
  expect((await preferredCodecs(device(false, true), 400))[0]).toBe('avc1')
  expect((await preferredCodecs(device(true, false), 400))[0]).toBe('avc1')
})

test('H.264 is played where more lines can be shown than AV1 has', async () =>
  expect((await preferredCodecs(device(true, true), 1080))[0]).toBe('avc1'))

test('a browser that cannot tell plays H.264', async () =>
  expect((await preferredCodecs(undefined, 400))[0]).toBe('avc1'))
