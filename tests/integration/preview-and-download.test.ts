import type { types } from 'hls-parser'
import { parse } from 'hls-parser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loader as postLoader } from '#app/routes/$org.$slug.tsx'
import { loader as downloadLoader } from '#app/routes/api.content.$id.download.ts'
import { loader as hlsLoader } from '#app/routes/api.content.$id.hls.$.ts'
import { loader as previewLoader } from '#app/routes/api.content.$id.preview.$.ts'
import { loader as storyboardLoader } from '#app/routes/api.content.$id.storyboard[.vtt].ts'
import { loader as streamLoader } from '#app/routes/api.content.$id.stream.ts'
import { routesOf } from '#tests/support/ask.ts'
import { drawClip } from '#tests/support/media.ts'
import { planMedia, workOffTasks } from '#tests/support/ready-media.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type Post, type World } from '#tests/support/world.ts'

const seconds = 16

let wiring: Wiring
let world: World
let routes: ReturnType<typeof routesOf>
let buyer: Person
let stranger: Person
let organization: Organization
/** For sale, and buyers may keep it. */
let film: Post
/** The same for nothing, and nobody may keep it. */
let freeFilm: Post
let draft: Post
let short: Post

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  routes = routesOf(wiring)
  const owner = await world.person('Maya', 'creator')
  buyer = await world.person('Carl')
  stranger = await world.person('Sam')
  organization = await world.organization(owner)
  const file = await drawClip({ seconds, width: 426, height: 240 })
  const media = await planMedia(wiring, world, owner, file)
  const shortMedia = await planMedia(wiring, world, owner, await drawClip({ seconds: 2 }))
  film = await world.post(owner, organization, { mediaId: media.id })
  await world.query('update app.content set downloads_allowed = true where id = $1', [film.id])
  freeFilm = await world.post(owner, organization, { mediaId: media.id, priceCents: 0 })
  draft = await world.post(owner, organization, { mediaId: media.id, status: 'draft' })
  short = await world.post(owner, organization, { mediaId: shortMedia.id })
  await workOffTasks(wiring, world)
  await world.grant(buyer, film)
}, 120_000)
afterAll(async () => {
  await world.close()
  await wiring.close()
})

const get = (
  handle: Parameters<typeof routes.ask>[0],
  post: Post,
  who: Person | null,
  rest: string,
  params: Record<string, string> = {},
) => routes.ask(handle, `/api/content/${post.id}/${rest}`, { id: post.id, ...params }, who)
const preview = (post: Post, who: Person | null, name: string) =>
  get(previewLoader, post, who, `preview/${name}`, { '*': name })
const mediaOf = async (answer: Response) => parse(await answer.text()) as types.MediaPlaylist
/** The media playlists of a preview, as a player finds them. */
async function playlistsOf(post: Post, who: Person | null): Promise<types.MediaPlaylist[]> {
  const master = parse(await (await preview(post, who, 'master.m3u8')).text()) as types.MasterPlaylist
  const uris = master.variants.flatMap(({ uri, audio }) => [uri, ...audio.map((track) => track.uri!)])
  return Promise.all(uris.map(async (uri) => mediaOf(await preview(post, who, uri))))
}
const lengthOf = ({ segments }: types.MediaPlaylist) =>
  segments.reduce((sum, { duration }) => sum + duration, 0)
const pathOf = (url: string) => new URL(url).pathname

