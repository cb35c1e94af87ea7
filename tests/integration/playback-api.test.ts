import type { types } from 'hls-parser'
import { parse } from 'hls-parser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loader as contentLoader } from '#app/routes/api.content.$id.ts'
import { loader as accessLoader } from '#app/routes/api.content.$id.access.ts'
import { loader as hlsLoader } from '#app/routes/api.content.$id.hls.$.ts'
import { action as resumeAction, loader as resumeLoader } from '#app/routes/api.content.$id.resume.ts'
import { loader as streamLoader } from '#app/routes/api.content.$id.stream.ts'
import { loader as posterLoader } from '#app/routes/posters.content.$contentId.ts'
import { listOwned, listUnfinished, listWatchedFree, type ShelfKey } from '#domain/playback/queries.ts'
import { readShelfKey, writeShelfKey } from '#domain/playback/shelf-key.ts'
import { drawClip } from '#tests/support/media.ts'
import { layReadyMedia } from '#tests/support/ready-media.ts'
import { routesOf } from '#tests/support/ask.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type Post, type World } from '#tests/support/world.ts'

const seconds = 10

let wiring: Wiring
let world: World
let routes: ReturnType<typeof routesOf>
let owner: Person
let buyer: Person
let stranger: Person
let organization: Organization
let film: Post
let otherFilm: Post
let freeFilm: Post
let draft: Post
let words: Post

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  routes = routesOf(wiring)
  owner = await world.person('Maya', 'creator')
  buyer = await world.person('Carl')
  stranger = await world.person('Sam')
  organization = await world.organization(owner)
  const file = await drawClip({ seconds, width: 854, height: 480 })
  const media = await layReadyMedia(wiring, world, owner, file)
  const otherMedia = await layReadyMedia(wiring, world, owner, file)
  film = await world.post(owner, organization, { mediaId: media.id, title: 'The film' })
  otherFilm = await world.post(owner, organization, { mediaId: otherMedia.id })
  freeFilm = await world.post(owner, organization, { mediaId: otherMedia.id, priceCents: 0 })
  draft = await world.post(owner, organization, { mediaId: media.id, status: 'draft' })
  words = await world.post(owner, organization, { priceCents: 0 })
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
  rest = '',
  params: Record<string, string> = {},
) => routes.ask(handle, `/api/content/${post.id}${rest}`, { id: post.id, ...params }, who)
const stream = (post: Post, who: Person | null) => get(streamLoader, post, who, '/stream')
const playlist = (post: Post, who: Person | null, name: string) =>
  get(hlsLoader, post, who, `/hls/${name}`, { '*': name })
const resume = (post: Post, who: Person | null) => get(resumeLoader, post, who, '/resume')
const keep = (post: Post, who: Person | null, body: string) =>
  routes.ask(resumeAction, `/api/content/${post.id}/resume`, { id: post.id }, who, { method: 'POST', body })
const keepAt = (post: Post, who: Person | null, playbackPosition: number) =>
  keep(post, who, JSON.stringify({ playbackPosition }))
const posterOf = (post: Post, who: Person | null, headers: Record<string, string> = {}) =>
  routes.ask(posterLoader, `/posters/content/${post.id}`, { contentId: post.id }, who, { headers })

type StreamBody = {
  url: string
  expiresAt: string
  expiresIn: number
  quality: string[]
  renditions: Record<string, { url: string; expiresAt: string }>
}
const streamBody = async (post: Post, who: Person) => (await (await stream(post, who)).json()) as StreamBody
const firstLink = async (post: Post, who: Person) =>
  Object.values((await streamBody(post, who)).renditions)[0]!.url

describe('what a post is', () => {
  test('anybody who can see it may read about it', async () => {
    const answer = await get(contentLoader, film, null)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      id: film.id,
      title: 'The film',
      price: 1200,
      currency: 'usd',
      status: 'published',
      duration: expect.closeTo(seconds, 0),
      thumbnail: expect.stringContaining(`/posters/content/${film.id}`),
      creator: { name: 'Maya' },
      organization: { slug: organization.slug },
    })
  })

  test.each(['nonsense', '00000000-0000-4000-8000-000000000000'])('%s is nothing: 404', async (id) => {
    const answer = await routes.ask(contentLoader, `/api/content/${id}`, { id }, buyer)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ reason: expect.stringMatching(/^no_such_/) })
  })

  test('a draft does not exist for those who did not make it', async () => {
    for (const who of [null, buyer, stranger]) expect((await get(contentLoader, draft, who)).status).toBe(404)
    expect((await get(contentLoader, draft, owner)).status).toBe(200)
  })
})

