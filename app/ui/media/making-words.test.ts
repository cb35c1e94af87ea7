import { expect, test } from 'vitest'
import type { MakingOf } from '#domain/media/queries.ts'
import { makingWords } from './making-words.ts'

const film: MakingOf = {
  mediaType: 'video',
  qualities: ['1080p', '720p', '480p'],
  isPictureCopied: false,
  isSoundCopied: false,
  parts: 12,
  isReadWhole: false,
}
const words = (given: Partial<MakingOf>) => makingWords({ ...film, ...given }).join(' ')

test('a creator learns which quality is their own picture', () =>
  expect(words({ isPictureCopied: true, isSoundCopied: true, parts: 12 })).toBe(
    'The 1080p quality is your own picture, unchanged; the others are made from it. The sound is your own too. Made in 12 parts of about a minute, which several machines can share. Your original stays as it is.',
  ))

test('a film that is encoded says so, and in how many parts', () => {
  expect(words({})).toContain(
    'All 3 qualities are made from your original. Made in 12 parts of about a minute',
  )
  expect(words({ parts: 2 })).toContain('in 2 parts, which')
  expect(words({ parts: 1 })).not.toContain('parts')
})

test('a film of one quality is not told of others', () => {
  expect(words({ qualities: ['240p'], isPictureCopied: true })).toBe(
    'Its one quality, 240p, is your own picture, unchanged. Your original stays as it is.',
  )
  expect(words({ qualities: ['240p'], parts: 1 })).toContain('240p, is made from your original')
})

test('a file whose times cannot be trusted says why it is read in one go', () =>
  expect(words({ isReadWhole: true, parts: 1 })).toContain('in one go'))

test('a recording is told of its bit rates', () =>
  expect(words({ mediaType: 'audio', qualities: ['audio-128k', 'audio-64k'] })).toContain('2 bit rates'))
