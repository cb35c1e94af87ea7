import { expect, test } from 'vitest'
import { formatPageKey, parsePageKey } from './page-key.ts'

const id = '22222222-2222-4222-8222-222222222222'

test.each([
  ['newest', '2026-11-21 03:04:05.123456+00'],
  ['oldest', '2026-11-21 03:04:05+05:30'],
  ['name', 'a ~ b'],
  ['largest', '53687091200'],
] as const)('a page by %s has an address', (order, value) => {
  expect(parsePageKey(formatPageKey({ id, value }), order)).toEqual({ id, value })
})

test.each([
  ['newest', `${id}~yesterday`],
  ['newest', `${id}~2026-02-31 03:04:05+00`],
  ['oldest', `${id}~2026-11-21 25:04:05+00`],
  ['oldest', `${id}~0000-11-21 03:04:05+00`],
  ['oldest', `${id}~2026-11-21 03:04:05+99`],
  ['largest', `${id}~-1`],
  ['name', `${id}~`],
  ['name', 'nothing~a'],
  ['oldest', ''],
] as const)('what is no key of a page by %s is none: %s', (order, text) => {
  expect(parsePageKey(text, order)).toBeUndefined()
})
