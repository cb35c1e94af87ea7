import { expect, test } from 'vitest'
import { createStreamLinks, StreamRefused } from './stream-links.ts'

const hour = 3600

function setUp() {
  const world = { time: 0, asked: 0, failure: undefined as Error | undefined }
  const links = createStreamLinks({
    now: () => world.time * 1000,
    ask: async () => {
      world.asked += 1
      if (world.failure) throw world.failure
      const url = `https://storage.test/bucket/film/720p.mp4?signature=${world.asked}`
      return {
        expiresIn: hour,
        renditions: { '720p': { url } },
        pictures: [],
        storyboardUrl: null,
        waveformUrl: null,
        loudness: null,
      }
    },
  })
  return { world, links, fresh: () => links.fresh('https://storage.test/bucket/film/720p.mp4?signature=old') }
}

test('a link is exchanged for a fresh one of the same file, and asked for once for many segments', async () => {
  const { world, fresh } = setUp()
  const all = await Promise.all([fresh(), fresh(), fresh()])
  expect(new Set(all)).toEqual(new Set(['https://storage.test/bucket/film/720p.mp4?signature=1']))
  expect(world.asked).toBe(1)
})

test('a film longer than an hour plays on: links are renewed before they die', async () => {
  const { world, fresh } = setUp()
  await fresh()
  world.time = 0.7 * hour
  expect(await fresh()).toContain('signature=1')
  world.time = 0.8 * hour
  expect(await fresh()).toContain('signature=2')
  world.time = 3 * hour
  expect(await fresh()).toContain('signature=3')
})

test('a link that storage refuses is renewed at once', async () => {
  const { links, fresh } = setUp()
  await fresh()
  links.distrust()
  expect(await fresh()).toContain('signature=2')
})

test('a network that is away for a moment stops nothing while the links live', async () => {
  const { world, fresh } = setUp()
  await fresh()
  world.failure = new TypeError('Failed to fetch')
  world.time = 0.9 * hour
  expect(await fresh()).toContain('signature=1')
  world.time = 1.1 * hour
  await expect(fresh()).rejects.toThrow('Failed to fetch')
  world.failure = undefined
  expect(await fresh()).toContain('signature=4')
})

test('access that was taken away ends the film at the next renewal', async () => {
  const { world, fresh } = setUp()
  await fresh()
  world.failure = new StreamRefused(403, 'You do not have access to this yet.')
  world.time = 0.8 * hour
  await expect(fresh()).rejects.toThrow('You do not have access')
})

test('what comes with the links is asked for once, and again with new links', async () => {
  const { world, links, fresh } = setUp()
  await fresh()
  const first = await links.answer()
  expect(await links.answer()).toBe(first)
  expect(world.asked).toBe(1)
  world.time = 0.8 * hour
  expect(await links.answer()).not.toBe(first)
})

test('an address that is not of the film is left alone', async () => {
  const { links } = setUp()
  expect(await links.fresh('https://storage.test/other.mp4?signature=own')).toBe(
    'https://storage.test/other.mp4?signature=own',
  )
})
