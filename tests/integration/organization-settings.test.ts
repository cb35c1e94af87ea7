import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refreshSessionsOf } from '#app/http/session.server.ts'
import { loader as storefront } from '#app/routes/$org._index.tsx'
import { loader as picture } from '#app/routes/posters.organizations.$organizationId.$picture.ts'
import { loader as studio } from '#app/routes/studio.$org.tsx'
import { action as saveGeneral } from '#app/routes/studio.$org.settings._index.tsx'
import { action as saveBranding } from '#app/routes/studio.$org.settings.branding.tsx'
import { action as saveSecurity } from '#app/routes/studio.$org.settings.security.tsx'
import { action as saveStorefront } from '#app/routes/studio.$org.settings.storefront.tsx'
import { loader as settingsDoor } from '#app/routes/studio.$org.settings.tsx'
import { routesOf } from '#tests/support/ask.ts'
import { askPage, type PageHandle } from '#tests/support/ask-page.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let maya: Person
let admin: Person
let organization: Organization

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  maya = await world.person('Maya', 'creator')
  admin = await world.person('Ada', 'creator')
  organization = await world.organization(maya)
  await world.join(organization, admin, 'admin')
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

const ask = (handle: PageHandle, who: Person | null, init: RequestInit = {}, org = organization.slug) =>
  askPage(wiring, handle, '/x', { org }, who, init)
const send = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
})
const row = async () =>
  (await world.query('select * from app.organizations where id = $1', [organization.id]))[0]!
const general = (fields: Record<string, string> = {}) =>
  send({ name: 'Studio', slug: organization.slug, timezone: 'Europe/Berlin', ...fields })

function upload(kind: 'logo' | 'hero', bytes: Uint8Array | string, type = 'image/png'): RequestInit {
  const body = new FormData()
  body.set('intent', kind)
  body.set('picture', new File([bytes as BlobPart], 'picture', { type }))
  return { method: 'POST', body }
}
const assets = () => wiring.needs.storage.listPrefix('assets', `${organization.id}/`)
const drawn = (width: number, height: number, color = '#c0ffee') =>
  sharp({ create: { width, height, channels: 3, background: color } })

test('only the owner has settings: for an admin they are not there', async () => {
  expect((await ask(settingsDoor as PageHandle, maya)).status).toBe(200)
  for (const handle of [
    settingsDoor,
    saveGeneral,
    saveBranding,
    saveStorefront,
    saveSecurity,
  ] as PageHandle[])
    expect((await ask(handle, admin, handle === settingsDoor ? {} : general())).status).toBe(404)
})

describe('general settings', () => {
  test('are saved, and it is written down which of them changed', async () => {
    const fields = { description: 'Slow films', contactEmail: 'Hello@Example.com' }
    expect((await ask(saveGeneral, maya, general(fields))).status).toBe(200)
    expect(await row()).toMatchObject({
      description: 'Slow films',
      contact_email: 'hello@example.com',
      timezone: 'Europe/Berlin',
    })
    const [event] = await world.query(
      "select user_id, detail from app.audit_events where organization_id = $1 and action = 'organization.settings_change'",
      [organization.id],
    )
    expect(event).toEqual({
      user_id: maya.id,
      detail: { fields: ['description', 'contactEmail', 'timezone'] },
    })
  })

  test.each([
    [{ name: '' }, 'name'],
    [{ slug: 'login' }, 'slug'],
    [{ slug: 'Not an address' }, 'slug'],
    [{ contactEmail: 'nobody' }, 'contactEmail'],
    [{ timezone: 'Mars/Olympus' }, 'timezone'],
  ])('what is wrong with %j is said beside %s, and what was typed is kept', async (fields, field) => {
    const answer = await ask(saveGeneral, maya, general(fields as Record<string, string>))
    expect(answer).toMatchObject({
      status: 400,
      body: {
        lastResult: {
          error: { [field]: [expect.any(String)] },
          initialValue: { timezone: expect.any(String) },
        },
      },
    })
  })

  test('an address that somebody has is refused beside the field', async () => {
    const other = await world.organization(admin)
    expect(await ask(saveGeneral, maya, general({ slug: other.slug }))).toMatchObject({
      status: 409,
      body: { lastResult: { error: { slug: [expect.stringContaining('another one')] } } },
    })
  })

  test('another address is everybody’s at their next request, and the old one is nobody’s', async () => {
    const moving = await world.organization(maya, { name: 'Moving' })
    await world.join(moving, admin, 'admin')
    expect((await ask(studio as PageHandle, admin, {}, moving.slug)).status).toBe(200)
    const slug = `${moving.slug}-on`
    const answer = await ask(saveGeneral, maya, general({ name: 'Moved', slug }), moving.slug)
    expect(answer.headers.get('location')).toBe(`/studio/${slug}/settings`)
    expect((await ask(studio as PageHandle, admin, {}, slug)).status).toBe(200)
    expect((await ask(studio as PageHandle, admin, {}, moving.slug)).status).toBe(404)
    expect((await ask(storefront, null, {}, moving.slug)).status).toBe(404)
    expect((await ask(storefront, null, {}, slug)).status).toBe(200)
  })
})

