import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { NewOrganization, suggestSlug, whyNotSlug } from './rules.ts'

test.each(['yoga', 'a', '7', 'maya-and-friends', 'a'.repeat(63)])('an organization can live at %s', (slug) =>
  expect(whyNotSlug(slug)).toBeUndefined(),
)

test.each(['Yoga', 'yo ga', '-yoga', 'yoga-', '@maya', '.well-known', 'a'.repeat(64), '', 'yoga/x'])(
  '%j is no address',
  (slug) => expect(whyNotSlug(slug)).toBe('malformed'),
)

test.each(
  'login register studio platform api library purchases account search checkout webhooks healthz readyz metrics assets posters live theme invite verify reset logout admin www xn--80ak6aa92e'.split(
    ' ',
  ),
)('nobody can take %s, the platform answers there', (slug) => expect(whyNotSlug(slug)).toBe('reserved'))

test('every page of ours at the top of the address is out of reach of slugs', () => {
  const first = readdirSync(new URL('../../app/routes/', import.meta.url))
    .map((file) => file.split('.')[0]!)
    .filter((word) => !/^[$_]/.test(word))
  expect(first.filter((word) => whyNotSlug(word) === undefined)).toEqual([])
})

test('without an address one is made of the name', () => {
  expect(suggestSlug('Über Yoga & Co.')).toBe('uber-yoga-co')
  expect(NewOrganization.safeParse({ name: 'Über Yoga' }).success).toBe(true)
})

test('a name that makes no address asks for one', () => {
  const result = NewOrganization.safeParse({ name: '日本' })
  expect(result.error?.issues).toMatchObject([{ path: ['slug'], message: 'Choose an address.' }])
})

test('a name that would make an address of ours asks for another', () => {
  expect(NewOrganization.safeParse({ name: 'Studio' }).error?.issues).toMatchObject([{ path: ['slug'] }])
})
