import { expect, test } from 'vitest'
import { film, filmOf, movie, picture, sound } from '#tests/support/source.ts'
import { isRefused } from '../source/causes.ts'
import type { Movie } from '../source/movie.ts'
import type { Source } from '../source/probe-source.ts'
import { costOf, scratchBytesOf } from './cost.ts'
import { planTranscode } from './plan-transcode.ts'
import type { TaskKind } from './plan.ts'

function planOf(source: Source, given?: Movie) {
  const plan = planTranscode(source, { movie: given })
  if (isRefused(plan)) throw new Error(plan.detail)
  return plan
}
const sum = (source: Source, kind: TaskKind, given?: Movie) =>
  planOf(source, given)
    .tasks.filter((task) => task.kind === kind)
    .reduce((total, { cost }) => total + cost, 0)

test('the chunks of a film cost as much as the film in one', () => {
  const plan = planOf(filmOf(600))
  expect(plan.video?.chunks.length).toBeGreaterThan(5)
  const inOne = { ...plan, video: { ...plan.video!, chunks: [{ start: 0, end: undefined }] } }
  expect(sum(filmOf(600), 'chunk')).toBeCloseTo(costOf(inOne, 'chunk', 0), 6)
})

test('a minute of full HD costs what was measured: about one and a half CPU seconds each second', () => {
  expect(sum(film, 'chunk') / 60).toBeGreaterThan(1.3)
  expect(sum(film, 'chunk') / 60).toBeLessThan(2)
})

test('twice the pictures cost twice as much, and a small film costs little', () => {
  expect(sum({ ...film, video: { ...picture, frameRate: 60 } }, 'chunk')).toBeCloseTo(
    2 * sum(film, 'chunk'),
    6,
  )
  expect(sum({ ...film, video: { ...picture, width: 320, height: 180 } }, 'chunk')).toBeLessThan(
    sum(film, 'chunk') / 20,
  )
})

test('a film that is copied costs about half, and the copy itself next to nothing', () => {
  const copied = planOf(film, movie)
  expect(copied.tasks.map(({ kind }) => kind)).toContain('copy')
  expect(sum(film, 'chunk', movie) / sum(film, 'chunk')).toBeLessThan(0.6)
  expect(sum(film, 'copy', movie)).toBeLessThan(1)
})

test('sound costs by what is encoded of it', () => {
  const three = sum({ ...film, audio: [sound, sound, sound] }, 'sound')
  expect(three).toBeGreaterThan(1.5 * sum(film, 'sound'))
  expect(sum(film, 'sound', movie)).toBeLessThan(sum(film, 'sound'))
})

test('an AV1 rung of full HD costs less than the film itself, as its largest quality is not made', () => {
  const plan = planOf(film)
  expect(costOf(plan, 'av1', 1)).toBeLessThan(costOf(plan, 'chunk', 1))
  const small = planOf({ ...film, video: { ...picture, width: 1280, height: 720 } })
  expect(costOf(small, 'av1', 1)).toBeGreaterThan(costOf(small, 'chunk', 1))
})

test('what a container does not tell is guessed as some minutes, never as nothing and never as endless', () => {
  for (const kind of ['sound', 'chunk'] as const) {
    const cost = sum({ ...film, durationSeconds: undefined }, kind)
    expect(cost).toBeGreaterThan(10)
    expect(cost).toBeLessThan(3600)
  }
})

test('a task has room for the most that its rungs may take', () => {
  const plan = planOf(filmOf(600))
  const kilobits = plan.video!.rungs.reduce((total, { maxKilobits }) => total + maxKilobits, 0)
  expect(scratchBytesOf(plan, 'chunk', 1)).toBeGreaterThan(60 * kilobits * 125)
  // An MP4 to keep is made of its tracks, which lie beside it.
  expect(scratchBytesOf(plan, 'finish', 0)).toBeGreaterThan(2 * 600 * plan.video!.rungs[0]!.maxKilobits * 125)
  for (const { scratchBytes } of plan.tasks) expect(Number.isSafeInteger(scratchBytes)).toBe(true)
})
