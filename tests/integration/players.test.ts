import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, visit } from '#tests/support/browser.ts'
import { drawFile } from '#tests/support/media.ts'
import { makeFilm } from '#tests/support/media/make-film.ts'
import { drawNumbered } from '#tests/support/media/numbered.ts'
import { serveFiles, type FileServer } from '#tests/support/media/serve-files.ts'

type Seen = {
  pictures: { seconds: number; number: number; height: number }[]
  /** After the beginning. */
  stalls: { at: number; seconds: number }[]
  errors: string[]
  heights: number[]
  duration: number
  buffered: [from: number, to: number][]
}
declare const playThrough: (library: string, url: string, speed: number, turns: Turn[]) => Promise<Seen>
declare const seekTo: (seconds: number) => Promise<{ mediaTime: number; number: number; errors: string[] }>
type Turn = { at: number; height: number }

const require = createRequire(import.meta.url)
const seconds = 24
const fps = 30
/** Where the film's two chunks meet. */
const joint = 4
const fixed: Record<string, string> = {
  '/page.html': fileURLToPath(new URL('../support/media/player-page.html', import.meta.url)),
  '/shaka.js': require.resolve('shaka-player/dist/shaka-player.hls-es2021.js'),
  '/hls.js': require.resolve('hls.js'),
}
let browser: Browser
let server: FileServer

beforeAll(async () => {
  const numbered = await drawNumbered({
    ...{ seconds, fps, side: 480, container: 'mp4' },
    options: ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '600'],
  })
  const original = await drawFile('mp4', [
    ...['-i', numbered, '-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`],
    ...['-c:v', 'copy', '-c:a', 'aac'],
  ])
  const { folder, plan } = await makeFilm({ path: original })
  expect(plan.video?.chunks.map(({ start }) => start / fps)).toEqual([0, joint])
  server = await serveFiles((pathname) => fixed[pathname] ?? path.join(folder, path.normalize(pathname)))
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser.close()
  server.close()
})

test.each(['shaka', 'hls'])(
  '%s plays a film in chunks to its end, in every rung, at four times its speed, and finds every moment',
  async (library) => {
    const { page, complaints } = await visit(browser, server.origin)
    await page.goto('/page.html')
    const turns = [480, 360, 240, 480].map((height, turn) => ({ at: turn * 5, height }))
    const seen = await page.evaluate(([name, rate, when]) => playThrough(name, '/master.m3u8', rate, when), [
      library,
      4,
      turns,
    ] as const satisfies [string, number, Turn[]])
    expect(seen.errors).toEqual([])
    expect(seen.heights.toSorted((a, b) => b - a)).toEqual([480, 360, 240])
    expect(seen.duration).toBeCloseTo(seconds, 1)
    expect(new Set(seen.pictures.map(({ height }) => height))).toEqual(new Set([480, 360, 240]))
    // A page is told of a picture once it is shown: what it then finds on the screen may be a little newer, never older.
    const ahead = ({ seconds: at, number }: Seen['pictures'][number]) => number - Math.round(at * fps)
    const wrong = seen.pictures.filter((picture) => ahead(picture) < 0 || ahead(picture) > 8)
    expect(wrong).toEqual([])
    expect(seen.stalls.filter((stall) => stall.seconds > 0.5)).toEqual([])
    expect(seen.buffered).toEqual([[0, expect.closeTo(seconds, 1)]])

    for (const to of [joint - 0.1, joint, joint + 0.1, 0, 12, joint - 0.02, 23.5, joint + 0.02, 8]) {
      const shown = await page.evaluate((at) => seekTo(at), to)
      expect(shown.errors).toEqual([])
      expect(shown.number).toBe(Math.round(shown.mediaTime * fps))
      expect(Math.abs(shown.mediaTime - to)).toBeLessThanOrEqual(1.01 / fps)
    }
    expect(complaints).toEqual([])
  },
  120_000,
)
