import { expect, test } from 'vitest'
import { film, filmOf, movie, picture, sound } from '#tests/support/source.ts'
import { isRefused } from '../source/causes.ts'
import type { Source } from '../source/probe-source.ts'
import { planTranscode, type PlanOptions } from './plan-transcode.ts'
import type { TranscodePlan } from './plan.ts'

function planOf(source: Source, options?: PlanOptions): TranscodePlan {
  const plan = planTranscode(source, options)
  if (isRefused(plan)) throw new Error(plan.detail)
  return plan
}
const tasksOf = (plan: TranscodePlan) => plan.tasks.map(({ kind, position }) => `${kind} ${position}`)

test('a film gets its ladder, key frames every two seconds and one stereo track', () => {
  expect(planOf(film)).toMatchObject({
    mediaType: 'video',
    zeroSeconds: 0,
    expectedSeconds: 60,
    reading: 'seek',
    video: {
      gopFrames: 60,
      timescale: 30000,
      frameRate: { num: 30, den: 1 },
      rungs: [{ name: '1080p' }, { name: '720p' }, { name: '480p' }, { name: '360p' }, { name: '240p' }],
      copied: undefined,
      heldFrames: 0,
    },
    audio: [{ streamIndex: 1, language: 'en', channels: 2, copied: false, rungs: [{ kilobits: 128 }] }],
  })
})

test('NTSC rates keep their exact fraction', () => {
  expect(planOf({ ...film, video: { ...picture, frameRate: 29.97 } })).toMatchObject({
    video: { gopFrames: 60, timescale: 30000, frameRate: { num: 30000, den: 1001 } },
  })
})

test('a picture that begins late keeps its distance to the sound, on the grid of its own frames', () => {
  const late = { ...film, startSeconds: 10, video: { ...picture, startSeconds: 10.51 } }
  expect(planOf(late)).toMatchObject({
    zeroSeconds: expect.closeTo(10.01, 6),
    expectedSeconds: expect.closeTo(60.5, 6),
  })
})

test('sound that outlasts its picture keeps the last picture standing', () => {
  const longer = { ...film, audio: [{ ...sound, durationSeconds: 63 }] }
  expect(planOf(longer)).toMatchObject({ expectedSeconds: 63, video: { heldFrames: 90 } })
  expect(planOf({ ...film, audio: [{ ...sound, durationSeconds: 60.4 }] }).video?.heldFrames).toBe(0)
})

test('the work on a long film is its sound, one chunk after the other, and what comes last', () => {
  const plan = planOf(filmOf(200))
  expect(plan.video?.chunks.map(({ start }) => start / 30)).toEqual([0, 4, 64, 124, 184])
  expect(tasksOf(plan)).toEqual([
    'sound 0',
    'chunk 0',
    'chunk 1',
    'chunk 2',
    'chunk 3',
    'chunk 4',
    'finish 0',
  ])
  for (const { cost, scratchBytes } of plan.tasks) {
    expect(cost).toBeGreaterThan(0)
    expect(scratchBytes).toBeGreaterThan(0)
  }
  const cost = (position: number) =>
    plan.tasks.find((task) => task.kind === 'chunk' && task.position === position)?.cost
  expect(cost(1)).toBeCloseTo((cost(0) ?? 0) * 15, 6)
})

test('a stored picture that is good enough is the first rung, and all others have its key frames', () => {
  const plan = planOf(film, { movie })
  expect(plan).toMatchObject({
    reading: 'seek',
    video: { frameRate: { num: 15_360, den: 512 }, timescale: 15_360, heldFrames: 0 },
    audio: [{ copied: true, channels: 2 }],
  })
  expect(plan.video?.copied?.keyFrames.slice(0, 3)).toEqual([0, 60, 120])
  expect(plan.video?.segmentStarts?.slice(0, 3)).toEqual([0, 120, 240])
  expect(tasksOf(plan)).toEqual(['copy 0', 'sound 0', 'chunk 0', 'finish 0'])
})

test('sound that is not good enough is encoded beside a copied picture', () => {
  expect(planOf({ ...film, audio: [{ ...sound, channels: 6 }] }, { movie })).toMatchObject({
    video: { copied: { keyFrames: expect.any(Array) } },
    audio: [{ copied: false, channels: 2 }],
  })
})

test.each(['no_copy', 'whole'] as const)('nothing is copied once an attempt has taught %s', (constraint) => {
  expect(planOf(film, { movie, constraints: [constraint] })).toMatchObject({
    reading: constraint === 'whole' ? 'whole' : 'seek',
    video: { copied: undefined },
    audio: [{ copied: false }],
  })
})

test.each([
  ['a transport stream', { container: 'mpegts' }],
  ['what has no index of its times', { seekable: false }],
  ['what does not tell how long it is', { durationSeconds: undefined }],
])('%s is read in one go, as one chunk', (_, change) => {
  expect(planOf({ ...filmOf(600), ...change })).toMatchObject({
    reading: 'whole',
    video: { chunks: [{ start: 0, end: undefined }] },
  })
})

test('every sound track has a rung of its own, and every subtitle a name', () => {
  const text = { streamIndex: 3, language: 'de', title: 'Für Gehörlose' }
  const plan = planOf({
    ...film,
    audio: [sound, { ...sound, streamIndex: 2, language: 'fr', title: 'Commentary' }],
    texts: [text, { ...text, streamIndex: 4 }],
  })
  expect(plan.audio.map(({ rungs }) => rungs.map(({ name }) => name))).toEqual([
    ['audio-128k'],
    ['audio-128k-2'],
  ])
  expect(plan.audio[1]).toMatchObject({ streamIndex: 2, language: 'fr', title: 'Commentary' })
  expect(plan.texts).toEqual([
    { ...text, name: 'text-1' },
    { ...text, name: 'text-2', streamIndex: 4 },
  ])
})

test('the poster comes from the first third, and the seek bar has a picture a second, fewer in a long film', () => {
  expect(planOf(film).video).toMatchObject({
    poster: { untilFrame: 600, everyFrames: 50, width: 1280, height: 720 },
    storyboard: { everyFrames: 30, width: 160, height: 90 },
  })
  expect(planOf(filmOf(7200)).video?.storyboard.everyFrames).toBe(300)
})

test('sound alone is planned as audio, with its cover', () => {
  const plan = planOf({ ...film, video: undefined, coverIndex: 2 })
  expect(plan).toMatchObject({
    mediaType: 'audio',
    video: undefined,
    coverIndex: 2,
    audio: [{ rungs: [{ kilobits: 64 }, { kilobits: 128 }] }],
  })
  expect(tasksOf(plan)).toEqual(['sound 0', 'finish 0'])
})

test('a silent film has no work on its sound', () => {
  expect(tasksOf(planOf({ ...film, audio: [] }))).toEqual(['chunk 0', 'chunk 1', 'finish 0'])
})

test.each([
  ['too_long', { durationSeconds: 13 * 3600 }],
  ['too_large', { video: { ...picture, width: 100_000, height: 100_000 } }],
  ['too_large', { video: { ...picture, width: 20_000, height: 10 } }],
])('what goes beyond every bound is refused as %s', (cause, change) => {
  expect(planTranscode({ ...film, ...change })).toMatchObject({ cause })
})

test('the same source has the same plan', () => {
  expect(planOf(filmOf(200), { movie })).toEqual(planOf(filmOf(200), { movie }))
})
