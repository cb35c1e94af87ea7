import { beforeEach, expect, test } from 'vitest'
import { loader as platformLog } from '#app/routes/platform.audit._index.tsx'
import { loader as studioLog } from '#app/routes/studio.$org.audit._index.tsx'
import type { AuditRow } from '#app/ui/audit/audit-table.tsx'
import type { ActorTx } from '#db/actor.ts'
import { listAuditPeople } from '#domain/audit/read-log.ts'
import { askPage } from '#tests/support/ask-page.ts'
import type { Organization, Person } from '#tests/support/world.ts'
import { useGround } from '#tests/support/ground.ts'

const ground = useGround()
let organization: Organization
let owner: Person
let creator: Person
let customer: Person

beforeEach(async () => {
  owner = await ground.world.person('Olga', 'creator')
  creator = await ground.world.person('Cora', 'creator')
  customer = await ground.world.person('Bea')
  organization = await ground.world.organization(owner)
  await ground.world.join(organization, creator, 'creator')
})

type Laid = {
  action?: string
  by?: Person | null
  in?: Organization | null
  result?: string
  at?: string
  subject?: [string, string]
  detail?: object
  ip?: string | null
}

/** Lays an event as it would have been written. */
async function lay({ action = 'content.publish', by = owner, result = 'success', ...given }: Laid) {
  const [row] = await ground.world.query<{ id: string }>(
    `insert into app.audit_events (user_id, organization_id, action, result, subject_type, subject_id, detail, ip_address, user_agent, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', $9) returning id`,
    [
      by?.id ?? null,
      given.in === null ? null : (given.in ?? organization).id,
      action,
      result,
      given.subject?.[0] ?? null,
      given.subject?.[1] ?? null,
      given.detail ?? {},
      given.ip === undefined ? '192.0.2.77' : given.ip,
      given.at ?? '2026-03-01T12:00:00Z',
    ],
  )
  return row!.id
}

type Log = {
  rows: AuditRow[]
  next?: string
  previous?: string
  people: { fullName: string }[]
  isUnknown: boolean
}
async function look(search: Record<string, string> = {}, who = owner): Promise<{ status: number; log: Log }> {
  const path = `/studio/${organization.slug}/audit?${new URLSearchParams(search)}`
  const { status, body } = await askPage(ground.wiring, studioLog, path, { org: organization.slug }, who)
  return { status, log: body as Log }
}
const idsOf = async (search: Record<string, string>, who = owner) =>
  (await look(search, who)).log.rows.map(({ id }) => id)

test('an organization reads what happened in it, newest first, in words', async () => {
  const post = await ground.world.post(creator, organization, { title: 'A walk' })
  const older = await lay({
    by: creator,
    subject: ['content', post.id],
    detail: { from: 500, to: 700, currency: 'usd' },
    action: 'content.price_change',
  })
  const newer = await lay({ action: 'account.sign_in', result: 'refused', at: '2026-03-02T12:00:00Z' })
  const elsewhere = await ground.world.organization(owner, { name: 'Other' })
  await lay({ in: elsewhere })
  await lay({ in: null })
  const { log } = await look()
  expect(log.rows.map(({ id }) => id)).toEqual([newer, older])
  expect(log.rows).toMatchObject([
    { what: 'Could not sign in', result: 'refused', who: 'Olga' },
    {
      what: 'Changed the price of a post',
      subject: { words: 'A walk', to: `/studio/${organization.slug}/content/${post.id}` },
      detail: '$5.00 → $7.00',
      who: 'Cora',
      ipAddress: '192.0.2.77',
      browser: 'Firefox on Linux',
    },
  ])
})

