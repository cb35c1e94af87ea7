import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createOrganization } from '#domain/organization/create-organization.ts'
import { findOrganization, listMemberships } from '#domain/organization/queries.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Person, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let maya: Person
let stranger: Person

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  maya = await world.person('Maya')
  stranger = await world.person('Sten')
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

const found = (person: Person, slug: string, name = 'Yoga') =>
  wiring.asActor(person.actor, (tx) => createOrganization(tx, { name, slug, description: '' }))

describe('who founds an organization', () => {
  test('owns it, becomes a creator, and it is written down', async () => {
    const { id, slug } = await found(maya, 'maya-yoga')
    const memberships = await wiring.asActor(maya.actor, (tx) => listMemberships(tx, maya.id), 'read')
    const membership = memberships.find(({ organization }) => organization.slug === slug)
    expect(membership).toMatchObject({
      role: 'owner',
      organization: { id, slug: 'maya-yoga', currency: 'usd' },
    })
    const [row] = await world.query('select role from app.users where id = $1', [maya.id])
    expect(row).toEqual({ role: 'creator' })
    expect(
      await world.query('select user_id, action from app.audit_events where organization_id = $1', [id]),
    ).toEqual([{ user_id: maya.id, action: 'organization.create' }])
  })

  test('without an address gets the one the name suggests', async () => {
    expect(await found(maya, '', 'Über Flow')).toMatchObject({ slug: 'uber-flow' })
  })

  test('cannot take an address that is taken, and is told beside the field', async () => {
    await found(maya, 'first-come')
    await expect(found(stranger, 'first-come')).rejects.toMatchObject({
      kind: 'conflict',
      reason: 'slug_taken',
      fields: { slug: [expect.stringContaining('another one')] },
    })
    expect(await wiring.asActor(stranger.actor, (tx) => listMemberships(tx, stranger.id), 'read')).toEqual([])
  })

  test('must be somebody', async () => {
    const asGuest = wiring.asActor({ kind: 'guest' }, (tx) =>
      createOrganization(tx, { name: 'x', slug: 'by-nobody', description: '' }),
    )
    await expect(asGuest).rejects.toThrow()
  })
})

test('everybody finds a public organization, and only its own people a private one', async () => {
  const open = await world.organization(maya, { name: 'Open' })
  const closed = await world.organization(maya, { name: 'Closed', isPublic: false })
  const guest = { kind: 'guest' } as const
  expect(await wiring.asActor(guest, (tx) => findOrganization(tx, open.slug), 'read')).toMatchObject({
    id: open.id,
  })
  expect(await wiring.asActor(guest, (tx) => findOrganization(tx, closed.slug), 'read')).toBeUndefined()
  expect(
    await wiring.asActor(stranger.actor, (tx) => findOrganization(tx, closed.slug), 'read'),
  ).toBeUndefined()
  expect(await wiring.asActor(maya.actor, (tx) => findOrganization(tx, closed.slug), 'read')).toBeDefined()
})
