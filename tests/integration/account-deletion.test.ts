import { afterAll, beforeAll, expect, test } from 'vitest'
import { loader as root } from '#app/root.tsx'
import { loader as postPage } from '#app/routes/$org.$slug.tsx'
import * as dataPage from '#app/routes/account.data.tsx'
import * as deletionPage from '#app/routes/account.data_.deletion.tsx'
import { action as buy } from '#app/routes/checkout.$contentId.tsx'
import * as login from '#app/routes/login.tsx'
import { action as startUpload } from '#app/routes/api.uploads.ts'
import { action as people } from '#app/routes/studio.$org.people._index.tsx'
import { action as restore } from '#app/routes/studio._index.tsx'
import { action as createOrganization } from '#app/routes/studio.new.tsx'
import { decideAccess } from '#domain/access/decide-access.ts'
import { registerPerson } from '#domain/account/register-person.ts'
import { purgeOrganizationHandler } from '#domain/organization/jobs/purge-organization.handler.ts'
import { listPeopleToErase, remindLeaving } from '#domain/leaving/erasure.ts'
import { erasePersonHandler } from '#domain/leaving/jobs/erase-person.handler.ts'
import { sendMailHandler } from '#domain/notice/jobs/send-mail.handler.ts'
import { JobPutOff, type JobContext } from '#platform/jobs.ts'
import type { Storage } from '#platform/storage.ts'
import { askPage, type PageHandle } from '#tests/support/ask-page.ts'
import { openFactors, password, type Factors } from '#tests/support/factors.ts'
import { openVisit, type Visit } from '#tests/support/pages.ts'
import { newestMail } from '#tests/support/read-mail.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type Post, type World } from '#tests/support/world.ts'

const system = { kind: 'system', job: 'test' } as const

let wiring: Wiring
let world: World
let factors: Factors
let owner: Person
let house: Organization
let film: Post
beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  factors = await openFactors(wiring, world)
  owner = await factors.person('Olga', 'creator')
  house = await world.organization(owner, { name: 'House' })
  film = await world.post(owner, house, { title: 'Film' })
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

async function signIn(person: Person): Promise<Visit> {
  const visit = openVisit(wiring)
  await visit.post(login, '/login', { email: person.email, password })
  return visit
}
async function newcomer(name: string, role: 'customer' | 'creator' = 'customer') {
  const person = await factors.person(name, role)
  return { person, visit: await signIn(person) }
}
const ask = (visit: Visit, confirmation: string) =>
  visit.post(deletionPage, '/account/data/deletion', { confirmation })
const keep = (visit: Visit) => visit.post(dataPage, '/account/data', { intent: 'keep' })
const rowOf = async ({ id }: Person) =>
  (await world.query<Record<string, unknown>>('select * from app.users where id = $1', [id]))[0]!
const jobContext = (): JobContext => ({
  signal: new AbortController().signal,
  log: wiring.needs.log,
  jobId: 'test',
  attempt: 1,
})
const workerNeeds = (storage: Partial<Storage> = {}) => ({
  ...wiring.needs,
  asActor: wiring.asWorker,
  storage: { ...wiring.needs.storage, ...storage },
})
const erase = ({ id }: Person, storage?: Partial<Storage>) =>
  erasePersonHandler(workerNeeds(storage)).run({ personId: id }, jobContext())
const due = () => wiring.asWorker(system, (tx) => listPeopleToErase(tx, 100), 'read')
const mailsOf = (person: Person, type: string) =>
  world.query<{ id: string; status: string }>(
    'select id, status from app.email_logs where recipient_email = $1 and email_type = $2',
    [person.email, type],
  )
