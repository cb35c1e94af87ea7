import { expect, test } from 'vitest'
import { qualitiesOf, type Track } from './qualities.ts'

const track = (id: number, height: number, more: Partial<Track> = {}): Track => ({
  id,
  active: false,
  width: (height * 16) / 9,
  height,
  bandwidth: height * 4000,
  videoCodec: 'avc1.640028',
  language: 'en',
  label: 'English',
  ...more,
})

test('qualities are listed best first, and the one that plays is marked', () =>
  expect(qualitiesOf([track(1, 360), track(2, 720, { active: true })])).toEqual([
    { trackId: 2, label: '720p', isActive: true },
    { trackId: 1, label: '360p', isActive: false },
  ]))

test('a portrait film is named by its short side', () =>
  expect(qualitiesOf([track(1, 1280, { width: 720 })])[0]?.label).toBe('720p'))

test('a recording is named by its bit rate', () => {
  const tracks = [64, 128, 256].map((kilobits, id) =>
    track(id, 0, { width: null, height: null, videoCodec: null, bandwidth: kilobits * 1000 + 900 }),
  )
  expect(qualitiesOf(tracks).map(({ label }) => label)).toEqual(['256 kbit/s', '128 kbit/s', '64 kbit/s'])
})

test('a height in two codecs is one line, in the codec that plays', () => {
  const av1 = (id: number, height: number, active = false) =>
    track(id, height, { active, videoCodec: 'av01.0.08M.08', bandwidth: height * 2000 })
  expect(qualitiesOf([track(1, 1080), av1(2, 1080), track(3, 720), av1(4, 720, true)])).toEqual([
    { trackId: 2, label: '1080p', isActive: false },
    { trackId: 4, label: '720p', isActive: true },
  ])
  const avc = { active: true, videoCodec: 'avc1.64001f' }
  expect(qualitiesOf([track(1, 1080), av1(2, 1080), track(3, 720, avc), av1(4, 720)])[0]?.trackId).toBe(1)
})

test('another quality keeps the language that is heard', () => {
  const german = { language: 'de', label: 'Deutsch', bandwidth: 1_000_000 }
  const tracks = [
    track(1, 720),
    track(2, 720, german),
    track(3, 360),
    track(4, 360, { ...german, active: true }),
  ]
  expect(qualitiesOf(tracks).map(({ trackId }) => trackId)).toEqual([2, 4])
})
