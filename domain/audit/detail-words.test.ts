import { expect, test } from 'vitest'
import { detailWords } from './detail-words.ts'

test.each([
  [{ title: 'A film', from: 500, to: 700, currency: 'usd' }, '$5.00 → $7.00'],
  [{ from: 0, to: 700, currency: 'usd' }, 'Free → $7.00'],
  [{ from: 'creator', to: 'admin', customRoleId: null }, 'Creator → Admin'],
  [{ from: 'member', to: 'custom' }, 'Member → A role of your own'],
  [{ fields: ['name', 'logoKey'] }, 'name, logo'],
  [{ fields: ['slug'], slugBefore: 'old', slug: 'new' }, 'address · /old → /new'],
  [{ fields: ['customDomain'], domain: 'films.example.com' }, 'domain · films.example.com'],
  [{ permissions: ['content.publish', 'sales.view'] }, 'Publish posts, See sales'],
  [{ permissions: [] }, 'no permissions'],
  [{ count: 1, why: 'password_changed' }, '1 session · password changed'],
  [{ found: 0 }, '0 found'],
])('%j is told as “%s”', (detail, words) => {
  expect(detailWords(detail)).toBe(words)
})

test.each([
  [{}],
  [{ fields: 'name' }],
  [{ from: 500, to: 'much', currency: 'usd' }],
  [{ amountCents: 500, currency: 'not a currency' }],
])('%j says nothing', (detail) => {
  expect(detailWords(detail)).toBeUndefined()
})