async function sendMails(person: Person, type: string) {
  for (const { id } of await mailsOf(person, type))
    await sendMailHandler(workerNeeds()).run({ emailId: id }, jobContext())
  return (await newestMail(person.email))!
}
const viewerOf = async (visit: Visit) => {
  const { data } = await visit.get({ loader: root as never }, '/')
  return (data as { viewer: { deletionDueAt: string | null } | null }).viewer
}
/** The days of grace are over. */
const passGrace = ({ id }: Person) =>
  world.query("update app.users set deletion_due_at = now() - interval '1 minute' where id = $1", [id])
/** Closed, told, and the last session is over. */
async function passQuiet(person: Person) {
  await sendMails(person, 'account_deleted')
  await world.query("update app.users set deleted_at = now() - interval '3 minutes' where id = $1", [
    person.id,
  ])
}
/** The whole way from the request to the end. */
async function goAway(person: Person, visit: Visit) {
  await ask(visit, person.email)
  await passGrace(person)
  await expect(erase(person)).rejects.toThrow(JobPutOff)
  await passQuiet(person)
  await erase(person)
}

test('it takes a fresh proof, the typed address, and nobody who still is needed', async () => {
  const { person, visit } = await newcomer('Nora')
  const later = openVisit(wiring, { now: () => new Date(Date.now() + 11 * 60_000) })
  for (const [name, value] of visit.jar) later.jar.set(name, value)
  expect((await later.get(deletionPage, '/account/data/deletion')).location).toContain('/account/confirm')
  expect((await ask(later, person.email)).location).toContain('/account/confirm')
  const wrong = await ask(visit, owner.email)
  expect(wrong.status).toBe(400)
  expect(wrong.text).toContain(`Type ${person.email}`)
  expect((await rowOf(person)).deletion_due_at).toBeNull()

  const needed = await signIn(owner)
  expect((await needed.get(deletionPage, '/account/data/deletion')).data).toMatchObject({
    owned: [{ name: 'House' }],
  })
  const refused = await ask(needed, owner.email)
  expect(refused).toMatchObject({
    status: 409,
    text: expect.stringContaining('Hand it over or delete it') as string,
  })
  const platformOwner = await factors.person('Petra')
  const asOwner = await signIn(platformOwner)
  await world.query("update app.users set role = 'platform_owner' where id = $1", [platformOwner.id])
  expect((await ask(asOwner, platformOwner.email)).status).toBe(409)
  for (const who of [owner, platformOwner]) expect((await rowOf(who)).deletion_due_at).toBeNull()
})

test('once asked for, it is 30 days away, told by mail and on every page, and other sessions end', async () => {
  const { person, visit } = await newcomer('Mia')
  const elsewhere = await signIn(person)
  expect(await viewerOf(elsewhere)).toMatchObject({ deletionDueAt: null })
  expect((await ask(visit, ` ${person.email.toUpperCase()} `)).location).toBe('/account/data')
  const { deletion_due_at: dueAt } = (await rowOf(person)) as { deletion_due_at: Date }
  expect((dueAt.getTime() - Date.now()) / 86_400_000).toBeCloseTo(30, 2)
  expect(await viewerOf(elsewhere)).toBeNull()
  expect(await viewerOf(visit)).toMatchObject({ deletionDueAt: dueAt.toISOString() })
  expect(await viewerOf(await signIn(person))).toMatchObject({ deletionDueAt: dueAt.toISOString() })

  const mail = await sendMails(person, 'deletion_requested')
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(dueAt)
  expect(mail.subject).toBe(`Your account will be deleted on ${day}`)
  expect(mail.text).toContain(`${wiring.env.APP_URL}/account/data`)
  await ask(visit, person.email)
  expect(await mailsOf(person, 'deletion_requested')).toHaveLength(1)
  expect((await rowOf(person)).deletion_due_at).toEqual(dueAt)
})

