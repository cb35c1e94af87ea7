import { expect, test } from 'vitest'
import { failureWords } from './failure-words.ts'
import { StreamRefused } from './stream-links.ts'

const engine = (category: number, code: number, ...data: unknown[]) => ({ category, code, data })

test('a refusal of ours is said in its own words, however deep the engine hid it', () => {
  const refused = new StreamRefused(403, 'You do not have access to this yet.')
  expect(failureWords(refused, true)).toBe(refused.message)
  expect(failureWords(engine(1, 1006, refused), true)).toBe(refused.message)
})

test('a lost network is called that', () => {
  expect(failureWords(engine(1, 1002), false)).toMatch(/offline/)
  expect(failureWords(engine(1, 1002), true)).toMatch(/connection/)
})

test('a browser that cannot play it is told apart from a film that is gone', () => {
  expect(failureWords(engine(3, 3016), true)).toMatch(/browser/)
  expect(failureWords(engine(1, 1001, 'https://storage.test', 404), true)).toMatch(/replaced/)
})

test('anything else is still said in words', () => expect(failureWords('?', true)).toMatch(/try again/))
