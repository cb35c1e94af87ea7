import { expect, test } from 'vitest'
import { qualitiesOf } from './qualities.ts'

test('qualities are listed best first, and the one that plays is marked', () => {
  const tracks = [
    { id: 1, active: false, width: 640, height: 360, bandwidth: 900_000 },
    { id: 2, active: true, width: 1280, height: 720, bandwidth: 3_000_000 },
  ]
  expect(qualitiesOf(tracks)).toEqual([
    { trackId: 2, label: '720p', isActive: true },
    { trackId: 1, label: '360p', isActive: false },
  ])
})

test('a portrait film is named by its short side', () => {
  const track = { id: 1, active: true, width: 720, height: 1280, bandwidth: 3_000_000 }
  expect(qualitiesOf([track])[0]?.label).toBe('720p')
})

test('a recording is named by its bit rate', () => {
  const tracks = [64, 128, 256].map((kilobits, id) => ({
    id,
    active: false,
    width: null,
    height: null,
    bandwidth: kilobits * 1000 + 900,
  }))
  expect(qualitiesOf(tracks).map(({ label }) => label)).toEqual(['256 kbit/s', '128 kbit/s', '64 kbit/s'])
})