test('meanwhile nothing new is begun, and everything there is stays open', async () => {
  const { person, visit } = await newcomer('Lena', 'creator')
  const own = await world.organization(person, { name: 'Gone' })
  await world.query('update app.organizations set deleted_at = now(), is_public = false where id = $1', [
    own.id,
  ])
  await world.join(house, person, 'creator')
  const bought = await world.post(owner, house, { title: 'Bought' })
  await world.grant(person, bought)
  await ask(visit, person.email)

  const send = (handle: unknown, path: string, fields: Record<string, string>, params = {}) =>
    visit.post({ action: handle as never }, path, fields, params)
  const buying = await send(buy, `/checkout/${film.id}`, {}, { contentId: film.id })
  expect(buying).toMatchObject({
    status: 409,
    text: expect.stringContaining('about to be deleted') as string,
  })
  const uploading = await visit.postJson({ action: startUpload as never }, '/api/uploads', {
    filename: 'a.mp4',
    sizeBytes: 1000,
    contentType: 'video/mp4',
    fingerprint: 'a fingerprint',
  })
  expect(uploading).toMatchObject({ status: 409, text: expect.stringContaining('and then upload') as string })
  const founding = await send(createOrganization, '/studio/new', { name: 'New', slug: 'brand-new' })
  expect(founding.status).toBe(409)
  const bringing = await send(restore, '/studio', { intent: 'restore', organizationId: own.id })
  expect(bringing.status).toBe(409)
  const handing = await (
    await signIn(owner)
  ).post(
    { action: people as never },
    `/studio/${house.slug}/people`,
    { intent: 'transfer', personId: person.id },
    { org: house.slug },
  )
  expect(handing).toMatchObject({
    status: 409,
    text: expect.stringContaining('somebody who stays') as string,
  })
  expect(await world.query('select 1 from app.checkouts where customer_id = $1', [person.id])).toEqual([])
  await expect(
    wiring.asActor(person.actor, (tx) =>
      tx.execute(`select * from app.begin_checkout('${film.id}', interval '1 hour')`),
    ),
  ).rejects.toThrow()

  expect(await wiring.asActor(person.actor, (tx) => decideAccess(tx, bought.id), 'read')).toMatchObject({
    canWatch: true,
  })
  expect((await keep(visit)).status).toBe(200)
  expect(await viewerOf(visit)).toMatchObject({ deletionDueAt: null })
  expect((await send(buy, `/checkout/${film.id}`, {}, { contentId: film.id })).status).toBe(303)
})

test('it is taken back with one click, also on the last day, told by mail, and the mails that waited are not sent', async () => {
  const { person, visit } = await newcomer('Kim')
  await ask(visit, person.email)
  await world.query("update app.users set deletion_due_at = now() + interval '1 minute' where id = $1", [
    person.id,
  ])
  const back = await signIn(person)
  await keep(back)
  expect((await rowOf(person)).deletion_due_at).toBeNull()
  expect(await mailsOf(person, 'deletion_requested')).toEqual([])
  expect(await sendMails(person, 'deletion_cancelled')).toMatchObject({
    subject: 'Your account stays',
    text: expect.stringContaining(`${wiring.env.APP_URL}/account/password`) as string,
  })
  await erase(person)
  expect((await rowOf(person)).deleted_at).toBeNull()
  await keep(back)
  expect(await mailsOf(person, 'deletion_cancelled')).toHaveLength(1)
  const events = await world.query<{ action: string }>(
    "select action from app.audit_events where user_id = $1 and action ~ 'deletion' order by created_at",
    [person.id],
  )
  expect(events.map(({ action }) => action)).toEqual(['account.request_deletion', 'account.cancel_deletion'])
})

test('in the last three days there is one more mail, and no second', async () => {
  const { person, visit } = await newcomer('Ida')
  await ask(visit, person.email)
  const remind = () => wiring.asWorker(system, remindLeaving)
  await remind()
  expect(await mailsOf(person, 'deletion_reminder')).toEqual([])
  await world.query("update app.users set deletion_due_at = now() + interval '70 hours' where id = $1", [
    person.id,
  ])
  await remind()
  await remind()
  expect(await mailsOf(person, 'deletion_reminder')).toHaveLength(1)
  expect((await sendMails(person, 'deletion_reminder')).subject).toMatch(
    /^Last days: your account is deleted on/,
  )
})

