import { afterAll, beforeAll, expect, test } from 'vitest'
import { loader as access } from '#app/routes/api.content.$id.access.ts'
import { loader as postPage } from '#app/routes/$org.$slug.tsx'
import { loader as storefront } from '#app/routes/$org._index.tsx'
import { loader as home } from '#app/routes/_index.tsx'
import { loader as library } from '#app/routes/library.tsx'
import { loader as receipts } from '#app/routes/purchases._index.tsx'
import { action as restore, loader as ownOrganizations } from '#app/routes/studio._index.tsx'
import { action as deleteIt } from '#app/routes/studio.$org.settings.deletion.tsx'
import { loader as studio } from '#app/routes/studio.$org.tsx'
import { action as createOrganization } from '#app/routes/studio.new.tsx'
import { decideAccess } from '#domain/access/decide-access.ts'
import { purgeOrganizationHandler } from '#domain/organization/jobs/purge-organization.handler.ts'
import { listOrganizationsToPurge } from '#domain/organization/sweep-queries.ts'
import type { JobContext } from '#platform/jobs.ts'
import { askPage, type PageHandle } from '#tests/support/ask-page.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type Post, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let maya: Person
let admin: Person
let carl: Person
let stranger: Person
let organization: Organization
let sold: Post
let unsold: Post
let free: Post

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  maya = await world.person('Maya', 'creator')
  admin = await world.person('Ada', 'creator')
  carl = await world.person('Carl')
  stranger = await world.person('Sam')
  organization = await world.organization(maya, { name: 'Stillwater' })
  await world.join(organization, admin, 'admin')
  sold = await world.post(maya, organization, { title: 'Sold' })
  unsold = await world.post(admin, organization, { title: 'Unsold' })
  free = await world.post(maya, organization, { title: 'Free', priceCents: 0 })
  await world.sale(carl, sold, organization)
  await world.grant(carl, sold)
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

const ask = (
  handle: unknown,
  who: Person | null,
  params: Record<string, string> = {},
  init: RequestInit = {},
) => askPage(wiring, handle as PageHandle, '/x?all', params, who, init)
const send = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
})
const org = () => ({ org: organization.slug })
const remove = (who: Person, confirmation = organization.slug) =>
  ask(deleteIt, who, org(), send({ confirmation }))
const bringBack = (who: Person) =>
  ask(restore, who, {}, send({ intent: 'restore', organizationId: organization.id }))
const seen = async (post: Post, who: Person | null) =>
  (await ask(postPage, who, { ...org(), slug: post.slug })).status
const age = (days: number) =>
  world.query('update app.organizations set deleted_at = now() - make_interval(days => $2) where id = $1', [
    organization.id,
    days,
  ])
const row = async () =>
  (await world.query('select * from app.organizations where id = $1', [organization.id]))[0]!

test('an organization is deleted by its owner alone, and only after typing its address', async () => {
  expect((await remove(admin)).status).toBe(404)
  expect(await remove(maya, 'stillwater')).toMatchObject({
    status: 400,
    body: { lastResult: { error: { confirmation: [expect.stringContaining(organization.slug)] } } },
  })
  expect((await row()).deleted_at).toBeNull()
})

test('once deleted it is gone at once for everybody, and can be brought back as it was', async () => {
  expect((await ask(studio, admin, org())).status).toBe(200)
  expect((await remove(maya)).headers.get('location')).toBe('/studio?all')
  for (const who of [null, stranger, carl, admin, maya]) {
    expect((await ask(storefront, who, org())).status, who?.fullName).toBe(404)
    expect([302, 404]).toContain((await ask(studio, who, org())).status)
  }
  for (const who of [null, stranger])
    for (const post of [sold, unsold, free]) expect(await seen(post, who)).toBe(404)
  expect(JSON.stringify((await ask(home, null)).body)).not.toContain('Unsold')
  const found = await wiring.asActor(stranger.actor, (tx) => decideAccess(tx, free.id), 'read')
  expect(found).toBeUndefined()
  const byAdmin = await wiring.asActor(admin.actor, (tx) => decideAccess(tx, sold.id), 'read')
  expect(byAdmin).toBeUndefined()
  expect(
    (await ask(createOrganization, stranger, {}, send({ name: 'x', slug: organization.slug }))).status,
  ).toBe(409)

  expect((await bringBack(admin)).status).toBe(404)
  expect((await bringBack(maya)).status).toBe(200)
  expect((await ask(storefront, null, org())).status).toBe(200)
  expect((await ask(studio, admin, org())).status).toBe(200)
  expect(await seen(unsold, stranger)).toBe(200)
  expect((await bringBack(maya)).status).toBe(404)
  const events = await world.query<{ action: string; user_id: string }>(
    "select action, user_id from app.audit_events where organization_id = $1 and action ~ '^organization.(delete|restore)$' order by created_at",
    [organization.id],
  )
  expect(events).toEqual([
    { action: 'organization.delete', user_id: maya.id },
    { action: 'organization.restore', user_id: maya.id },
  ])
})

