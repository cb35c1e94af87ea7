import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSlug, slugOf } from './slug.ts'

test.each([
  ['Über Yoga!', 'uber-yoga'],
  ['  The Film: Part 2  ', 'the-film-part-2'],
  ['Łódź & Straße', 'lodz-strasse'],
  ["Maya's Kitchen", 'mayas-kitchen'],
  ['日本', ''],
  ['---', ''],
])('an address is made of the words %j', (words, slug) => expect(slugOf(words, 63)).toBe(slug))

test('whatever somebody types, the suggestion is empty or an address', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.integer({ min: 1, max: 100 }),
      (words, max) => {
        const slug = slugOf(words, max)
        expect(slug === '' || isSlug(slug, max)).toBe(true)
      },
    ),
  )
})

test.each(['-a', 'a-', 'A', 'a b', 'a/b', '', 'é', 'a'.repeat(64)])('%j is no address', (text) =>
  expect(isSlug(text, 63)).toBe(false),
)
