import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#db/actor.ts'
import { decideAccess } from '#domain/access/decide-access.ts'
import { playbackSource } from '#domain/access/queries.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type Post, type World } from '#tests/support/world.ts'

const guest: Actor = { kind: 'guest' }
const hour = 3600_000

let wiring: Wiring
let world: World
let organization: Organization
const people: Record<string, Person> = {}
const posts: Record<string, Post> = {}

const kinds = {
  paid: {},
  free: { priceCents: 0 },
  members: { visibility: 'members_only' },
  private: { visibility: 'private' },
  draft: { status: 'draft', priceCents: 0 },
  archived: { status: 'archived' },
} as const
type Kind = keyof typeof kinds

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  for (const name of ['owner', 'admin', 'author', 'colleague', 'member', 'former'])
    people[name] = await world.person(name)
  for (const name of ['buyer', 'refunded', 'given', 'subscriber', 'expired', 'stranger'])
    people[name] = await world.person(name)
  people.platform = await world.person('platform', 'platform_owner')
  people.elsewhere = await world.person('elsewhere')
  organization = await world.organization(people.owner!)
  await world.organization(people.elsewhere)
  await world.join(organization, people.admin!, 'admin')
  await world.join(organization, people.author!, 'creator')
  await world.join(organization, people.colleague!, 'creator')
  await world.join(organization, people.member!, 'member')
  await world.join(organization, people.former!, 'admin', 'inactive')
  for (const [kind, given] of Object.entries(kinds)) {
    const post = await world.post(people.author!, organization, given)
    posts[kind] = post
    await world.grant(people.buyer!, post)
    await world.grant(people.refunded!, post, { revokedAt: new Date() })
    await world.grant(people.given!, post, { type: 'complimentary', expiresAt: new Date(Date.now() + hour) })
    await world.grant(people.subscriber!, post, { type: 'subscription' })
    await world.grant(people.expired!, post, {
      type: 'complimentary',
      expiresAt: new Date(Date.now() - hour),
    })
  }
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

const actorOf = (who: string): Actor => (who === 'guest' ? guest : people[who]!.actor)
const decide = (who: string, post: Post) =>
  wiring.asActor(actorOf(who), (tx) => decideAccess(tx, post.id), 'read')

const no = 'not_authorized'
const table: Record<string, Record<Kind, string>> = {
  //            paid, free, members only, private, draft, archived; `-`: it does not exist for them
  platform: row('staff staff staff staff staff staff'),
  owner: row('staff staff staff staff staff staff'),
  admin: row('staff staff staff staff staff staff'),
  author: row('staff staff staff staff staff staff'),
  colleague: row(`${no} public subscription - - -`),
  member: row(`${no} public subscription - - -`),
  former: row(`${no} public ${no} - - -`),
  buyer: row('purchased purchased purchased purchased - purchased'),
  refunded: row(`${no} public ${no} - - -`),
  given: row('complimentary complimentary complimentary complimentary - complimentary'),
  subscriber: row('subscription subscription subscription subscription - subscription'),
  expired: row(`${no} public ${no} - - -`),
  stranger: row(`${no} public ${no} - - -`),
  elsewhere: row(`${no} public ${no} - - -`),
  guest: row(`${no} ${no} ${no} - - -`),
}

function row(reasons: string): Record<Kind, string> {
  const words = reasons.split(' ')
  return Object.fromEntries(Object.keys(kinds).map((kind, at) => [kind, words[at]!])) as Record<Kind, string>
}

describe('who may watch what, and why', () => {
  const cells = Object.entries(table).flatMap(([who, reasons]) =>
    Object.entries(reasons).map(([kind, reason]) => ({ who, kind, reason })),
  )
  test.each(cells)('$who and a post that is $kind: $reason', async ({ who, kind, reason }) => {
    const access = await decide(who, posts[kind]!)
    if (reason === '-') return expect(access).toBeUndefined()
    expect(access).toMatchObject({ reason, canWatch: reason !== no })
  })
})

test('a right that ends says when', async () => {
  const access = await decide('given', posts.paid!)
  expect(access?.expiresAt?.getTime()).toBeGreaterThan(Date.now())
  expect((await decide('buyer', posts.paid!))?.expiresAt).toBeNull()
})

test('in an organization that is not public, posts exist for members and buyers only', async () => {
  const closed = await world.organization(people.owner!, { name: 'Closed', isPublic: false })
  await world.join(closed, people.member!, 'member')
  const post = await world.post(people.owner!, closed, { priceCents: 0 })
  await world.grant(people.buyer!, post)
  expect(await decide('stranger', post)).toBeUndefined()
  expect(await decide('guest', post)).toBeUndefined()
  expect(await decide('member', post)).toMatchObject({ canWatch: true })
  expect(await decide('buyer', post)).toMatchObject({ reason: 'purchased' })
})

test('a deleted post does not exist, not even for those who bought or made it', async () => {
  const post = await world.post(people.author!, organization)
  await world.grant(people.buyer!, post)
  await world.query('update app.content set deleted_at = now() where id = $1', [post.id])
  for (const who of ['platform', 'owner', 'author', 'buyer', 'guest'])
    expect(await decide(who, post), who).toBeUndefined()
})

test('the files behind a post are told to nobody who may not watch it', async () => {
  const media = await world.media(people.author!)
  await world.query(
    `insert into app.renditions (media_item_id, creator_id, generation, kind, name, codecs, bandwidth, average_bandwidth,
       bytes, duration_seconds, parts)
     values ($1, $2, 1, 'video', '360p', 'avc1.64001f', 1, 1, 1, 1,
       '[{"key": "secret", "bytes": 1, "initBytes": 1, "initHash": "", "segments": [[1, 1, 1]], "keyFrames": []}]')`,
    [media.id, people.author!.id],
  )
  await world.query(`update app.media_items set published_generation = 1 where id = $1`, [media.id])
  const post = await world.post(people.author!, organization, { mediaId: media.id })
  await world.grant(people.buyer!, post)
  await world.grant(people.refunded!, post, { revokedAt: new Date() })
  const source = (who: string) =>
    wiring.asActor(actorOf(who), (tx) => playbackSource(tx, post.id, 'stream'), 'read')
  for (const who of ['buyer', 'owner', 'author', 'platform'])
    expect(await source(who), who).toMatchObject([{ name: '360p', parts: [{ key: 'secret' }] }])
  for (const who of ['guest', 'stranger', 'refunded', 'member', 'colleague', 'elsewhere'])
    expect(await source(who), who).toEqual([])
})
