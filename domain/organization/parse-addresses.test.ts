import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAddresses } from './parse-addresses.ts'

const addressesOf = (typed: string) => parseAddresses(typed).addresses

test('a list may be separated by commas, semicolons and line ends, with empty places', () => {
  expect(addressesOf('a@x.test, b@x.test;c@x.test\r\n\n d@x.test ,,\re@x.test')).toEqual(
    [...'abcde'].map((name) => `${name}@x.test`),
  )
})

test('addresses come with the names that mail programs write before them', () => {
  expect(addressesOf('Maya Deren <maya@x.test>, "Deren, Maya" <m.d@x.test>, <bare@x.test>')).toEqual([
    'maya@x.test',
    'm.d@x.test',
    'bare@x.test',
  ])
})

test('an address counts once, whatever the case it is typed in', () => {
  expect(addressesOf('Maya@X.test\nmaya@x.test')).toEqual(['maya@x.test'])
})

test('what is no address is named with its line, and the rest still counts', () => {
  expect(parseAddresses('a@x.test\nnobody, b@x.test\n\nMaya <maya>')).toEqual({
    addresses: ['a@x.test', 'b@x.test'],
    problems: [
      { line: 2, typed: 'nobody' },
      { line: 4, typed: 'Maya <maya>' },
    ],
  })
})

test('any text is taken calmly, and nothing of it is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
      const { addresses, problems } = parseAddresses(typed)
      for (const one of addresses) expect(typed.toLowerCase()).toContain(one)
      for (const { typed: part } of problems) expect(typed).toContain(part)
    }),
  )
})

test('a long line without an end is read in no time', () => {
  const started = performance.now()
  parseAddresses('"'.repeat(20_000))
  parseAddresses('<'.repeat(20_000))
  expect(performance.now() - started).toBeLessThan(1000)
})