describe('the access answer', () => {
  const access = async (post: Post, who: Person | null) =>
    (await get(accessLoader, post, who, '/access')).json()

  test('carries the reason', async () => {
    expect(await access(film, buyer)).toEqual({ canWatch: true, reason: 'purchased', accessType: 'full' })
    expect(await access(film, owner)).toMatchObject({ reason: 'staff' })
    expect(await access(freeFilm, stranger)).toMatchObject({ reason: 'public', accessType: 'full' })
    const nobody = { canWatch: false, reason: 'not_authorized', accessType: 'preview_only' }
    expect(await access(film, stranger)).toEqual(nobody)
    expect(await access(freeFilm, null)).toEqual(nobody)
  })
})

describe('a stream', () => {
  test('is the viewer’s own playlist and short-lived links to every rendition', async () => {
    const body = await streamBody(film, buyer)
    expect(body.url).toBe(new URL(`/api/content/${film.id}/hls/master.m3u8`, wiring.env.APP_URL).href)
    expect(body.quality.length).toBeGreaterThan(1)
    expect(body.quality.at(-1)).toBe('480p')
    expect(body.expiresIn).toBeGreaterThan(3500)
    expect(new Date(body.expiresAt).getTime()).toBeLessThanOrEqual(Date.now() + 3600_000)
    expect(Object.keys(body.renditions)).toEqual(expect.arrayContaining(body.quality))
    const link = await fetch(Object.values(body.renditions)[0]!.url, { headers: { range: 'bytes=0-99' } })
    expect(link.status).toBe(206)
  })

  test('its playlists are whole: every rendition, and segments that lie in its file', async () => {
    const answer = await playlist(film, buyer, 'master.m3u8')
    expect(answer.headers.get('content-type')).toBe('application/vnd.apple.mpegurl')
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    const master = parse(await answer.text()) as types.MasterPlaylist
    expect(master.variants.map(({ uri }) => uri)).toContain('480p.m3u8')
    for (const { uri } of master.variants) {
      const media = parse(await (await playlist(film, buyer, uri)).text()) as types.MediaPlaylist
      const length = media.segments.reduce((sum, { duration }) => sum + duration, 0)
      expect(length).toBeCloseTo(seconds, 0)
      const last = media.segments.at(-1)!
      const { offset, length: bytes } = last.byterange!
      const part = await fetch(last.uri, { headers: { range: `bytes=${offset}-${offset + bytes - 1}` } })
      expect(part.status).toBe(206)
      expect((await part.arrayBuffer()).byteLength).toBe(bytes)
    }
  })

  test('of a written post is refused in words', async () => {
    const answer = await stream(words, buyer)
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({ reason: 'nothing_to_stream' })
  })

  test('of a film in the works is refused in words', async () => {
    const media = await world.media(owner, { status: 'transcoding' })
    const post = await world.post(owner, organization, { mediaId: media.id, priceCents: 0 })
    expect(await (await stream(post, buyer)).json()).toMatchObject({ reason: 'not_ready' })
  })
})

describe('nobody without access gets a playlist or a byte', () => {
  test('not from any address', async () => {
    for (const who of [null, stranger]) {
      for (const answer of [
        await stream(film, who),
        await playlist(film, who, 'master.m3u8'),
        await playlist(film, who, '480p.m3u8'),
      ]) {
        expect(answer.status).toBe(403)
        expect(await answer.json()).toMatchObject({
          reason: 'not_authorized',
          message: expect.any(String),
        })
      }
      expect((await stream(draft, who)).status).toBe(404)
      expect((await playlist(draft, who, 'master.m3u8')).status).toBe(404)
    }
    expect((await stream(freeFilm, null)).status).toBe(403)
    expect((await stream(otherFilm, buyer)).status).toBe(403)
  })

  test('not with the link of another film, nor with one whose signature was touched or taken away', async () => {
    const own = new URL(await firstLink(film, buyer))
    const other = new URL(await firstLink(otherFilm, owner))
    expect((await fetch(own)).status).toBe(200)

    const borrowed = new URL(own)
    borrowed.pathname = other.pathname
    const bare = new URL(own)
    bare.search = ''
    const longer = new URL(own)
    longer.searchParams.set('X-Amz-Expires', '36000')
    for (const url of [borrowed, bare, longer])
      expect((await fetch(url)).status, url.search).toBeGreaterThanOrEqual(400)
  })

  test('not after the link’s time: it dies by itself', async () => {
    const short = await wire({ PLAYBACK_LINK_SECONDS: '5' })
    try {
      // The same posts, a shorter life: the clone is another database, so the first one is asked with the other settings.
      const brief = routesOf({ ...wiring, needs: { ...wiring.needs, env: short.env } })
      const answer = await brief.ask(streamLoader, `/api/content/${film.id}/stream`, { id: film.id }, buyer)
      const { renditions, expiresIn } = (await answer.json()) as StreamBody
      const { url } = Object.values(renditions)[0]!
      expect(expiresIn).toBeLessThanOrEqual(5)
      expect((await fetch(url)).status).toBe(200)
      await expect
        .poll(async () => (await fetch(url)).status, { timeout: 15_000, interval: 500 })
        .toBeGreaterThanOrEqual(400)
    } finally {
      await short.close()
    }
  })

  test('not after a refund: the next question is refused', async () => {
    const regretful = await world.person('Rita')
    await world.grant(regretful, film)
    expect((await stream(film, regretful)).status).toBe(200)
    await world.query('update app.content_access set revoked_at = now() where user_id = $1', [regretful.id])
    expect((await stream(film, regretful)).status).toBe(403)
    expect((await playlist(film, regretful, '480p.m3u8')).status).toBe(403)
  })
})

