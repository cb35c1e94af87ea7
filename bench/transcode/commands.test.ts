import { expect, test } from 'vitest'
import { planTranscode } from '#domain/transcode/plan/plan-transcode.ts'
import { isRefused } from '#domain/transcode/source/causes.ts'
import { filmOf } from '#tests/support/source.ts'
import { onePassArguments, uncut, type FilmPlan } from './one-pass.ts'
import { peertubeArguments } from './peertube.ts'

function planOf(seconds: number): FilmPlan {
  const plan = planTranscode(filmOf(seconds), { constraints: ['no_copy'] })
  if (isRefused(plan) || !plan.video) throw new Error('a plain film is planned')
  return { ...plan, video: plan.video }
}
const valuesOf = (args: readonly string[], option: string) =>
  args.flatMap((arg, index) => (arg === option ? [args[index + 1]] : []))

test('one pass encodes every rung and the sound once, from one decoded picture, without extras', () => {
  const plan = planOf(60)
  const args = onePassArguments('film.mp4', plan)
  expect(valuesOf(args, '-i')).toEqual(['film.mp4'])
  expect(args.filter((arg) => arg.endsWith('.mp4')).slice(1)).toEqual([
    ...plan.video.rungs.map(({ name }) => `${name}.mp4`),
    'audio-128k.mp4',
  ])
  expect(valuesOf(args, '-maxrate')).toEqual(plan.video.rungs.map(({ maxKilobits }) => `${maxKilobits}k`))
  expect(new Set(valuesOf(args, '-preset'))).toEqual(new Set(['veryfast']))
  expect(args.join(' ')).not.toMatch(/jpg|ebur128|tile|trim/)
})

test('PeerTube decodes the film once for each rung, with the caps of ours', () => {
  const { video } = planOf(60)
  const commands = peertubeArguments('film.mp4', video, 'aac')
  expect(commands.map((args) => valuesOf(args, '-vf')[0])).toEqual(
    video.rungs.map(({ height }) => `scale=w=-2:h=${height}`),
  )
  expect(commands.map((args) => valuesOf(args, '-maxrate:v')[0])).toEqual(
    video.rungs.map(({ maxKilobits }) => String(maxKilobits * 1000)),
  )
  expect(commands.every((args) => valuesOf(args, '-g:v')[0] === '60')).toBe(true)
})

test('an uncut film is one chunk of the same ladder', () => {
  const plan = planOf(180)
  expect(plan.video.chunks.length).toBeGreaterThan(2)
  expect(uncut(plan).video).toEqual({ ...plan.video, chunks: [{ start: 0, end: undefined }] })
})