describe('pictures', () => {
  test('a drawing with a script becomes a still picture of 512 × 512 pixels', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" onload="alert(1)">
      <script>alert(document.cookie)</script><image href="file:///etc/passwd"/>
      <rect width="40" height="20" fill="red"/></svg>`
    expect((await ask(saveBranding, maya, upload('logo', svg, 'image/svg+xml'))).status).toBe(200)
    const shown = await routesOf(wiring).ask(
      picture as never,
      '/x',
      { organizationId: organization.id, picture: 'logo' },
      null,
    )
    expect(shown.headers.get('content-type')).toBe('image/webp')
    expect(shown.headers.get('cache-control')).toBe('public, max-age=300')
    const bytes = new Uint8Array(await shown.arrayBuffer())
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/script|svg|alert/i)
    const { format, width, height, hasAlpha, exif } = await sharp(bytes).metadata()
    expect({ format, width, height, hasAlpha, exif }).toEqual({
      format: 'webp',
      width: 512,
      height: 512,
      hasAlpha: true,
      exif: undefined,
    })
  })

  test('what a photograph says of its maker is not kept, and the one before it is removed', async () => {
    const photograph = await drawn(3000, 1200)
      .withExif({ IFD0: { Artist: 'zq-secret', Copyright: 'zq-secret' } })
      .jpeg()
      .toBuffer()
    expect((await ask(saveBranding, maya, upload('hero', photograph, 'image/jpeg'))).status).toBe(200)
    const first = await row()
    const second = await drawn(1000, 400, '#123456').avif().toBuffer()
    expect((await ask(saveBranding, maya, upload('hero', second, 'image/avif'))).status).toBe(200)
    const keys = await assets()
    expect(keys).not.toContain(first.hero_key)
    expect(keys.filter((key) => key.includes('hero'))).toHaveLength(2)
    expect(keys.every((key) => key.startsWith(`${organization.id}/`))).toBe(true)
    const { width } = await sharp(
      await wiring.needs.storage.getBytes({ bucket: 'assets', key: String((await row()).hero_key) }, 0, 8e6),
    ).metadata()
    expect(width).toBe(1000)
  })

  test('a wide picture is at most 2400 pixels wide, and carries nothing along', async () => {
    const photograph = await drawn(3000, 1200)
      .withExif({ IFD0: { Artist: 'zq-secret' } })
      .jpeg()
      .toBuffer()
    await ask(saveBranding, maya, upload('hero', photograph, 'image/jpeg'))
    const key = String((await row()).hero_key)
    const bytes = await wiring.needs.storage.getBytes({ bucket: 'assets', key }, 0, 8e6)
    expect((await sharp(bytes).metadata()).width).toBe(2400)
    expect(Buffer.from(bytes).toString('latin1')).not.toContain('zq-secret')
  })

  test('a picture is taken away with its files', async () => {
    await ask(saveBranding, maya, upload('logo', await drawn(10, 10).png().toBuffer()))
    expect((await ask(saveBranding, maya, send({ intent: 'remove-logo' }))).status).toBe(200)
    expect((await row()).logo_key).toBeNull()
    expect((await assets()).filter((key) => key.includes('logo'))).toEqual([])
  })

  test.each<[string, () => Promise<Uint8Array | string> | string]>([
    ['no picture', () => 'hello'],
    ['an empty file', () => ''],
    ['half a picture', async () => (await drawn(500, 500).png().toBuffer()).subarray(0, 300)],
    ['a moving picture', () => drawn(5, 5).gif().toBuffer()],
    ['a page', () => '<!doctype html><script>alert(1)</script>'],
    [
      'a drawing that claims to be huge',
      () => '<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="90000"/>',
    ],
    [
      'a drawing that grows',
      () =>
        `<!DOCTYPE svg [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(100)}"><!ENTITY c "${'&b;'.repeat(100)}">]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>${'&c;'.repeat(100)}</text></svg>`,
    ],
    ['more than 8 MB', () => 'x'.repeat(8 * 1024 ** 2 + 1)],
  ])('%s is refused beside the field and changes nothing', async (_what, make) => {
    const before = await row()
    const answer = await ask(saveBranding, maya, upload('logo', await make(), 'image/svg+xml'))
    expect(answer).toMatchObject({
      status: 400,
      body: { lastResult: { error: { picture: [expect.any(String)] } } },
    })
    expect(await row()).toEqual(before)
  })

  test('colours are kept as six digits, and others are refused', async () => {
    const colors = (primaryColor: string, accentColor = '') =>
      ask(saveBranding, maya, send({ intent: 'colors', primaryColor, accentColor }))
    expect((await colors('#AABBCC', '#001122')).status).toBe(200)
    expect(await row()).toMatchObject({ primary_color: '#aabbcc', accent_color: '#001122' })
    for (const [primary, accent] of [['red'], ['#12345'], ['#123456', 'url(x)']] as const)
      expect((await colors(primary, accent)).status).toBe(400)
  })
})

