import { expect, test } from 'vitest'
import type { TranscodePlan } from '../plan/plan.ts'
import { storyboardOf, storyboardVtt } from './storyboard.ts'

const sheets = [
  { key: '0.jpg', firstTile: 0, tiles: 25 },
  { key: '25.jpg', firstTile: 25, tiles: 3 },
]
const plan = {
  video: { frameRate: { num: 30000, den: 1001 }, storyboard: { everyFrames: 30, width: 160, height: 90 } },
} as Pick<TranscodePlan, 'video'>

test('the small pictures of a film are told by time and place, across its sheets', () => {
  const storyboard = storyboardOf(plan, { sheets })
  expect(storyboard).toMatchObject({ secondsPerTile: expect.closeTo(1.001, 9), columns: 5 })
  if (!storyboard) return
  const vtt = storyboardVtt(storyboard, (key) => `https://media/${key}?a=b`)
  const cues = vtt.split('\n\n').slice(1)
  expect(vtt.startsWith('WEBVTT\n\n')).toBe(true)
  expect(cues).toHaveLength(28)
  expect(cues[0]).toBe('00:00:00.000 --> 00:00:01.001\nhttps://media/0.jpg?a=b#xywh=0,0,160,90')
  expect(cues[6]).toBe('00:00:06.006 --> 00:00:07.007\nhttps://media/0.jpg?a=b#xywh=160,90,160,90')
  expect(cues[27]?.trim()).toBe('00:00:27.027 --> 00:00:28.028\nhttps://media/25.jpg?a=b#xywh=320,0,160,90')
})

test('pictures after an hour have their time in hours', () => {
  const late = storyboardOf(plan, { sheets: [{ key: 'k', firstTile: 3700, tiles: 1 }] })
  expect(late && storyboardVtt(late, (key) => key)).toContain('01:01:43.700 --> 01:01:44.701')
})

test('a film without small pictures yet, and sound, have no storyboard', () => {
  expect(storyboardOf(plan, { sheets: [] })).toBeUndefined()
  expect(storyboardOf({ video: undefined }, { sheets })).toBeUndefined()
})
