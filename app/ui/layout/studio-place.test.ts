import { expect, test } from 'vitest'
import { studioPlace } from './studio-place.ts'

const all = ['media', 'content', 'sales', 'settings']

test.each([
  ['/studio/a/content', all, '/studio/b/content'],
  ['/studio/a/content/0b0e', all, '/studio/b/content'],
  ['/studio/a/settings/domain', all, '/studio/b/settings'],
  ['/studio/a/settings', ['media', 'sales'], '/studio/b/media'],
  ['/studio/a/media', ['sales'], '/studio/b/sales'],
  ['/library', all, '/studio/b/media'],
  ['/studio', [], '/studio/b'],
])('from %s, who may open %j elsewhere comes to %s', (pathname, places, place) => {
  expect(studioPlace(pathname, 'b', places)).toBe(place)
})
