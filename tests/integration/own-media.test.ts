import { afterAll, beforeAll, expect, test } from 'vitest'
import { loader as hlsLoader } from '#app/routes/api.media.$id.hls.$.ts'
import { loader as streamLoader } from '#app/routes/api.media.$id.stream.ts'
import { drawClip } from '#tests/support/media.ts'
import { planMedia, workOffTasks, workOneTask } from '#tests/support/ready-media.ts'
import { routesOf } from '#tests/support/ask.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Person, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let routes: ReturnType<typeof routesOf>
let creator: Person
let stranger: Person

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  routes = routesOf(wiring)
  creator = await world.person('Maya', 'creator')
  stranger = await world.person('Sam', 'creator')
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

const playlist = (id: string, name: string, who: Person | null) =>
  routes.ask(hlsLoader, `/api/media/${id}/hls/${name}`, { id, '*': name }, who)
const words = async (id: string, name: string) => (await playlist(id, name, creator)).text()
/** Seconds that a media playlist lists. */
const secondsOf = (text: string) =>
  [...text.matchAll(/#EXTINF:([\d.]+)/g)].reduce((sum, [, seconds]) => sum + Number(seconds), 0)

test('a creator sees the beginning of a film while the rest is being made, and nobody else does', async () => {
  // Too far from key frame to key frame to be copied, and long enough for two chunks.
  const file = await drawClip({ seconds: 24, options: ['-g', '600'] })
  const { id } = await planMedia(wiring, world, creator, file)
  expect((await playlist(id, 'master.m3u8', creator)).status).toBe(409)

  await workOneTask(wiring, 'sound')
  await workOneTask(wiring, 'transcode')
  const master = await words(id, 'master.m3u8')
  expect(master).toContain('180p.m3u8')
  const growing = await words(id, '180p.m3u8')
  expect(growing).toContain('#EXT-X-PLAYLIST-TYPE:EVENT')
  expect(growing).not.toContain('#EXT-X-ENDLIST')
  expect(secondsOf(growing)).toBe(4)
  // Sound that ran ahead would make players take the end for reached.
  expect(secondsOf(await words(id, 'audio-128k.m3u8'))).toBeLessThan(4.5)
  const url = growing.split('\n').find((line) => line.startsWith('http'))!
  expect((await fetch(url, { headers: { range: 'bytes=0-99' } })).status).toBe(206)
  for (const who of [stranger, null]) {
    expect((await playlist(id, 'master.m3u8', who)).status).toBe(404)
    expect((await playlist(id, '180p.m3u8', who)).status).toBe(404)
    expect((await routes.ask(streamLoader, `/api/media/${id}/stream`, { id }, who)).status).toBe(404)
  }

  await workOffTasks(wiring, world)
  const whole = await words(id, '180p.m3u8')
  expect(whole).toContain('#EXT-X-ENDLIST')
  expect(whole.startsWith(growing.split('#EXT-X-PLAYLIST-TYPE')[0]!)).toBe(true)
  expect(secondsOf(whole)).toBeCloseTo(24, 3)
  const links = await routes.ask(streamLoader, `/api/media/${id}/stream`, { id }, creator)
  expect(Object.keys(((await links.json()) as { renditions: object }).renditions)).toContain('180p/1')
})

test('a film that is deleted is not to be seen any more', async () => {
  const { id } = await planMedia(wiring, world, creator, await drawClip({ seconds: 2 }))
  await workOffTasks(wiring, world)
  expect((await playlist(id, 'master.m3u8', creator)).status).toBe(200)
  await world.query('update app.media_items set deleted_at = now() where id = $1', [id])
  expect((await playlist(id, 'master.m3u8', creator)).status).toBe(404)
})
