import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor, ActorTx } from '#db/actor.ts'
import { listOwnEarnings, listSales } from '#domain/commerce/queries.ts'
import { listPeople } from '#domain/organization/people-queries.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type World } from '#tests/support/world.ts'
import { layRouteWorld, marks, roles, type Role, type RouteWorld } from './route-world.ts'

/** "Summary: Who Sees What", a line for each kind of data: how it is asked for, and what each person is answered. */
type Line = {
  readonly look: (tx: ActorTx) => Promise<readonly unknown[]>
  readonly seenBy: Partial<Record<Role, readonly unknown[]>>
  /** What whoever is not named sees. */
  readonly others: readonly unknown[]
}

let wiring: Wiring
let world: World
let laid: RouteWorld

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  laid = await layRouteWorld(world)
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

const rows =
  (text: string) =>
  async (tx: ActorTx): Promise<readonly unknown[]> =>
    (await tx.execute<{ it: unknown }>(sql.raw(text))).rows.map(({ it }) => it)

const inside = ['Closed', 'Open']
const published = ['Also for sale', 'For sale', marks.hidden]
const everySale = {
  sold: 1,
  amountCents: Number(marks.paid),
  organizationFeeCents: Number(marks.organizationFee),
  creatorPayoutCents: Number(marks.payout),
}
/** Whoever works in an organization or writes has a name beside it; a subscriber is a customer and has none. */
const actingInPublic = ['Ada', 'Cleo', 'Olga', 'Omar', 'Otto', 'Rita', 'Una']
const whoWorkHere = ['Ada', 'Cleo', 'Mia', 'Olga', 'Omar', 'Otto', 'Una']

const law = {
  organizations: {
    look: rows('select name as it from app.organizations order by 1'),
    seenBy: {
      platform: ['Closed', 'Open', 'Rival'],
      ...{ owner: inside, admin: inside, creator: inside, otherCreator: inside, member: inside },
      ...{ subscriber: inside, customer: inside, rival: ['Open', 'Rival'] },
      // That they belong there is no secret to them.
      owed: inside,
    },
    others: ['Open'],
  },
  'published content': {
    look: rows(`select title as it from app.content where status = 'published' order by 1`),
    seenBy: {
      ...{ platform: published, owner: published, admin: published, creator: published },
      ...{ otherCreator: published, member: published, subscriber: published, customer: published },
    },
    others: ['Also for sale', 'For sale'],
  },
  drafts: {
    look: rows(`select title as it from app.content where status = 'draft'`),
    seenBy: Object.fromEntries(
      (['platform', 'owner', 'admin', 'creator'] as const).map((role) => [role, [marks.draft]]),
    ),
    others: [],
  },
  'media files': {
    look: rows('select title as it from app.media_items order by 1'),
    seenBy: {
      platform: [marks.film, marks.spare],
      owner: [marks.film],
      admin: [marks.film],
      creator: [marks.film, marks.spare],
    },
    others: [],
  },
  purchases: {
    look: rows('select amount_paid_cents as it from app.purchases'),
    seenBy: { platform: [Number(marks.paid)], customer: [Number(marks.paid)] },
    others: [],
  },
  'an organization’s sales and how they were shared': {
    look: async (tx) =>
      (await listSales(tx, laid.closed.id)).map(
        ({ sold, amountCents, organizationFeeCents, creatorPayoutCents }) => ({
          ...{ sold, amountCents, organizationFeeCents, creatorPayoutCents },
        }),
      ),
    seenBy: { platform: [everySale], owner: [everySale], admin: [everySale] },
    others: [],
  },
  'what their own posts earned': {
    look: (tx) => listOwnEarnings(tx, laid.closed.id),
    seenBy: {
      creator: [
        {
          ...{ contentId: expect.any(String) as string, title: marks.hidden, currency: 'usd' },
          ...{ sold: 1, refunded: 0, creatorPayoutCents: Number(marks.payout) },
        },
      ],
    },
    others: [],
  },
  'the people of an organization': {
    look: async (tx) => (await listPeople(tx, laid.closed.id)).map(({ fullName }) => fullName).sort(),
    seenBy: { owner: whoWorkHere, admin: whoWorkHere },
    others: [],
  },
  'the names of an organization’s people': {
    look: async (tx) => {
      const everybody = Object.values(laid.people).flatMap((person) => (person ? [person.id] : []))
      const ids = sql.join(
        everybody.map((id) => sql`${id}::uuid`),
        sql`, `,
      )
      const { rows: named } = await tx.execute<{ name: string }>(
        sql`select full_name as name from app.display_names(array[${ids}])`,
      )
      return named.map(({ name }) => name).sort()
    },
    seenBy: {
      ...{ member: [...actingInPublic, 'Mia'].sort(), subscriber: [...actingInPublic, 'Sue'].sort() },
      ...{ customer: [...actingInPublic, marks.buyer], otherCustomer: [...actingInPublic, 'Carl'].sort() },
      ...{ stranger: [...actingInPublic, 'Sam'].sort(), platform: [...actingInPublic, 'Paula'].sort() },
      owedPlatform: [...actingInPublic, 'Pia'].sort(),
    },
    others: actingInPublic,
  },
  'customers by name and address': {
    look: rows(
      `select split_part(email, '-', 1) as it from app.users where role = 'customer' and full_name <> 'Sam' order by 1`,
    ),
    seenBy: {
      platform: ['carl', 'mia', 'sue', 'una', 'zq'],
      unproved: ['una'],
      ...{ customer: ['zq'], otherCustomer: ['carl'], member: ['mia'], subscriber: ['sue'] },
    },
    others: [],
  },
} satisfies Record<string, Line>

describe.each(Object.entries<Line>(law))('of %s', (_what, { look, seenBy, others }) => {
  test.each(roles)('%s sees what the law says', async (role) => {
    const actor: Actor = laid.people[role]?.actor ?? { kind: 'guest' }
    expect(await wiring.asActor(actor, look, 'read')).toEqual(seenBy[role] ?? others)
  })
})

test('subscriptions and credit have their line here as soon as there are any', async () => {
  const tables = await world.query(
    `select relname from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'p') and relname ~ 'subscription|credit'`,
  )
  expect(tables).toEqual([])
})
