import { expect, test } from 'vitest'
import * as format from './format.ts'

test('a length is a clock for the eye and words for the ear', () => {
  expect([0, 9, 62, 3723].map(format.formatDuration)).toEqual(['0:00', '0:09', '1:02', '1:02:03'])
  expect([0, 61, 3723].map(format.spokenDuration)).toEqual([
    '0 seconds',
    '1 minute 1 second',
    '1 hour 2 minutes 3 seconds',
  ])
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [1_536_000, '1.5 MB'],
  [999_960, '1 MB'],
  [123_456_789, '123 MB'],
  [53_687_091_200, '53.7 GB'],
])('%d bytes read %s', (bytes, words) => {
  expect(format.formatBytes(bytes)).toBe(words)
})

test('time left is as coarse as an estimate is', () => {
  expect([3, 31, 58, 200, 3600, 5400, Infinity].map(format.formatTimeLeft)).toEqual([
    'a few seconds left',
    'about 40 s left',
    'about 1 min left',
    'about 3 min left',
    'about 1 h left',
    'about 1 h 30 min left',
    'working out the time left',
  ])
})

test('a moment is told by its distance', () => {
  const now = new Date('2026-11-21T12:00:00Z')
  const at = (seconds: number) => format.formatRelative(new Date(now.getTime() + seconds * 1000), now)
  expect([-20, -60, -7199, -86_400, 172_800].map(at)).toEqual([
    'just now',
    '1 minute ago',
    '1 hour ago',
    'yesterday',
    'in 2 days',
  ])
})
