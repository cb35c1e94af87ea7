import { expect, test } from 'vitest'
import { rememberDomains } from './domain-memory.ts'

test('whose a domain is, or that it is nobody’s, is asked once in half a minute', async () => {
  const asked: string[] = []
  let now = 0
  const find = rememberDomains(
    (domain) => {
      asked.push(domain)
      return Promise.resolve(domain === 'a.example' ? 'a' : undefined)
    },
    () => now,
  )
  for (const domain of ['a.example', 'b.example', 'a.example', 'b.example']) await find(domain)
  expect(await find('a.example')).toBe('a')
  expect(asked).toEqual(['a.example', 'b.example'])
  now = 30_000
  await find('a.example')
  expect(asked).toHaveLength(3)
})

test('names that are made up do not fill the memory, and what is true stays true', async () => {
  let asked = 0
  const find = rememberDomains((domain) => {
    asked++
    return Promise.resolve(domain === 'a.example' ? 'a' : undefined)
  })
  for (let n = 0; n < 5000; n++) await find(`${n}.example`)
  expect(await find('a.example')).toBe('a')
  expect(asked).toBe(5001)
})
