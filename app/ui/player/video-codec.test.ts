import { expect, test } from 'vitest'
import { preferredCodecs } from './video-codec.ts'

const device = (smooth: boolean, powerEfficient: boolean) => ({
  decodingInfo: async () => ({ supported: true, smooth, powerEfficient, keySystemAccess: null }),
})

test('AV1 is played where the device has hardware for it', async () =>
  expect(await preferredCodecs(device(true, true))).toEqual(['av01', 'avc1']))

test('H.264 is played where AV1 would stutter, or empty the battery', async () => {
  expect((await preferredCodecs(device(false, true)))[0]).toBe('avc1')
  expect((await preferredCodecs(device(true, false)))[0]).toBe('avc1')
})

test('a browser that cannot tell plays H.264', async () =>
  expect((await preferredCodecs(undefined))[0]).toBe('avc1'))