test('nobody is erased whose days are not over, by whatever job', async () => {
  const { person, visit } = await newcomer('Hana')
  await ask(visit, person.email)
  expect(await due()).not.toContain(person.id)
  await erase(person)
  for (const step of ['erase_rows($, 10)', "erase_media($, '{}')", 'finish_erasure($)'])
    await expect(
      wiring.asWorker(system, (tx) => tx.execute(`select app.${step.replace('$', `'${person.id}'`)}`)),
    ).rejects.toThrow()
  expect(await rowOf(person)).toMatchObject({ email: person.email, deleted_at: null })
  await expect(
    wiring.asActor(person.actor, (tx) => tx.execute(`select app.finish_erasure('${person.id}')`)),
  ).rejects.toThrow()
})

type Life = Awaited<ReturnType<typeof live>>
/** A person with something of every kind. */
async function live(name: string) {
  const { person, visit } = await newcomer(name, 'creator')
  await world.join(house, person, 'creator')
  const store = (key: string, bucket: 'media' | 'platform' | 'assets' = 'media') =>
    wiring.needs.storage.put({ bucket, key }, 'bytes', 'video/mp4')
  const media = async () => {
    const made = await world.media(person, { status: 'ready', name: `${name}.mp4` })
    await store(made.key)
    await store(`${person.id}/hls/${made.id}/1-chunk-0-1/360p.mp4`)
    await world.query(
      `insert into app.renditions (media_item_id, creator_id, generation, kind, name, codecs, bandwidth, average_bandwidth, bytes, duration_seconds, parts)
       values ($1, $2, 1, 'video', '360p', 'c', 1, 1, 1, 1, '[]')`,
      [made.id, person.id],
    )
    await world.query('update app.media_items set published_generation = 1 where id = $1', [made.id])
    return made.id
  }
  const shared = await media()
  const unused = await media()
  const ofPersonal = await media()
  const ofSold = await media()
  const posts = {
    ofHouse: await world.post(person, house, { mediaId: shared, title: 'Of the house' }),
    personal: await world.post(person, null, { mediaId: ofPersonal, title: 'Personal' }),
    sold: await world.post(person, null, { mediaId: ofSold, title: 'Sold by oneself' }),
  }
  const fan = await factors.person('Fan')
  for (const post of [posts.ofHouse, posts.sold]) await world.grant(fan, post)
  await world.sale(fan, posts.ofHouse, house)
  const mine = await world.post(owner, house, { title: 'Bought by them' })
  await world.sale(person, mine, house)
  await world.grant(person, mine)
  await world.query(
    'insert into app.video_playback (user_id, content_id, duration_seconds) values ($1, $2, 10)',
    [person.id, mine.id],
  )
  const customer = await wiring.needs.stripe.customers.create({ email: person.email })
  await store(`avatars/${person.id}.webp`, 'assets')
  await store(`exports/${person.id}/x/1.zip`, 'platform')
  await world.query(
    "update app.users set bio = 'words', stripe_customer_id = $2, profile_image_key = $3 where id = $1",
    [person.id, customer.id, `avatars/${person.id}.webp`],
  )
  await world.query("insert into app.data_exports (user_id, status) values ($1, 'failed')", [person.id])
  await world.query("insert into app.recovery_codes (user_id, code_hash) values ($1, 'h')", [person.id])
  const [invitation] = await world.query<{ id: string }>(
    `insert into app.organization_invitations (organization_id, email, role, token_hash, expires_at) values ($1, $2, 'member', $2, now()) returning id`,
    [house.id, person.email],
  )
  await world.query(
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
      world.query(`select * from app.${table} where customer_id = $1 or creator_id = $1 order by id`, [
        person.id,
      ]),
    ),
  )
const count = async (table: string, { id }: Person, column = 'user_id') =>
  (await world.query(`select 1 from app.${table} where ${column} = $1`, [id])).length

