import { describe, expect, test } from 'vitest'
import { safeRedirect } from './redirect.ts'

describe('after signing in a person is sent', () => {
  test.each([
    ['/library', '/library'],
    ['/studio/yoga?tab=1#x', '/studio/yoga?tab=1#x'],
  ])('to the page of ours they asked for: %s', (asked, expected) =>
    expect(safeRedirect(asked)).toBe(expected),
  )

  test.each([
    '//evil.test',
    '/\\evil.test',
    '/.//evil.test',
    '/a/..//evil.test',
    '/%2e//evil.test',
    'javascript:alert(1)',
    'https://evil.test',
    '',
    null,
    '/\t/evil.test',
    'evil',
  ])('home instead of elsewhere: %s', (asked) => expect(safeRedirect(asked)).toBe('/'))
})
