import { beforeAll, expect, test } from 'vitest'
import { checkConformance } from '../support/hls-conformance.ts'
import { mediaBreaks } from '../support/hls-conformance/example-media-breaks.ts'
import { playlistBreaks } from '../support/hls-conformance/example-playlist-breaks.ts'
import { copyOf, makeExample, served, type Example } from '../support/hls-conformance/example-presentation.ts'

const breaks = [...playlistBreaks, ...mediaBreaks]
let example: Example
beforeAll(async () => {
  example = await makeExample()
})

const brokenRules = async (presentation: Example) => {
  const results = await checkConformance(served(presentation))
  return results
    .filter(({ problems }) => problems.length > 0)
    .map(({ rule, problems }) => ({ rule, problems }))
}

test('a presentation made by ffmpeg keeps every rule', async () => {
  expect(await brokenRules(example)).toEqual([])
})

test.each(breaks.map((each, index) => ({ ...each, title: `${each.rules.join('; ')} (${index})` })))(
  'one edit breaks exactly this: $title',
  async ({ edit, rules }) => {
    const broken = copyOf(example)
    edit(broken)
    const found = await brokenRules(broken)
    expect(found.map(({ rule }) => rule).sort(), JSON.stringify(found, undefined, 2)).toEqual(
      [...rules].sort(),
    )
  },
)

test('every rule is broken by some edit', async () => {
  const rules = (await checkConformance(served(example))).map(({ rule }) => rule)
  expect(new Set(rules).size).toBe(rules.length)
  expect([...new Set(breaks.flatMap((each) => each.rules))].sort()).toEqual([...rules].sort())
})