describe('the storefront', () => {
  test('shows what was set: about without scripts, links, and featured posts first and in order', async () => {
    const [one, two, hidden] = await Promise.all([
      world.post(maya, organization, { title: 'One' }),
      world.post(maya, organization, { title: 'Two' }),
      world.post(maya, organization, { title: 'Draft', status: 'draft' }),
    ])
    const about = '# Who we are\n<script>alert(1)</script>'
    const fields = { about, website: 'https://example.com/', featured: `${two.id},${one.id}` }
    expect((await ask(saveStorefront, maya, send(fields))).status).toBe(200)
    const { body } = await ask(storefront, null)
    const { front } = (body as { storefront: { front: Record<string, unknown> } }).storefront
    expect(front).toMatchObject({
      socialLinks: { website: 'https://example.com/' },
      featured: [{ id: two.id }, { id: one.id }],
    })
    expect(front.aboutHtml).toContain('Who we are</h2>')
    expect(front.aboutHtml).not.toContain('<script')
    const withDraft = { featured: hidden.id }
    expect(await ask(saveStorefront, maya, send(withDraft))).toMatchObject({
      status: 400,
      body: { lastResult: { error: { featured: [expect.any(String)] } } },
    })
  })

  test('a featured post that leaves the storefront leaves its top as well', async () => {
    const post = await world.post(maya, organization, { title: 'Gone soon' })
    await ask(saveStorefront, maya, send({ featured: post.id }))
    await world.query("update app.content set status = 'archived' where id = $1", [post.id])
    const { body } = await ask(storefront, null)
    expect((body as { storefront: { front: object } }).storefront.front).toMatchObject({ featured: [] })
  })

  test.each([
    ['http://example.com/'],
    ['javascript:alert(1)'],
    ['https://user:pass@example.com/'],
    ['example.com'],
  ])('%s is no link for it', async (website) => {
    expect(await ask(saveStorefront, maya, send({ website }))).toMatchObject({
      status: 400,
      body: { lastResult: { error: { website: [expect.any(String)] } } },
    })
  })

  test('posts of another organization cannot be put on it', async () => {
    const foreign = await world.post(admin, await world.organization(admin))
    expect((await ask(saveStorefront, maya, send({ featured: foreign.id }))).status).toBe(400)
  })
})

test('a second factor can be asked of everybody who works there, and is asked of the owner from then on', async () => {
  await ask(saveSecurity, maya, send({ requiresSecondFactor: 'on' }))
  expect(await row()).toMatchObject({ requires_second_factor: true })
  expect((await ask(saveSecurity, maya, send({}))).status).toBe(302)
  expect(await row()).toMatchObject({ requires_second_factor: true })
  await world.query('update app.organizations set requires_second_factor = false where id = $1', [
    (await row()).id,
  ])
  await refreshSessionsOf(wiring, [maya.id])
})

test('the application itself can neither delete an organization nor call a domain verified', async () => {
  const [rights] = await world.query(
    `select has_column_privilege('codex_app', 'app.organizations', 'deleted_at', 'update') as deletes,
       has_column_privilege('codex_app', 'app.organizations', 'custom_domain', 'update') as claims,
       has_column_privilege('codex_app', 'app.organizations', 'custom_domain_verified_at', 'update') as verifies`,
  )
  expect(rights).toEqual({ deletes: false, claims: false, verifies: false })
})