test('a private organization comes back private', async () => {
  const closed = await world.organization(maya, { name: 'Closed', isPublic: false })
  await ask(deleteIt, maya, { org: closed.slug }, send({ confirmation: closed.slug }))
  await ask(restore, maya, {}, send({ intent: 'restore', organizationId: closed.id }))
  expect((await ask(storefront, maya, { org: closed.slug })).status).toBe(200)
  expect((await ask(storefront, null, { org: closed.slug })).status).toBe(404)
})

test('who bought something keeps it: in the library, on its page, to play, and on the receipt', async () => {
  await remove(maya)
  expect(await seen(sold, carl)).toBe(200)
  expect(await seen(unsold, carl)).toBe(404)
  expect(JSON.stringify((await ask(library, carl)).body)).toContain(sold.slug)
  expect(JSON.stringify((await ask(receipts, carl)).body)).toContain('Stillwater')
  const may = await wiring.asActor(carl.actor, (tx) => decideAccess(tx, sold.id), 'read')
  expect(may).toMatchObject({ canWatch: true, reason: 'purchased' })
  expect((await ask(access, carl, { id: sold.id })).status).toBe(200)
})

test('its owner is shown the day it will be gone, and nobody else is', async () => {
  await age(10)
  const day = ((await row()).deleted_at as Date).getTime() + 30 * 24 * 3600_000
  const { body } = await ask(ownOrganizations, maya)
  expect(body).toMatchObject({ deleted: [{ slug: organization.slug, goneAt: new Date(day) }] })
  expect((await ask(ownOrganizations, admin)).body).toMatchObject({ deleted: [] })
})

test('after 30 days it cannot be brought back, and before them it is not purged', async () => {
  const system = { kind: 'system', job: 'test' } as const
  const due = () => wiring.asWorker(system, listOrganizationsToPurge, 'read')
  await age(29)
  expect(await due()).toEqual([])
  await purge()
  expect((await row()).name).toBe('Stillwater')
  await age(30)
  expect(await due()).toEqual([organization.id])
  expect((await bringBack(maya)).status).toBe(404)
})

test('a purge takes people, names and unsold posts, and leaves what was bought with its money', async () => {
  await wiring.needs.storage.put(
    { bucket: 'assets', key: `${organization.id}/branding/logo-1.webp` },
    'x',
    'image/webp',
  )
  const money = () => world.query('select * from app.purchases where organization_id = $1', [organization.id])
  const before = await money()
  await purge()
  await purge()
  expect(await row()).toMatchObject({
    name: 'Closed organization',
    slug: expect.stringMatching(/^closed-[0-9a-f]{32}$/),
    description: null,
    contact_email: null,
  })
  expect(
    await world.query('select 1 from app.organization_memberships where organization_id = $1', [
      organization.id,
    ]),
  ).toEqual([])
  const posts = await world.query(
    'select id, title, content_body from app.content where organization_id = $1 order by title',
    [organization.id],
  )
  expect(posts.find(({ id }) => id === sold.id)).toMatchObject({ title: 'Sold', content_body: 'Words.' })
  for (const { id } of [unsold, free])
    expect(posts.find((post) => post.id === id)).toMatchObject({ title: 'Removed', content_body: null })
  expect(await money()).toEqual(before)
  expect(await wiring.needs.storage.listPrefix('assets', `${organization.id}/`)).toEqual([])
  const now = (await row()).slug as string
  expect((await ask(postPage, carl, { org: now, slug: sold.slug })).status).toBe(200)
  expect(
    (await ask(createOrganization, stranger, {}, send({ name: 'x', slug: organization.slug }))).status,
  ).toBe(302)
  const purged = await world.query(
    "select 1 from app.audit_events where organization_id = $1 and action = 'organization.purge'",
    [organization.id],
  )
  expect(purged).toHaveLength(1)
})

async function purge(): Promise<void> {
  const needs = { ...wiring.needs, asActor: wiring.asWorker }
  const context = { log: wiring.needs.log, signal: new AbortController().signal, jobId: '1', attempt: 1 }
  await purgeOrganizationHandler(needs).run({ organizationId: organization.id }, context as JobContext)
}
