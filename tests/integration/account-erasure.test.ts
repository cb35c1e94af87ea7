import { beforeAll, expect, test } from 'vitest'
import { loader as postPage } from '#app/routes/$org.$slug.tsx'
import * as login from '#app/routes/login.tsx'
import { decideAccess } from '#domain/access/decide-access.ts'
import { registerPerson } from '#domain/account/register-person.ts'
import { purgeOrganizationHandler } from '#domain/organization/jobs/purge-organization.handler.ts'
import { listPeopleToErase } from '#domain/leaving/erasure.ts'
import { JobPutOff } from '#platform/jobs.ts'
import type { Storage } from '#platform/storage.ts'
import { askPage, type PageHandle } from '#tests/support/ask-page.ts'
import { password } from '#tests/support/factors.ts'
import { openVisit, type Visit } from '#tests/support/pages.ts'
import type { Organization, Person } from '#tests/support/world.ts'
import { useLeaving } from '#tests/support/leaving.ts'

const system = { kind: 'system', job: 'test' } as const

const leaving = useLeaving()
const { newcomer, askDeletion, erase, rowOf, sendMails, jobContext, workerNeeds } = leaving
let owner: Person
let house: Organization
beforeAll(async () => {
  owner = await leaving.factors.person('Olga', 'creator')
  house = await leaving.world.organization(owner, { name: 'House' })
})

const due = () => leaving.wiring.asWorker(system, (tx) => listPeopleToErase(tx, 100), 'read')
/** The days of grace are over. */
const passGrace = ({ id }: Person) =>
  leaving.world.query("update app.users set deletion_due_at = now() - interval '1 minute' where id = $1", [
    id,
  ])
/** Closed, told, and the last session is over. */
async function passQuiet(person: Person) {
  await sendMails(person, 'account_deleted')
  await leaving.world.query("update app.users set deleted_at = now() - interval '3 minutes' where id = $1", [
    person.id,
  ])
}
/** The whole way from the request to the end. */
async function goAway(person: Person, visit: Visit) {
  await askDeletion(visit, person.email)
  await passGrace(person)
  await expect(erase(person)).rejects.toThrow(JobPutOff)
  await passQuiet(person)
  await erase(person)
}

test('nobody is erased whose days are not over, by whatever job', async () => {
  const { person, visit } = await newcomer('Hana')
  await askDeletion(visit, person.email)
  expect(await due()).not.toContain(person.id)
  await erase(person)
  for (const step of ['erase_rows($, 10)', "erase_media($, '{}')", 'finish_erasure($)'])
    await expect(
      leaving.wiring.asWorker(system, (tx) =>
        tx.execute(`select app.${step.replace('$', `'${person.id}'`)}`),
      ),
    ).rejects.toThrow()
  expect(await rowOf(person)).toMatchObject({ email: person.email, deleted_at: null })
  await expect(
    leaving.wiring.asActor(person.actor, (tx) => tx.execute(`select app.finish_erasure('${person.id}')`)),
  ).rejects.toThrow()
})

