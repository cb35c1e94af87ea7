import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { postSlugProblem, suggestPostSlug } from '#domain/catalog/rules.ts'
import { whyNotSlug } from '#domain/organization/rules.ts'
import { routeWords } from './reserved-words.ts'

const firstWords = (folder: string) =>
  readdirSync(new URL(folder, import.meta.url)).map((file) => file.split(/[._]/)[0]!)

test('the words that are taken are those of routes and public files, and no others', () => {
  const routes = firstWords('../app/routes/').filter((word) => word !== '' && !word.startsWith('$'))
  // The build's folder is not there before a build.
  const taken = new Set([...routes, ...firstWords('../public/'), 'assets'])
  expect([...routeWords].sort()).toEqual([...taken].sort())
})

test.each([...routeWords])('neither an organization nor a post is called %s', (word) => {
  expect(whyNotSlug(word)).toBe('reserved')
  expect(postSlugProblem(word)).toBeDefined()
  expect(postSlugProblem(suggestPostSlug(word))).toBeUndefined()
})
