import { expect, test } from 'vitest'
import type { TranscodePlan } from '../plan/plan.ts'
import type { FinishedTask } from './assemble-film.ts'
import { growingFilm } from './growing-film.ts'
import type { PartIndex } from './index-part.ts'

const segments = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ offset: index * 100, length: 100, duration: 4 }))
const index = (count: number, height: number): PartIndex => ({
  initBytes: 10,
  initHash: 'same',
  timescale: 1000,
  codecs: height ? 'avc1.64001F' : 'mp4a.40.2',
  width: height * 2,
  height,
  segments: segments(count),
  keyFrames: [],
  shownAt: 0,
  ticks: count * 4000,
  samples: count * 120,
  seamless: true,
  bytes: count * 100,
})
const chunk = (position: number): FinishedTask => ({
  kind: 'chunk',
  position,
  made: {
    parts: [{ rendition: '720p', kind: 'video', key: `c${position}`, index: index(2, 720) }],
    texts: [],
    sheets: [],
  },
})
const sound: FinishedTask = {
  kind: 'sound',
  position: 0,
  made: {
    parts: [{ rendition: 'audio-128k', kind: 'audio', key: 'a', index: index(8, 0) }],
    texts: [],
    sheets: [],
  },
}
const rung = { name: '720p', width: 1440, height: 720, maxKilobits: 2800, halfRate: false }
const plan = {
  mediaType: 'video',
  video: {
    rungs: [rung],
    copied: undefined,
    chunks: [0, 1, 2, 3].map((at) => ({ start: at * 240, end: at < 3 ? (at + 1) * 240 : undefined })),
  },
  audio: [{ streamIndex: 1, channels: 2, copied: false, rungs: [{ name: 'audio-128k', kilobits: 128 }] }],
  texts: [],
} as unknown as TranscodePlan

test('a film in work can be seen as far as its chunks follow each other, with its sound up to there', () => {
  const [picture, track] = growingFilm(plan, [chunk(0), chunk(1), chunk(3), sound]) ?? []
  expect(picture?.parts.map(({ key }) => key)).toEqual(['c0', 'c1'])
  expect(track?.parts[0]?.segments).toHaveLength(4)
})

test('the bandwidth that is told stays true while the film grows', () =>
  expect(growingFilm(plan, [chunk(0), sound])?.[0]?.bandwidth).toBeGreaterThanOrEqual(2_800_000))

test.each([
  ['its first chunk', [chunk(1), sound]],
  ['its sound', [chunk(0)]],
])('without %s there is nothing to see yet', (_, finished) =>
  expect(growingFilm(plan, finished)).toBeUndefined(),
)