test('it can be narrowed by action, person, result and days, and by all of them at once', async () => {
  const wanted = await lay({ action: 'media.delete', by: creator, result: 'refused' })
  const byAction = await lay({ action: 'media.delete' })
  const byPerson = await lay({ by: creator })
  const byResult = await lay({ result: 'refused' })
  const byDay = await lay({ at: '2026-03-05T00:00:00Z' })
  const all = [wanted, byAction, byPerson, byResult, byDay]
  const found = async (search: Record<string, string>) =>
    (await idsOf(search)).filter((id) => all.includes(id)).sort()
  expect(await found({ action: 'media.delete' })).toEqual([wanted, byAction].sort())
  expect(await found({ person: creator.id })).toEqual([wanted, byPerson].sort())
  expect(await found({ result: 'refused' })).toEqual([wanted, byResult].sort())
  expect(await found({ from: '2026-03-05' })).toEqual([byDay])
  expect(await found({ from: '2026-03-05', to: '2026-03-05' })).toEqual([byDay])
  expect(await found({ to: '2026-03-04' })).toEqual([wanted, byAction, byPerson, byResult].sort())
  expect(
    await found({
      action: 'media.delete',
      person: creator.id,
      result: 'refused',
      from: '2026-03-01',
      to: '2026-03-01',
    }),
  ).toEqual([wanted])
  expect(await found({ action: '', person: '', result: '', from: '', to: '' })).toEqual([...all].sort())
  expect(await found({ from: '2026-03-06', to: '2026-03-05' })).toEqual([])
})

test('its days are those of the organization’s time zone', async () => {
  await ground.world.query("update app.organizations set timezone = 'Pacific/Auckland' where id = $1", [
    organization.id,
  ])
  const lastOfTenth = await lay({ at: '2026-03-10T10:59:59.999Z' })
  const firstOfEleventh = await lay({ at: '2026-03-10T11:00:00Z' })
  expect(await idsOf({ from: '2026-03-10', to: '2026-03-10' })).toEqual([lastOfTenth])
  expect(await idsOf({ from: '2026-03-11', to: '2026-03-11' })).toEqual([firstOfEleventh])
})

test('what cannot be meant is refused, and an empty log is none', async () => {
  for (const search of [
    { action: 'nothing' },
    { person: 'x' },
    { from: 'soon' },
    { after: 'x' },
    { from: '0000-01-01' },
  ])
    expect((await look(search as never)).status).toBe(400)
  expect((await look({ person: creator.id })).log.rows).toEqual([])
})

test('pages follow each other by key, forward and back, also where many happened in one moment', async () => {
  const laid: string[] = []
  for (let n = 0; n < 120; n++)
    laid.push(await lay({ action: 'media.open', at: `2026-04-0${1 + (n % 2)}T00:00:00Z` }))
  const seen: string[] = []
  const keys: (string | undefined)[] = []
  let { log } = await look({ action: 'media.open' })
  for (;;) {
    seen.push(...log.rows.map(({ id }) => id))
    keys.push(log.previous)
    if (!log.next) break
    log = (await look({ action: 'media.open', after: log.next })).log
  }
  expect(seen).toHaveLength(120)
  expect([...seen].sort()).toEqual([...laid].sort())
  expect(keys[0]).toBeUndefined()
  const back = (await look({ action: 'media.open', before: keys[2]! })).log
  expect(back.rows.map(({ id }) => id)).toEqual(seen.slice(50, 100))
  const first = (await look({ action: 'media.open', before: back.previous! })).log
  expect(first.rows.map(({ id }) => id)).toEqual(seen.slice(0, 50))
  expect(first.previous).toBeUndefined()
  expect(first.next).toBeDefined()
})

test('of customers it keeps what they did, never who they are or from where', async () => {
  const subscriber = await ground.world.person('Suse')
  await ground.world.join(organization, subscriber, 'subscriber')
  const supporter = await ground.world.person('Paula', 'platform_owner')
  const support = { personId: customer.id, supportSessionId: customer.id }
  await lay({ by: customer, action: 'content.download', subject: ['content', customer.id] })
  await lay({ by: subscriber, action: 'content.download' })
  await lay({ by: supporter, action: 'content.download', detail: support })
  await lay({
    by: creator,
    action: 'purchase.completed',
    subject: ['purchase', customer.id],
    detail: { amountCents: 500, currency: 'usd' },
  })
  await lay({ by: null, action: 'organization.invitation_decline' })
  await lay({ by: null, action: 'organization.domain_lost', ip: null })
  await lay({ action: 'organization.member_remove', subject: ['user', customer.id] })
  const { log } = await look()
  const hidden = log.rows.filter(({ who }) => who !== 'Olga')
  expect(hidden.map(({ who }) => who).sort()).toEqual(
    [
      'A customer',
      'A customer',
      'A customer',
      'Somebody not signed in',
      'The platform',
      'The platform',
    ].sort(),
  )
  for (const row of hidden) expect(row).toMatchObject({ personId: null, ipAddress: null, browser: null })
  const everything = JSON.stringify(log)
  for (const secret of [customer.id, 'Bea', subscriber.id, 'Suse', supporter.id, 'Paula'])
    expect(everything).not.toContain(secret)
  expect(log.rows.find(({ what }) => what === 'Removed a member')?.subject).toBeUndefined()
})