type Life = Awaited<ReturnType<typeof live>>
/** A person with something of every kind. */
async function live(name: string) {
  const { person, visit } = await newcomer(name, 'creator')
  await leaving.world.join(house, person, 'creator')
  const store = (key: string, bucket: 'media' | 'platform' | 'assets' = 'media') =>
    leaving.wiring.needs.storage.put({ bucket, key }, 'bytes', 'video/mp4')
  const media = async () => {
    const made = await leaving.world.media(person, { status: 'ready', name: `${name}.mp4` })
    await store(made.key)
    await store(`${person.id}/hls/${made.id}/1-chunk-0-1/360p.mp4`)
    await leaving.world.query(
      `insert into app.renditions (media_item_id, creator_id, generation, kind, name, codecs, bandwidth, average_bandwidth, bytes, duration_seconds, parts)
       values ($1, $2, 1, 'video', '360p', 'c', 1, 1, 1, 1, '[]')`,
      [made.id, person.id],
    )
    await leaving.world.query('update app.media_items set published_generation = 1 where id = $1', [made.id])
    return made.id
  }
  const shared = await media()
  const unused = await media()
  const ofPersonal = await media()
  const ofSold = await media()
  const posts = {
    ofHouse: await leaving.world.post(person, house, { mediaId: shared, title: 'Of the house' }),
    personal: await leaving.world.post(person, null, { mediaId: ofPersonal, title: 'Personal' }),
    sold: await leaving.world.post(person, null, { mediaId: ofSold, title: 'Sold by oneself' }),
  }
  const fan = await leaving.factors.person('Fan')
  for (const post of [posts.ofHouse, posts.sold]) await leaving.world.grant(fan, post)
  await leaving.world.sale(fan, posts.ofHouse, house)
  const mine = await leaving.world.post(owner, house, { title: 'Bought by them' })
  await leaving.world.sale(person, mine, house)
  await leaving.world.grant(person, mine)
  await leaving.world.query(
    'insert into app.video_playback (user_id, content_id, duration_seconds) values ($1, $2, 10)',
    [person.id, mine.id],
  )
  const customer = await leaving.wiring.needs.stripe.customers.create({ email: person.email })
  await store(`avatars/${person.id}.webp`, 'assets')
  await store(`exports/${person.id}/x/1.zip`, 'platform')
  await leaving.world.query(
    "update app.users set bio = 'words', stripe_customer_id = $2, profile_image_key = $3 where id = $1",
    [person.id, customer.id, `avatars/${person.id}.webp`],
  )
  await leaving.world.query("insert into app.data_exports (user_id, status) values ($1, 'failed')", [
    person.id,
  ])
  await leaving.world.query("insert into app.recovery_codes (user_id, code_hash) values ($1, 'h')", [
    person.id,
  ])
  const [invitation] = await leaving.world.query<{ id: string }>(
    `insert into app.organization_invitations (organization_id, email, role, token_hash, expires_at) values ($1, $2, 'member', $2, now()) returning id`,
    [house.id, person.email],
  )
  await leaving.world.query(
    `insert into app.audit_events (user_id, organization_id, action, subject_type, subject_id, ip_address, user_agent, detail)
     values ($1, $2, 'organization.invite', 'invitation', $3, '203.0.113.9', 'browser', $4)`,
    [owner.id, house.id, invitation!.id, { address: person.email, role: 'member' }],
  )
  return {
    person,
    visit,
    fan,
    customerId: customer.id,
    media: { shared, unused, ofPersonal, ofSold },
    posts,
    mine,
  }
}
const money = ({ person }: Life) =>
  Promise.all(
    ['purchases', 'checkouts'].map((table) =>
      leaving.world.query(
        `select * from app.${table} where customer_id = $1 or creator_id = $1 order by id`,
        [person.id],
      ),
    ),
  )
const count = async (table: string, { id }: Person, column = 'user_id') =>
  (await leaving.world.query(`select 1 from app.${table} where ${column} = $1`, [id])).length

test('when the days are over the account is closed at once, and its last mail leaves before the address goes', async () => {
  const { person, visit } = await newcomer('Gina')
  await askDeletion(visit, person.email)
  await passGrace(person)
  expect(await due()).toContain(person.id)
  await expect(erase(person)).rejects.toThrow(JobPutOff)
  expect((await rowOf(person)).deleted_at).not.toBeNull()
  expect(await count('sessions', person)).toBe(0)
  const refused = await openVisit(leaving.wiring).post(login, '/login', { email: person.email, password })
  expect(refused.status).toBe(401)

  await leaving.world.query("update app.users set deleted_at = now() - interval '1 hour' where id = $1", [
    person.id,
  ])
  await expect(erase(person), 'the mail is still on its way').rejects.toThrow(JobPutOff)
  expect((await sendMails(person, 'account_deleted')).subject).toBe('Your account has been deleted')
  await leaving.world.query('update app.users set deleted_at = now() where id = $1', [person.id])
  await expect(erase(person), 'a session may be served from a cache').rejects.toThrow(JobPutOff)
  expect((await rowOf(person)).email).toBe(person.email)
  await passQuiet(person)
  await erase(person)
  expect(await rowOf(person)).toMatchObject({ email: `deleted:${person.id}`, full_name: 'Deleted account' })
  expect(await due()).not.toContain(person.id)
})

test('a mail that cannot leave for a day holds nothing up', async () => {
  const { person, visit } = await newcomer('Fay')
  await askDeletion(visit, person.email)
  await passGrace(person)
  await expect(erase(person)).rejects.toThrow(JobPutOff)
  await leaving.world.query("update app.users set deleted_at = now() - interval '25 hours' where id = $1", [
    person.id,
  ])
  await erase(person)
  expect((await rowOf(person)).email).toBe(`deleted:${person.id}`)
})