describe('resuming', () => {
  test('a film goes on where it was left', async () => {
    expect(await (await resume(film, buyer)).json()).toEqual({ playbackPosition: 0, lastWatched: null })
    expect(await (await keepAt(film, buyer, 6.5)).json()).toEqual({ saved: true })
    expect(await (await resume(film, buyer)).json()).toEqual({
      playbackPosition: 6.5,
      lastWatched: expect.stringMatching(/^\d{4}-/),
    })
    expect(await (await resume(film, owner)).json()).toMatchObject({ playbackPosition: 0 })
  })

  test.each([
    '',
    '[]',
    'null',
    '{}',
    '{"playbackPosition":"6"}',
    '{"playbackPosition":-1}',
    '{"playbackPosition":1e999}',
  ])('a body of %j is refused', async (body) => expect((await keep(film, buyer, body)).status).toBe(400))

  test('a place after the end is refused', async () => {
    expect((await keepAt(film, buyer, seconds + 0.5)).status).toBe(200)
    const answer = await keepAt(film, buyer, seconds + 60)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ reason: 'past_the_end' })
  })

  test('guests are told to sign in, and those without access get nothing', async () => {
    expect((await keepAt(film, null, 1)).status).toBe(401)
    expect((await resume(film, null)).status).toBe(401)
    expect((await keepAt(film, stranger, 1)).status).toBe(403)
    expect((await resume(film, stranger)).status).toBe(403)
    expect((await keepAt(draft, stranger, 1)).status).toBe(404)
  })
})

describe('the library', () => {
  const shelf = (who: Person) =>
    wiring.asActor(
      who.actor,
      async (tx) => ({
        unfinished: (await listUnfinished(tx, who.id, 10)).map(({ id }) => id),
        owned: (await listOwned(tx, who.id, { after: undefined, limit: 10 })).items.map(({ id }) => id),
        free: (await listWatchedFree(tx, who.id, 10)).map(({ id }) => id),
      }),
      'read',
    )

  test('shows what was begun, what is owned and what was watched for free', async () => {
    const reader = await world.person('Lea')
    await world.grant(reader, film)
    expect(await shelf(reader)).toEqual({ unfinished: [], owned: [film.id], free: [] })
    await keepAt(film, reader, 6)
    await keepAt(freeFilm, reader, 5)
    expect(await shelf(reader)).toEqual({
      unfinished: [freeFilm.id, film.id],
      owned: [film.id],
      free: [freeFilm.id],
    })
    await keepAt(film, reader, 9.6)
    expect((await shelf(reader)).unfinished).toEqual([freeFilm.id])
  })

  test('pages by key without losing or repeating a post', async () => {
    const collector = await world.person('Cora')
    for (const post of [film, otherFilm, freeFilm]) await world.grant(collector, post)
    const page = (after?: ShelfKey) =>
      wiring.asActor(collector.actor, (tx) => listOwned(tx, collector.id, { after, limit: 2 }), 'read')
    const first = await page()
    const second = await page(readShelfKey(writeShelfKey(first.next!)))
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([
      freeFilm.id,
      otherFilm.id,
      film.id,
    ])
    expect(second.next).toBeUndefined()
  })

  test('a refund takes a post off the shelf', async () => {
    const regretful = await world.person('Ron')
    await world.grant(regretful, film, { revokedAt: new Date() })
    expect((await shelf(regretful)).owned).toEqual([])
  })
})

describe('a poster', () => {
  test('is for whoever can see the post, and a published one may be cached', async () => {
    const answer = await posterOf(film, null)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('image/jpeg')
    expect(answer.headers.get('cache-control')).toContain('public')
    expect((await answer.arrayBuffer()).byteLength).toBe(Number(answer.headers.get('content-length')))
    const again = await posterOf(film, null, { 'if-none-match': answer.headers.get('etag')! })
    expect(again.status).toBe(304)
  })

  test('of a draft is its makers’ only, and never for a shared cache', async () => {
    expect((await posterOf(draft, stranger)).status).toBe(404)
    const answer = await posterOf(draft, owner)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toContain('private')
    await answer.body?.cancel()
  })
})