test('when the days are over the account is closed at once, and its last mail leaves before the address goes', async () => {
  const { person, visit } = await newcomer('Gina')
  await ask(visit, person.email)
  await passGrace(person)
  expect(await due()).toContain(person.id)
  await expect(erase(person)).rejects.toThrow(JobPutOff)
  expect((await rowOf(person)).deleted_at).not.toBeNull()
  expect(await count('sessions', person)).toBe(0)
  const refused = await openVisit(wiring).post(login, '/login', { email: person.email, password })
  expect(refused.status).toBe(401)

  await world.query("update app.users set deleted_at = now() - interval '1 hour' where id = $1", [person.id])
  await expect(erase(person), 'the mail is still on its way').rejects.toThrow(JobPutOff)
  expect((await sendMails(person, 'account_deleted')).subject).toBe('Your account has been deleted')
  await world.query('update app.users set deleted_at = now() where id = $1', [person.id])
  await expect(erase(person), 'a session may be served from a cache').rejects.toThrow(JobPutOff)
  expect((await rowOf(person)).email).toBe(person.email)
  await passQuiet(person)
  await erase(person)
  expect(await rowOf(person)).toMatchObject({ email: `deleted:${person.id}`, full_name: 'Deleted account' })
  expect(await due()).not.toContain(person.id)
})

test('a mail that cannot leave for a day holds nothing up', async () => {
  const { person, visit } = await newcomer('Fay')
  await ask(visit, person.email)
  await passGrace(person)
  await expect(erase(person)).rejects.toThrow(JobPutOff)
  await world.query("update app.users set deleted_at = now() - interval '25 hours' where id = $1", [
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
    bystander: await world.query('select * from app.users where id = $1', [bystander.person.id]),
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
    await world.query('select 1 from app.email_logs where recipient_email = $1', [person.email]),
  ).toEqual([])
  expect(
    await world.query('select 1 from app.organization_invitations where email = $1', [person.email]),
  ).toEqual([])
  expect(await money(life)).toEqual(before.money)
  await expect(wiring.needs.stripe.customers.retrieve(life.customerId)).resolves.toMatchObject({
    deleted: true,
  })

  const post = async (id: string) => (await world.query('select * from app.content where id = $1', [id]))[0]!
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
    expect(await wiring.asActor(fan.actor, (tx) => decideAccess(tx, id), 'read')).toMatchObject({
      canWatch: true,
    })
    const { rows } = await wiring.asActor(fan.actor, (tx) =>
      tx.execute(`select * from app.playback_source('${id}')`),
    )
    expect(rows).toHaveLength(1)
  }
  const shown = await askPage(
    wiring,
    postPage as unknown as PageHandle,
    '/x',
    { org: house.slug, slug: posts.ofHouse.slug },
    fan,
  )
  expect(JSON.stringify(shown.body)).toContain('Deleted account')
  expect(JSON.stringify(shown.body)).not.toContain('Eva')

  const { storage } = wiring.needs
  const keys = await storage.listPrefix('media', `${person.id}/`)
  const kept = [media.shared, media.ofSold]
  expect(keys).toHaveLength(4)
  for (const key of keys)
    expect(
      kept.some((id) => key.includes(id)),
      key,
    ).toBe(true)
  expect(
    await world.query('select id, deleted_at from app.media_items where creator_id = $1 order by id', [
      person.id,
    ]),
  ).toEqual(kept.sort().map((id) => ({ id, deleted_at: null })))
  expect(await storage.listPrefix('platform', `exports/${person.id}/`)).toEqual([])
  expect(await storage.head({ bucket: 'assets', key: `avatars/${person.id}.webp` })).toBeUndefined()

  const events = await world.query<{ action: string; ip_address: string | null; user_agent: string | null }>(
    'select * from app.audit_events where user_id = $1 or subject_id = $2',
    [person.id, person.id],
  )
  expect(events.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['account.sign_in', 'account.request_deletion', 'account.erase']),
  )
  for (const { ip_address, user_agent } of events) expect([ip_address, user_agent]).toEqual([null, null])
  expect(
    await world.query("select 1 from app.audit_events where detail::text like '%' || $1 || '%'", [
      person.email,
    ]),
  ).toEqual([])
  expect(
    await world.query(
      "select 1 from app.audit_events where detail ->> 'address' = $1 and ip_address = '203.0.113.9'",
      [bystander.person.email],
    ),
  ).toHaveLength(1)
  expect(await world.query('select * from app.users where id = $1', [bystander.person.id])).toEqual(
    before.bystander,
  )
  expect(await storage.listPrefix('media', `${bystander.person.id}/`)).toHaveLength(8)
  expect(await count('video_playback', bystander.person)).toBe(1)
  expect(await post(mine.id)).toMatchObject({ title: 'Bought by them', status: 'published' })
})

