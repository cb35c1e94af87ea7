import { expect, test } from 'vitest'
import { audioOnlyLadder, audioRung, av1RungsOf, capFor, snapFrameRate, videoLadder } from './ladder.ts'

const names = (width: number, height: number, frameRate = 30) =>
  videoLadder({ width, height, frameRate }).map((rung) => rung.name)

test.each([
  [3840, 2160, ['2160p', '1440p', '1080p', '720p', '480p', '360p', '240p']],
  [7680, 4320, ['2160p', '1440p', '1080p', '720p', '480p', '360p', '240p']],
  [1920, 1080, ['1080p', '720p', '480p', '360p', '240p']],
  [1080, 1920, ['1080p', '720p', '480p', '360p', '240p']],
  [1920, 800, ['800p', '480p', '360p', '240p']],
  [960, 400, ['400p', '240p']],
  [480, 270, ['270p', '240p']],
  [320, 180, ['180p']],
  [2, 2, ['2p']],
])('a picture of %d × %d gets the rungs its short side allows', (width, height, rungs) => {
  expect(names(width, height)).toEqual(rungs)
})

test('no rung is larger than the original, and every side is even', () => {
  for (const [width, height] of [
    [321, 181],
    [1279, 719],
    [853, 480],
    [3, 5000],
  ] as const) {
    for (const rung of videoLadder({ width, height, frameRate: 25 })) {
      expect([rung.width % 2, rung.height % 2]).toEqual([0, 0])
      expect(rung.width).toBeLessThanOrEqual(width)
      expect(rung.height).toBeLessThanOrEqual(height)
    }
  }
})

test('16:9 keeps the widths that players know', () => {
  expect(videoLadder({ width: 1280, height: 720, frameRate: 30 }).map(({ width }) => width)).toEqual([
    1280, 854, 640, 426,
  ])
})

test('small rungs of fast films show every second picture', () => {
  expect(videoLadder({ width: 1280, height: 720, frameRate: 60 }).map(({ halfRate }) => halfRate)).toEqual([
    false,
    false,
    true,
    true,
  ])
  expect(videoLadder({ width: 1280, height: 720, frameRate: 30 }).some(({ halfRate }) => halfRate)).toBe(
    false,
  )
})

test.each([
  [1080, 5000],
  [720, 2800],
  [480, 1400],
  [360, 800],
  [240, 400],
  [900, 3900],
  [120, 200],
])('a rung of %d lines may take %d kbit/s', (side, kilobits) => {
  expect(capFor(side)).toBe(kilobits)
})

test.each([
  [29.97, { num: 30000, den: 1001 }],
  [23.98, { num: 24000, den: 1001 }],
  [24, { num: 24, den: 1 }],
  [25.01, { num: 25, den: 1 }],
  [59.94, { num: 60000, den: 1001 }],
  [120, { num: 60, den: 1 }],
  [5, { num: 10, den: 1 }],
])('%d pictures per second become a common rate', (measured, rate) => {
  expect(snapFrameRate(measured)).toEqual(rate)
})

test.each([
  [{ kilobits: 64, lossless: false }, [64]],
  [{ kilobits: 96, lossless: false }, [64, 128]],
  [{ kilobits: 128, lossless: false }, [64, 128]],
  [{ kilobits: 320, lossless: false }, [64, 128, 256]],
  [{ kilobits: undefined, lossless: false }, [64, 128, 256]],
  [{ kilobits: 96, lossless: true }, [64, 128, 256]],
])('sound of %o is offered at rates it has something for', (source, rungs) => {
  expect(audioOnlyLadder(source).map(({ kilobits }) => kilobits)).toEqual(rungs)
})

test('a rung of sound is named after what it takes', () => {
  expect(audioRung(128)).toEqual({ name: 'audio-128k', kilobits: 128 })
})

test('AV1 is made of the rungs of at most 720 lines, at every picture of theirs', () => {
  const rungs = av1RungsOf(videoLadder({ width: 1920, height: 1080, frameRate: 60 }))
  expect(rungs.map(({ name }) => name)).toEqual(['720p-av1', '480p-av1', '360p-av1', '240p-av1'])
  expect(rungs.some(({ halfRate }) => halfRate)).toBe(false)
  expect(av1RungsOf(videoLadder({ width: 720, height: 1280, frameRate: 30 }))[0]?.name).toBe('720p-av1')
})
