import { expect, test } from 'vitest'
import { nameTracks } from './language-names.ts'

const names = (locale: string, ...tracks: [language: string, label: string | null][]) =>
  nameTracks(
    tracks.map(([language, label]) => ({ language, label })),
    [locale],
  )

test('a language is called what the viewer calls it', () => {
  expect(names('en', ['de', 'Deutsch'], ['fr', null])).toEqual(['German', 'French'])
  expect(names('fr', ['de', 'Deutsch'])).toEqual(['Allemand'])
})

test('two tracks of one language are told apart by their labels', () =>
  expect(names('en', ['en', 'English'], ['en', 'Commentary'])).toEqual(['English', 'English · Commentary']))

test('a track of no known language goes by its label, or else by its number', () =>
  expect(names('en', ['und', 'Director'], ['und', null])).toEqual(['Director', 'Track 2']))
