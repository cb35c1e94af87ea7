import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { action as createOrganization } from '#app/routes/studio.new.tsx'
import { action as editPost } from '#app/routes/studio.$org.content.$contentId.tsx'
import { loader as listPosts } from '#app/routes/studio.$org.content._index.tsx'
import { action as createPost } from '#app/routes/studio.$org.content.new.tsx'
import { loader as storefront } from '#app/routes/$org._index.tsx'
import { askPage, type PageHandle } from '#tests/support/ask-page.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type Post, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let maya: Person
let rival: Person
let organization: Organization
let post: Post

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  maya = await world.person('Maya', 'creator')
  rival = await world.person('Rita', 'creator')
  organization = await world.organization(maya)
  await world.organization(rival)
  post = await world.post(maya, organization, { status: 'draft' })
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

const ask = (
  handle: PageHandle,
  path: string,
  params: Record<string, string>,
  who: Person | null,
  init: RequestInit = {},
) => askPage(wiring, handle, path, params, who, init)

const send = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
})
const at = () => ({ org: organization.slug, contentId: post.id })

test('an organization is founded by form, and its founder led to the media', async () => {
  const answer = await ask(createOrganization, '/studio/new', {}, rival, send({ name: 'Über Flow' }))
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe('/studio/uber-flow/media')
})

test.each([
  [{ name: 'Studio' }, 'slug'],
  [{ name: 'x', slug: 'login' }, 'slug'],
  [{ name: '' }, 'name'],
  [{ name: 'x\u0000y' }, 'name'],
])('what is wrong with %j is said beside %s', async (fields, field) => {
  const answer = await ask(
    createOrganization,
    '/studio/new',
    {},
    rival,
    send(fields as Record<string, string>),
  )
  expect(answer).toMatchObject({
    status: 400,
    body: { lastResult: { error: { [field]: [expect.any(String)] } } },
  })
})

test('a post that cannot be published yet is kept as it was typed, and told why', async () => {
  const film = await world.media(maya)
  const draft = await world.post(maya, organization, { status: 'draft', mediaId: film.id })
  const fields = { intent: 'publish', title: 'New title', mediaItemId: film.id, price: '3' }
  const params = { org: organization.slug, contentId: draft.id }
  const answer = await ask(editPost, '/x', params, maya, send(fields))
  expect(answer).toMatchObject({
    status: 409,
    body: {
      lastResult: {
        initialValue: { title: 'New title' },
        error: { '': [expect.stringContaining('being prepared')] },
      },
    },
  })
})

test('a price is read in the currency of the post, whatever the organization sells in by now', async () => {
  const own = await world.organization(maya)
  const draft = await world.post(maya, own, { status: 'draft', priceCents: 500 })
  await world.query("update app.organizations set currency = 'jpy' where id = $1", [own.id])
  const fields = { intent: 'save', title: 'Twelve', price: '1200', body: 'Words.' }
  const answer = await ask(editPost, '/x', { org: own.slug, contentId: draft.id }, maya, send(fields))
  expect(answer.status).toBe(200)
  const rows = await world.query('select price_cents, currency from app.content where id = $1', [draft.id])
  expect(rows).toEqual([{ price_cents: 120_000, currency: 'usd' }])
})

test('a rival finds neither the studio nor the post', async () => {
  const fields = send({ intent: 'delete' })
  expect((await ask(editPost, '/x', at(), rival, fields)).status).toBe(404)
  expect((await ask(listPosts, '/x', { org: organization.slug }, rival)).status).toBe(404)
  expect((await ask(editPost, '/x', at(), null, fields)).status).toBe(302)
})

test.each(['platform', 'login', 'Nobody', 'nobody-lives-here', '..', 'x\u0000'])(
  'nothing is shown at /%s',
  async (org) => expect((await ask(storefront, '/x', { org }, null)).status).toBe(404),
)

test('a storefront may be kept by shared caches for guests, and never for anybody else', async () => {
  const params = { org: organization.slug }
  const forGuest = await ask(storefront, '/x', params, null)
  expect(forGuest.headers.get('cache-control')).toContain('s-maxage=30')
  expect(forGuest.headers.get('vary')).toBe('Cookie')
  const forMaya = await ask(storefront, '/x', params, maya)
  expect(forMaya.headers.get('cache-control')).toBeNull()
  const withCookie = await ask(storefront, '/x', params, null, { headers: { cookie: 'theme=dark' } })
  expect(withCookie.headers.get('cache-control')).toBeNull()
})

test('a list of posts goes calmly with any address', async () => {
  const params = { org: organization.slug }
  expect((await ask(listPosts, '/x?after=nonsense', params, maya)).status).toBe(404)
  expect((await ask(listPosts, '/x?status=%00&deleted=%00', params, maya)).status).toBe(200)
  expect((await ask(listPosts, `/x?after=${crypto.randomUUID()}`, params, maya)).status).toBe(200)
})

test('whatever is sent to a page of the studio is answered with what is wrong, and is never our fault', async () => {
  const name = fc.oneof(
    fc.constantFrom(
      'intent',
      'title',
      'slug',
      'price',
      'tags',
      'mediaItemId',
      'description',
      'body',
      'category',
    ),
    fc.constantFrom('__intent__', '__proto__[x]', 'tags[99999999]', 'title.x', 'kind', 'name', 'words'),
  )
  const value = fc.oneof(
    fc.constantFrom(
      'save',
      'publish',
      'archive',
      'restore',
      'preview',
      'written',
      'media',
      post.id,
      '-1',
      '1e9',
      '[]',
      '\ud800',
      '\u0000',
    ),
    fc.constant('x'.repeat(250_000)),
    fc.string({ unit: 'binary', maxLength: 60 }),
  )
  const fields = fc.array(fc.tuple(name, value), { maxLength: 8 })
  const handle = fc.constantFrom<PageHandle>(createOrganization, createPost, editPost)
  await fc.assert(
    fc.asyncProperty(fields, handle, fc.boolean(), async (sent, action, asFile) => {
      const body = new FormData()
      for (const [key, text] of sent) body.append(key, asFile ? new Blob([text]) : text)
      const { status } = await ask(action, '/x', at(), maya, { method: 'POST', body })
      expect(status).toBeLessThan(500)
    }),
    { numRuns: 200 },
  )
  for (const action of [createOrganization, createPost, editPost] as PageHandle[]) {
    const headers = { 'content-type': 'application/json' }
    expect((await ask(action, '/x', at(), maya, { method: 'POST', body: '{}', headers })).status).toBe(400)
  }
  for (const contentId of ['nonsense', '\u0000', crypto.randomUUID()])
    expect(
      (await ask(editPost, '/x', { ...at(), contentId }, maya, send({ intent: 'archive' }))).status,
    ).toBe(404)
})
