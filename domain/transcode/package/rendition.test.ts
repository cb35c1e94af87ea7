import { expect, test } from 'vitest'
import type { PartIndex } from './index-part.ts'
import { peakOf, renditionFacts } from './rendition.ts'

const part: PartIndex = {
  initBytes: 100,
  initHash: 'same',
  timescale: 30_000,
  codecs: 'avc1.64001F',
  width: 1280,
  height: 720,
  segments: [
    { offset: 100, length: 4000, duration: 4.004 },
    { offset: 4100, length: 2000, duration: 4.004 },
  ],
  keyFrames: [],
  shownAt: 0,
  ticks: 240_240,
  samples: 240,
  seamless: true,
  bytes: 6100,
}

test('a rendition in several files lasts, weighs and shows what they do together', () => {
  expect(
    renditionFacts([
      part,
      { ...part, ticks: 120_120, samples: 120, segments: part.segments.slice(0, 1), bytes: 4100 },
    ]),
  ).toEqual({
    bandwidth: Math.ceil((4000 * 8) / 4.004),
    averageBandwidth: Math.ceil((10_000 * 8) / 12.012),
    codecs: 'avc1.64001F',
    width: 1280,
    height: 720,
    frameRate: expect.closeTo(30000 / 1001, 6),
    durationSeconds: expect.closeTo(12.012, 9),
    bytes: 10_200,
  })
})

test('sound has no frame rate', () => {
  expect(renditionFacts([{ ...part, width: 0, height: 0 }]).frameRate).toBe(0)
})

const segments = (...all: [bytes: number, seconds: number][]) =>
  all.map(([length, duration]) => ({ offset: 0, length, duration }))

test('the peak is not that of a remainder, unless there is nothing else', () => {
  expect(peakOf(segments([4000, 4], [1000, 0.1]))).toBe(Math.ceil((5000 * 8) / 4.1))
  expect(peakOf(segments([8000, 4], [100, 0.1]))).toBe(16_000)
  expect(peakOf(segments([1000, 0.1]))).toBe(80_000)
})

test('short segments have the peak of as many as make one', () => {
  expect(peakOf(segments([1000, 1], [3000, 1], [3000, 1], [1000, 1], [800, 4]))).toBe(24_000)
})

test('half a target duration is long enough for a peak', () => {
  expect(peakOf(segments([1000, 2], [1000, 2], [2000, 1]))).toBe(16_000)
})
