import { expect, test } from 'vitest'
import { AuditFilter, filterSearch, formatAuditKey } from './filter.ts'

const id = '22222222-2222-4222-8222-222222222222'
const moment = '2026-11-21T03:04:05.123456Z'

test('what a form leaves empty narrows nothing', () => {
  const blank = { action: '', person: '', result: '', from: '', to: '', organization: '' }
  expect(filterSearch(AuditFilter.parse(blank)).toString()).toBe('')
})

test('a filter is the same after it was an address', () => {
  const asked = {
    ...{ action: 'content.publish', person: id, result: 'refused', from: '2024-02-29', to: '2024-03-01' },
    organization: 'studio',
  }
  const search = filterSearch(AuditFilter.parse(asked))
  expect(Object.fromEntries(search)).toEqual(asked)
})

test('a page has an address', () => {
  const { after } = AuditFilter.parse({ after: formatAuditKey({ moment, id }) })
  expect(after).toEqual({ moment, id })
})

test.each([
  { action: 'content.shred' },
  { person: 'olga' },
  { result: 'maybe' },
  { from: '2026-02-30' },
  { from: '0000-01-01' },
  { to: 'tomorrow' },
  { after: `${moment}~olga` },
  { after: `2026-02-30T03:04:05.123456Z~${id}` },
  { after: `0000-01-01T03:04:05.123456Z~${id}` },
  { before: 'nonsense' },
])('%j cannot be meant', (asked) => {
  expect(AuditFilter.safeParse(asked).success).toBe(false)
})
