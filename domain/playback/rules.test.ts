import { expect, test } from 'vitest'
import { isWatched, resumePosition } from './rules.ts'

test('a film counts as watched from 95 % on', () => {
  expect(isWatched(94.9, 100)).toBe(false)
  expect(isWatched(95, 100)).toBe(true)
  expect(isWatched(0, 0)).toBe(false)
})

test('somebody who comes back goes on where they stopped', () => expect(resumePosition(754, 3600)).toBe(754))

test('a film that was hardly begun, or seen to its end, begins at its beginning', () => {
  expect(resumePosition(4.9, 3600)).toBe(0)
  expect(resumePosition(3590, 3600)).toBe(0)
})