test('a worker that dies in the middle leaves the rest to the next one, and a repeat changes nothing', async () => {
  const life = await live('Dora')
  const { person, visit, media } = life
  await ask(visit, person.email)
  await passGrace(person)
  await expect(erase(person)).rejects.toThrow(JobPutOff)
  await passQuiet(person)
  let removals = 0
  const dying: Partial<Storage> = {
    removePrefix: (bucket, prefix) => {
      if (++removals > 3) return Promise.reject(new Error('the worker dies'))
      return wiring.needs.storage.removePrefix(bucket, prefix)
    },
  }
  await expect(erase(person, dying)).rejects.toThrow('the worker dies')
  expect(await due()).toContain(person.id)
  expect((await rowOf(person)).email).toBe(person.email)
  await erase(person)
  const after = await world.query('select * from app.users where id = $1', [person.id])
  expect(after).toMatchObject([{ email: `deleted:${person.id}` }])
  expect(await wiring.needs.storage.listPrefix('media', `${person.id}/`)).toHaveLength(4)
  expect(await count('media_items', person, 'creator_id')).toBe(2)
  await erase(person)
  expect(await world.query('select * from app.users where id = $1', [person.id])).toEqual(after)
  expect(
    await wiring.needs.storage.listPrefix('media', `${person.id}/originals/${media.shared}/`),
  ).toHaveLength(1)
  expect(
    await world.query("select 1 from app.audit_events where action = 'account.erase' and subject_id = $1", [
      person.id,
    ]),
  ).toHaveLength(1)
})

test('an organization they deleted goes before them', async () => {
  const { person, visit } = await newcomer('Cleo', 'creator')
  const own = await world.organization(person, { name: 'Before' })
  await world.query(
    "update app.organizations set deleted_at = now() - interval '31 days', is_public = false where id = $1",
    [own.id],
  )
  await ask(visit, person.email)
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
      { asActor: wiring.asActor, linkSecret: wiring.env.SESSION_SECRET, redirectTo: '/' },
      { fullName: 'Bea again', email: person.email, password },
    )
  const accounts = () =>
    world.query<{ id: string }>('select id from app.users where email = $1', [person.email])
  await ask(visit, person.email)
  await register()
  expect(await accounts()).toEqual([{ id: person.id }])
  await goAway(person, visit)
  await register()
  const [fresh] = await accounts()
  expect(fresh!.id).not.toBe(person.id)
})

test('an audit event can forget, and nothing else can happen to it', async () => {
  const [event] = await world.query<{ id: string }>(
    `insert into app.audit_events (action, ip_address, user_agent, detail) values ('test.done', '192.0.2.1', 'browser', '{"a":1,"b":2}') returning id`,
  )
  const change = async (set: string) => {
    await world.query('begin')
    try {
      await world.query('set local role codex_definer')
      await world.query(`update app.audit_events set ${set} where id = $1`, [event!.id])
    } finally {
      await world.query('rollback')
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