test('what was theirs alone is gone, what is others’ stays, and accounts add up', async () => {
  const life = await live('Eva')
  const { person, visit, fan, media, posts, mine } = life
  const bystander = await live('Emil')
  const before = {
    money: await money(life),
    bystander: await leaving.world.query('select * from app.users where id = $1', [bystander.person.id]),
  }
  await goAway(person, visit)

  expect(await rowOf(person)).toMatchObject({
    ...{
      email: `deleted:${person.id}`,
      full_name: 'Deleted account',
      password_hash: null,
      bio: null,
      role: 'customer',
    },
    ...{ stripe_customer_id: null, profile_image_key: null, email_verified_at: null, deletion_due_at: null },
    deleted_at: expect.any(Date) as Date,
  })
  for (const table of [
    'sessions',
    'account_tokens',
    'totp_factors',
    'recovery_codes',
    'passkeys',
    'organization_memberships',
    'content_access',
    'video_playback',
    'email_logs',
    'data_exports',
  ])
    expect(await count(table, person), table).toBe(0)
  expect(
    await leaving.world.query('select 1 from app.email_logs where recipient_email = $1', [person.email]),
  ).toEqual([])
  expect(
    await leaving.world.query('select 1 from app.organization_invitations where email = $1', [person.email]),
  ).toEqual([])
  expect(await money(life)).toEqual(before.money)
  await expect(leaving.wiring.needs.stripe.customers.retrieve(life.customerId)).resolves.toMatchObject({
    deleted: true,
  })

  const post = async (id: string) =>
    (await leaving.world.query('select * from app.content where id = $1', [id]))[0]!
  expect(await post(posts.ofHouse.id)).toMatchObject({
    title: 'Of the house',
    status: 'published',
    media_item_id: media.shared,
  })
  expect(await post(posts.personal.id)).toMatchObject({
    title: 'Removed',
    media_item_id: null,
    content_body: null,
  })
  expect(await post(posts.sold.id)).toMatchObject({
    title: 'Sold by oneself',
    status: 'archived',
    media_item_id: media.ofSold,
  })
  for (const { id } of [posts.ofHouse, posts.sold]) {
    expect(await leaving.wiring.asActor(fan.actor, (tx) => decideAccess(tx, id), 'read')).toMatchObject({
      canWatch: true,
    })
    const { rows } = await leaving.wiring.asActor(fan.actor, (tx) =>
      tx.execute(`select * from app.playback_source('${id}')`),
    )
    expect(rows).toHaveLength(1)
  }
  const shown = await askPage(
    leaving.wiring,
    postPage as unknown as PageHandle,
    '/x',
    { org: house.slug, slug: posts.ofHouse.slug },
    fan,
  )
  expect(JSON.stringify(shown.body)).toContain('Deleted account')
  expect(JSON.stringify(shown.body)).not.toContain('Eva')

  const { storage } = leaving.wiring.needs
  const keys = await storage.listPrefix('media', `${person.id}/`)
  const kept = [media.shared, media.ofSold]
  expect(keys).toHaveLength(4)
  for (const key of keys)
    expect(
      kept.some((id) => key.includes(id)),
      key,
    ).toBe(true)
  expect(
    await leaving.world.query(
      'select id, deleted_at from app.media_items where creator_id = $1 order by id',
      [person.id],
    ),
  ).toEqual(kept.sort().map((id) => ({ id, deleted_at: null })))
  expect(await storage.listPrefix('platform', `exports/${person.id}/`)).toEqual([])
  expect(await storage.head({ bucket: 'assets', key: `avatars/${person.id}.webp` })).toBeUndefined()

  const events = await leaving.world.query<{
    action: string
    ip_address: string | null
    user_agent: string | null
  }>('select * from app.audit_events where user_id = $1 or subject_id = $2', [person.id, person.id])
  expect(events.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['account.sign_in', 'account.request_deletion', 'account.erase']),
  )
  for (const { ip_address, user_agent } of events) expect([ip_address, user_agent]).toEqual([null, null])
  expect(
    await leaving.world.query("select 1 from app.audit_events where detail::text like '%' || $1 || '%'", [
      person.email,
    ]),
  ).toEqual([])
  expect(
    await leaving.world.query(
      "select 1 from app.audit_events where detail ->> 'address' = $1 and ip_address = '203.0.113.9'",
      [bystander.person.email],
    ),
  ).toHaveLength(1)
  expect(await leaving.world.query('select * from app.users where id = $1', [bystander.person.id])).toEqual(
    before.bystander,
  )
  expect(await storage.listPrefix('media', `${bystander.person.id}/`)).toHaveLength(8)
  expect(await count('video_playback', bystander.person)).toBe(1)
  expect(await post(mine.id)).toMatchObject({ title: 'Bought by them', status: 'published' })
})

