import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutChunks, cutCopiedChunks, segmentStartsOf } from './chunks.ts'

const thirty = { gopFrames: 60, perSecond: 30 }
const seconds = (chunks: readonly { start: number }[]) => chunks.map(({ start }) => start / 30)

test.each([
  [19.9, [0]],
  [20, [0, 4]],
  [71.9, [0, 4]],
  [72, [0, 4, 64]],
  [200, [0, 4, 64, 124, 184]],
])('a film of %d seconds is cut at %o', (length, starts) => {
  expect(seconds(cutChunks(Math.round(length * 30), thirty))).toEqual(starts)
})

test('a film of unknown length is one chunk', () => {
  expect(cutChunks(undefined, thirty)).toEqual([{ start: 0, end: undefined }])
})

test('chunks follow each other at whole segments, and the last takes whatever is there', () => {
  const rate = fc.constantFrom(10, 12, 15, 24, 25, 24000 / 1001, 30, 30000 / 1001, 48, 50, 60, 60000 / 1001)
  fc.assert(
    fc.property(rate, fc.integer({ min: 0, max: 60 * 3600 * 12 }), (perSecond, frames) => {
      const gopFrames = Math.round(2 * perSecond)
      const chunks = cutChunks(frames, { gopFrames, perSecond })
      expect(chunks[0]?.start).toBe(0)
      expect(chunks.at(-1)?.end).toBeUndefined()
      chunks.forEach(({ start, end }, index) => {
        expect(start % (2 * gopFrames)).toBe(0)
        if (index < chunks.length - 1) expect(end).toBe(chunks[index + 1]?.start)
        else if (index > 0) expect(frames - start).toBeGreaterThanOrEqual(2 * gopFrames)
      })
    }),
  )
})

test('segments of a copied film begin at its key frames, three and a half seconds apart at least', () => {
  expect(segmentStartsOf([0, 60, 100, 105, 300, 330, 420], 30)).toEqual([0, 105, 300, 420])
})

test('a copied film is cut where segments begin, a minute apart', () => {
  const starts = Array.from({ length: 40 }, (_, index) => index * 4.5 * 30)
  const chunks = cutCopiedChunks(starts, 30)
  expect(seconds(chunks)).toEqual([0, 63, 126])
  expect(chunks.map(({ end }) => end)).toEqual([63 * 30, 126 * 30, undefined])
})
