import { expect, test } from 'vitest'
import { isPlatformDomain, missingTooLong, readDomain, whyNotDomain } from './domain-rules.ts'

test.each([
  ['Films.Example.COM', 'films.example.com'],
  ['https://films.example.com/path?x', 'films.example.com'],
  ['films.example.com.', 'films.example.com'],
  ['films.example.com:8080', 'films.example.com'],
  ['bücher.example', 'xn--bcher-kva.example'],
])('%s is read as %s', (typed, domain) => expect(readDomain(typed)).toBe(domain))

test.each(['films.example.com', 'example.co', 'xn--bcher-kva.de'])('%s can be one’s own', (domain) =>
  expect(whyNotDomain(domain)).toBeUndefined(),
)

test.each([
  'localhost',
  'example',
  '127.0.0.1',
  '[::1]',
  'a b.com',
  '-a.com',
  'a..com',
  `${'a'.repeat(64)}.com`,
  '',
  'x\u0000.com',
])('%j is no domain', (domain) => expect(whyNotDomain(readDomain(domain))).toBe('malformed'))

test.each(['films.local', 'db.internal', 'a.localhost', 'x.test'])('nobody reaches %s', (domain) =>
  expect(whyNotDomain(domain)).toBe('not_public'),
)

test('the platform’s own name, those below it and those it is below of are not for organizations', () => {
  for (const domain of ['codex.example', 'yoga.codex.example'])
    expect(isPlatformDomain(domain, 'codex.example:3000')).toBe(true)
  expect(isPlatformDomain('example.com', 'codex.example.com')).toBe(true)
  expect(isPlatformDomain('notcodex.example', 'codex.example')).toBe(false)
})

test('a record that is missing for three days is missing too long', () => {
  const day = 24 * 3600_000
  expect(missingTooLong(0, 3 * day - 1)).toBe(false)
  expect(missingTooLong(0, 3 * day)).toBe(true)
})
