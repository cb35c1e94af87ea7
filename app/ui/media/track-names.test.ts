import { expect, test } from 'vitest'
import { trackNames } from './track-names.ts'

const sound = (name: string, language: string | null, title: string | null = null) =>
  ({ kind: 'audio', name, language, title }) as const

test('tracks go by their language, and by their label where the language comes twice', () =>
  expect([
    ...trackNames([sound('a', 'en'), sound('b', 'fr'), sound('c', 'en', 'Commentary')], 'audio').values(),
  ]).toEqual(['English', 'French', 'English · Commentary']))

test('the only sound of a film has no name where nobody told its language', () =>
  expect(trackNames([sound('a', null), { ...sound('t', 'de'), kind: 'text' }], 'audio').size).toBe(0))

test('tracks of no known language are told apart', () =>
  expect([...trackNames([sound('a', null), sound('b', null)], 'audio').values()]).toEqual([
    'Track 1',
    'Track 2',
  ]))
