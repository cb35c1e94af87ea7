import { expect, test } from 'vitest'
import { studioPlace } from './studio-place.ts'

test.each([
  ['/studio/a/content', 'creator', '/studio/b/content'],
  ['/studio/a/content/0b0e', 'owner', '/studio/b/content'],
  ['/studio/a/settings/domain', 'owner', '/studio/b/settings'],
  ['/studio/a/settings', 'admin', '/studio/b/media'],
  ['/studio/a/sales', 'admin', '/studio/b/sales'],
  ['/studio/a/sales', 'creator', '/studio/b/media'],
  ['/library', 'owner', '/studio/b/media'],
  ['/studio', 'owner', '/studio/b/media'],
] as const)('from %s, who is %s elsewhere comes to %s', (pathname, role, place) => {
  expect(studioPlace(pathname, 'b', role)).toBe(place)
})