test('a worker that dies in the middle leaves the rest to the next one, and a repeat changes nothing', async () => {
  const life = await live('Dora')
  const { person, visit, media } = life
  await askDeletion(visit, person.email)
  await passGrace(person)
  await expect(erase(person)).rejects.toThrow(JobPutOff)
  await passQuiet(person)
  let removals = 0
  const dying: Partial<Storage> = {
    removePrefix: (bucket, prefix) => {
      if (++removals > 3) return Promise.reject(new Error('the worker dies'))
      return leaving.wiring.needs.storage.removePrefix(bucket, prefix)
    },
  }
  await expect(erase(person, dying)).rejects.toThrow('the worker dies')
  expect(await due()).toContain(person.id)
  expect((await rowOf(person)).email).toBe(person.email)
  await erase(person)
  const after = await leaving.world.query('select * from app.users where id = $1', [person.id])
  expect(after).toMatchObject([{ email: `deleted:${person.id}` }])
  expect(await leaving.wiring.needs.storage.listPrefix('media', `${person.id}/`)).toHaveLength(4)
  expect(await count('media_items', person, 'creator_id')).toBe(2)
  await erase(person)
  expect(await leaving.world.query('select * from app.users where id = $1', [person.id])).toEqual(after)
  expect(
    await leaving.wiring.needs.storage.listPrefix('media', `${person.id}/originals/${media.shared}/`),
  ).toHaveLength(1)
  expect(
    await leaving.world.query(
      "select 1 from app.audit_events where action = 'account.erase' and subject_id = $1",
      [person.id],
    ),
  ).toHaveLength(1)
})

test('an organization they deleted goes before them', async () => {
  const { person, visit } = await newcomer('Cleo', 'creator')
  const own = await leaving.world.organization(person, { name: 'Before' })
  await leaving.world.query(
    "update app.organizations set deleted_at = now() - interval '31 days', is_public = false where id = $1",
    [own.id],
  )
  await askDeletion(visit, person.email)
  await passGrace(person)
  expect(await due()).not.toContain(person.id)
  await erase(person)
  expect((await rowOf(person)).deleted_at).toBeNull()
  await purgeOrganizationHandler(workerNeeds()).run({ organizationId: own.id }, jobContext())
  expect(await due()).toContain(person.id)
})

test('the address is taken until the end, and makes a new account after it', async () => {
  const { person, visit } = await newcomer('Bea')
  const register = () =>
    registerPerson(
      { asActor: leaving.wiring.asActor, linkSecret: leaving.wiring.env.SESSION_SECRET, redirectTo: '/' },
      { fullName: 'Bea again', email: person.email, password },
    )
  const accounts = () =>
    leaving.world.query<{ id: string }>('select id from app.users where email = $1', [person.email])
  await askDeletion(visit, person.email)
  await register()
  expect(await accounts()).toEqual([{ id: person.id }])
  await goAway(person, visit)
  await register()
  const [fresh] = await accounts()
  expect(fresh!.id).not.toBe(person.id)
})

test('an audit event can forget, and nothing else can happen to it', async () => {
  const [event] = await leaving.world.query<{ id: string }>(
    `insert into app.audit_events (action, ip_address, user_agent, detail) values ('test.done', '192.0.2.1', 'browser', '{"a":1,"b":2}') returning id`,
  )
  const change = async (set: string) => {
    await leaving.world.query('begin')
    try {
      await leaving.world.query('set local role codex_definer')
      await leaving.world.query(`update app.audit_events set ${set} where id = $1`, [event!.id])
    } finally {
      await leaving.world.query('rollback')
    }
  }
  for (const set of ['ip_address = null', 'user_agent = null', "detail = '{}'", "detail = detail - 'a'"])
    await change(set)
  for (const set of [
    "ip_address = '192.0.2.9'",
    "user_agent = 'x'",
    `detail = '{"a":2}'`,
    `detail = detail || '{"c":1}'`,
    "action = 'x'",
  ])
    await expect(change(set), set).rejects.toThrow()
})
