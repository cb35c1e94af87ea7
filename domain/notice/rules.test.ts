import { expect, test } from 'vitest'
import { isFinalRefusal } from './rules.ts'

test('a mailbox that does not exist is not tried again, a busy server is', () => {
  expect(isFinalRefusal(Object.assign(new Error('no such mailbox'), { responseCode: 550 }))).toBe(true)
  expect(isFinalRefusal(Object.assign(new Error('try later'), { responseCode: 451 }))).toBe(false)
  expect(isFinalRefusal(new Error('connect ECONNREFUSED'))).toBe(false)
})