describe('a preview', () => {
  test('is the first third of a film at most, whole and for everybody who can see the post', async () => {
    for (const [post, who] of [
      [film, null],
      [film, stranger],
      [freeFilm, null],
    ] as const) {
      const playlists = await playlistsOf(post, who)
      // The picture, the sound, and the picture's key frames.
      expect(playlists).toHaveLength(3)
      for (const playlist of playlists) {
        expect(playlist.endlist).toBe(true)
        expect(lengthOf(playlist)).toBeGreaterThan(3)
        expect(lengthOf(playlist)).toBeLessThanOrEqual(seconds / 3)
        const { uri, byterange } = playlist.segments.at(-1)!
        const { offset, length } = byterange!
        const part = await fetch(uri, { headers: { range: `bytes=${offset}-${offset + length - 1}` } })
        expect(part.status).toBe(206)
        expect((await part.arrayBuffer()).byteLength).toBe(length)
      }
    }
  })

  test('is a file of its own: nothing of the film lies behind it, and its links open nothing else', async () => {
    const [shown] = await playlistsOf(film, null)
    const link = new URL(shown!.segments[0]!.uri)
    const whole = await mediaOf(await get(hlsLoader, film, buyer, 'hls/240p.m3u8', { '*': '240p.m3u8' }))
    const own = whole.segments[0]!.uri
    expect(pathOf(own)).not.toBe(link.pathname)

    const bytes = Number((await fetch(link)).headers.get('content-length'))
    const { offset, length } = shown!.segments.at(-1)!.byterange!
    expect(bytes).toBe(offset + length)
    const borrowed = new URL(link)
    borrowed.pathname = pathOf(own)
    expect((await fetch(borrowed)).status).toBeGreaterThanOrEqual(400)
  })

  test('has no address for a rendition of the film', async () => {
    expect((await preview(film, null, '240p.m3u8')).status).toBe(404)
    expect((await get(hlsLoader, film, null, 'hls/240p.m3u8', { '*': '240p.m3u8' })).status).toBe(403)
  })

  test('does not exist of a draft, nor of a film that is too short', async () => {
    for (const who of [null, stranger]) expect((await preview(draft, who, 'master.m3u8')).status).toBe(404)
    expect((await preview(short, null, 'master.m3u8')).status).toBe(404)
  })

  test('is offered on the page to those without access, and to nobody else', async () => {
    const page = async (post: Post, who: Person | null) => {
      const path = `/${organization.slug}/${post.slug}`
      const params = { org: organization.slug, slug: post.slug }
      const answer = (await routes.ask(postLoader as never, path, params, who)) as unknown
      return (answer as { data: { isPreviewed: boolean; downloadBytes: number | null } }).data
    }
    expect(await page(film, null)).toMatchObject({ isPreviewed: true, downloadBytes: null })
    expect(await page(film, stranger)).toMatchObject({ isPreviewed: true, downloadBytes: null })
    expect(await page(freeFilm, null)).toMatchObject({ isPreviewed: true })
    expect(await page(short, null)).toMatchObject({ isPreviewed: false })
    expect(await page(freeFilm, stranger)).toMatchObject({ isPreviewed: false, downloadBytes: null })
    const bought = await page(film, buyer)
    expect(bought.isPreviewed).toBe(false)
    expect(bought.downloadBytes).toBeGreaterThan(1000)
  })
})

describe('the small pictures of a film', () => {
  test('are for those who may watch it, at an address without an origin', async () => {
    const stream = await get(streamLoader, film, buyer, 'stream')
    expect(await stream.json()).toMatchObject({ storyboardUrl: `/api/content/${film.id}/storyboard.vtt` })
    const answer = await get(storyboardLoader, film, buyer, 'storyboard.vtt')
    expect(answer.headers.get('content-type')).toContain('text/vtt')
    const words = await answer.text()
    expect(words.startsWith('WEBVTT')).toBe(true)
    const sheet = words.split('\n').find((line) => line.startsWith('http'))!
    expect((await fetch(sheet.split('#')[0]!)).status).toBe(200)
  })

  test('are for nobody else', async () => {
    for (const who of [null, stranger]) {
      expect((await get(storyboardLoader, film, who, 'storyboard.vtt')).status).toBe(403)
      expect((await get(storyboardLoader, draft, who, 'storyboard.vtt')).status).toBe(404)
    }
  })
})

describe('a copy to keep', () => {
  const download = (post: Post, who: Person | null) => get(downloadLoader, post, who, 'download')

  test('is one MP4 for those with access, where its creator allows it', async () => {
    const answer = await download(film, buyer)
    expect(answer.status).toBe(302)
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    const file = await fetch(answer.headers.get('location')!)
    expect(file.headers.get('content-type')).toBe('video/mp4')
    expect(file.headers.get('content-disposition')).toContain('attachment')
    expect(Buffer.from(await file.arrayBuffer()).toString('latin1', 4, 8)).toBe('ftyp')
  })

  test('is for nobody without access', async () => {
    for (const who of [null, stranger]) {
      expect((await download(film, who)).status).toBe(403)
      expect((await download(draft, who)).status).toBe(404)
    }
  })

  test('is not there where it is not allowed, though another post of the same film allows it', async () =>
    expect((await download(freeFilm, stranger)).status).toBe(404))

  test('is taken back when its creator changes his mind', async () => {
    await world.query('update app.content set downloads_allowed = false where id = $1', [film.id])
    expect((await download(film, buyer)).status).toBe(404)
    await world.query('update app.content set downloads_allowed = true where id = $1', [film.id])
  })
})
