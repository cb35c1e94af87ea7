import { expect, test } from 'vitest'
import { formatMoney, isFinalRefusal } from './rules.ts'

test('money is written with its currency, in its own decimals', () => {
  expect(formatMoney(1250, 'usd')).toBe('$12.50')
  expect(formatMoney(500, 'jpy')).toBe('¥500')
})

test('a mailbox that does not exist is not tried again, a busy server is', () => {
  expect(isFinalRefusal(Object.assign(new Error('no such mailbox'), { responseCode: 550 }))).toBe(true)
  expect(isFinalRefusal(Object.assign(new Error('try later'), { responseCode: 451 }))).toBe(false)
  expect(isFinalRefusal(new Error('connect ECONNREFUSED'))).toBe(false)
})