test('looking for a customer, or for what a member bought, finds nothing', async () => {
  await lay({ by: customer, action: 'content.download' })
  await lay({ by: creator, action: 'purchase.completed' })
  const published = await lay({ by: creator })
  expect(await idsOf({ person: customer.id })).toEqual([])
  expect(await idsOf({ person: creator.id })).toEqual([published])
})

test('who has left keeps their name on what they did as a member, and is a customer after it', async () => {
  await ground.world.query("update app.organization_memberships set status = 'inactive' where user_id = $1", [
    creator.id,
  ])
  await lay({ by: creator, action: 'content.publish' })
  await lay({ by: creator, action: 'content.download', at: '2026-03-09T12:00:00Z' })
  const { log } = await look()
  expect(log.rows.map(({ who }) => who)).toEqual(['A customer', 'Cora'])
  expect(log.people.map(({ fullName }) => fullName)).toEqual(['Cora', 'Olga'])
})

test('the database itself tells an organization nobody’s name, address or browser but through its log', async () => {
  const denied = ['user_id', 'ip_address', 'user_agent', 'detail', 'subject_id']
  const rows = await ground.world.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'app.audit_events'::regclass and attname = any ($1)
       and has_column_privilege('codex_app', attrelid, attnum, 'select')`,
    [denied],
  )
  expect(rows).toEqual([])
})

test('the log is for the owner and whom they let read it; for anybody else it is not there', async () => {
  const admin = await ground.world.person('Adam', 'creator')
  await ground.world.join(organization, admin, 'admin')
  const rival = await ground.world.person('Rita', 'creator')
  await ground.world.organization(rival, { name: 'Rival' })
  for (const who of [admin, creator, customer, rival]) {
    expect((await look({}, who)).status).toBe(404)
    const people = (tx: ActorTx) => listAuditPeople(tx, organization.id)
    expect(await ground.wiring.asActor(who.actor, people, 'read')).toEqual([])
  }
  await ground.world.query(
    "update app.organization_memberships set permissions = '{audit.view}' where user_id = $1",
    [admin.id],
  )
  const reader = await ground.world.person('Rosa', 'creator')
  await ground.world.join(organization, reader, 'member')
  await ground.world.query(
    "update app.organization_memberships set permissions = '{audit.view}' where user_id = $1",
    [reader.id],
  )
  const post = await ground.world.post(creator, organization)
  await lay({ subject: ['content', post.id] })
  const { status, log } = await look({}, reader)
  expect(status).toBe(200)
  // They may not edit posts: there is nothing for them behind a link.
  expect(log.rows.at(-1)?.subject).toEqual({ words: 'A film', to: undefined })
})

test('looking at the log is kept in it', async () => {
  await look()
  expect((await look()).log.rows[0]).toMatchObject({ what: 'Looked at the audit log', who: 'Olga' })
})

test('the platform owner reads everything of everybody, and one organization by its address', async () => {
  const platformOwner = await ground.world.person('Paula', 'platform_owner')
  const elsewhere = await ground.world.organization(owner, { name: 'Other' })
  await lay({ by: customer, action: 'content.download', at: '2099-01-02T00:00:00Z' })
  await lay({ in: elsewhere, at: '2099-01-01T00:00:00Z' })
  const ask = async (search: Record<string, string>) => {
    const path = `/platform/audit?${new URLSearchParams(search)}`
    const { status, body } = await askPage(ground.wiring, platformLog, path, {}, platformOwner)
    expect(status).toBe(200)
    return body as Log
  }
  const all = await ask({ from: '2099-01-01' })
  expect(all.rows).toMatchObject([
    { who: 'Bea', personId: customer.id, ipAddress: '192.0.2.77', organization: { slug: organization.slug } },
    { who: 'Olga', organization: { slug: elsewhere.slug } },
  ])
  expect((await ask({ from: '2099-01-01', organization: elsewhere.slug })).rows).toHaveLength(1)
  const unknown = await ask({ organization: 'nobody-lives-here' })
  expect(unknown).toMatchObject({ isUnknown: true, rows: [] })
})
