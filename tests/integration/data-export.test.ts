import { randomUUID } from 'node:crypto'
import { unzipSync, strFromU8 } from 'fflate'
import { beforeAll, expect, test } from 'vitest'
import * as dataPage from '#app/routes/account.data.tsx'
import * as archiveLink from '#app/routes/account.data_.archive.$exportId.ts'
import { claimExport, finishExport, listOwedExports, readPage } from '#domain/leaving/export-queue.ts'
import type { DataExport } from '#domain/leaving/exports.ts'
import { expireExportsHandler } from '#domain/leaving/jobs/expire-exports.handler.ts'
import { makeExportHandler } from '#domain/leaving/jobs/make-export.handler.ts'
import { sections } from '#domain/leaving/archive/sections.ts'
import { sendMailHandler } from '#domain/notice/jobs/send-mail.handler.ts'
import type { Storage } from '#platform/storage.ts'
import { useLeaving } from '#tests/support/leaving.ts'
import { openVisit, type Visit } from '#tests/support/pages.ts'
import { newestMail } from '#tests/support/read-mail.ts'
import type { Person } from '#tests/support/world.ts'

/** Stands in everything of other people, and in every secret. */
const foreign = 'zq-foreign'
const secret = 'zq-secret'
const system = { kind: 'system', job: 'test' } as const

const leaving = useLeaving()
const { signIn, newcomer, jobContext, workerNeeds } = leaving
let carl: Person
beforeAll(async () => {
  carl = await leaving.factors.person('Carl', 'creator')
  const otto = await leaving.factors.person('Otto', 'creator')
  await live(carl, 'own')
  await live(otto, foreign)
  await sell(otto, carl)
  await sell(carl, otto)
})

/** A row of every kind for a person; `mark` stands in what is theirs, `secret` in what nobody may read. */
async function live(person: Person, mark: string): Promise<void> {
  const organization = await leaving.world.organization(person, { name: `${mark}-house` })
  await leaving.world.query(
    `update app.organizations set custom_domain_token = $2, custom_domain = $3 where id = $1`,
    [organization.id, secret, `${person.id}.example.com`],
  )
  await leaving.world.query('update app.users set bio = $2 where id = $1', [person.id, `=bio of ${mark}`])
  const media = await leaving.world.media(person, { name: `${mark}.mp4`, status: 'ready' })
  await leaving.world.post(person, organization, { mediaId: media.id, title: `${mark} film` })
  const words = await leaving.world.post(person, null, { title: `${mark} words` })
  await leaving.world.query('update app.content set content_body = $2 where id = $1', [
    words.id,
    `# ${mark} body`,
  ])
  const of = [person.id, secret + randomUUID()]
  await leaving.world.query(
    `insert into app.account_tokens (user_id, purpose, email, token_hash, expires_at) values ($1, 'verify_email', 'x', $2, now() + interval '1 day')`,
    of,
  )
  await leaving.world.query(
    'insert into app.totp_factors (user_id, sealed_secret, confirmed_at) values ($1, $2, now())',
    of,
  )
  await leaving.world.query('insert into app.recovery_codes (user_id, code_hash) values ($1, $2)', of)
  await leaving.world.query(
    `insert into app.passkeys (id, user_id, public_key, counter, device_type, is_backed_up, name)
     values ($2, $1, $2, 0, 'singleDevice', false, $3)`,
    [...of, `${mark} phone`],
  )
  await leaving.world.query(
    `insert into app.sessions (id, user_id, ip_address, user_agent, expires_at, absolute_expires_at)
     values ($2, $1, '192.0.2.7', $3, now() + interval '1 day', now() + interval '1 day')`,
    [...of, `${mark} browser`],
  )
  await leaving.world.query(
    `insert into app.organization_invitations (organization_id, email, role, token_hash, expires_at) values ($1, $2, 'member', $3, now())`,
    [organization.id, `${mark}-guest@codex.test`, of[1]],
  )
  await leaving.world.query(
    `insert into app.email_logs (recipient_email, user_id, email_type, about, dedupe_key, subject) values ($1, $2, 'welcome', $3, $4, $5)`,
    [person.email, person.id, { tokenId: secret }, randomUUID(), `Welcome, ${mark}`],
  )
  await leaving.world.query(
    `insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent, detail)
     values ($1, 'organization.invite', 'invitation', $2, '192.0.2.7', $3, $4)`,
    [person.id, randomUUID(), `${mark} browser`, { address: `${foreign}@codex.test` }],
  )
}

/** `seller` sells a post, and changes the buyer's role: what each did to the other is known to both, and no more. */
async function sell(seller: Person, buyer: Person): Promise<void> {
  const organization = await leaving.world.organization(seller, { name: 'Shop' })
  const post = await leaving.world.post(seller, organization, { title: 'Sold' })
  await leaving.world.sale(buyer, post, organization)
  await leaving.world.grant(buyer, post)
  await leaving.world.query(
    'insert into app.video_playback (user_id, content_id, position_seconds, duration_seconds) values ($1, $2, 5, 10)',
    [buyer.id, post.id],
  )
  await leaving.world.join(organization, buyer, 'member')
  await leaving.world.query(
    `insert into app.organization_invitations (organization_id, email, role, token_hash, expires_at) values ($1, $2, 'member', $3, now())`,
    [organization.id, buyer.email, secret + randomUUID()],
  )
  await leaving.world.query(
    `insert into app.audit_events (user_id, organization_id, action, subject_type, subject_id, ip_address, user_agent, detail)
     values ($1, $2, 'organization.role_change', 'user', $3, '203.0.113.9', $4, $5)`,
    [seller.id, organization.id, buyer.id, `${seller === carl ? 'own' : foreign} browser`, { note: foreign }],
  )
}

const make = (exportId: string, storage: Partial<Storage> = {}) =>
  makeExportHandler(workerNeeds(storage)).run({ exportId }, jobContext())
const owed = () => leaving.wiring.asWorker(system, (tx) => listOwedExports(tx, 100))
const latest = async (visit: Visit) =>
  ((await visit.get(dataPage, '/account/data')).data as { archive?: DataExport }).archive
const ask = (visit: Visit) => visit.post(dataPage, '/account/data', { intent: 'export' })
const fetchLink = (visit: Visit, exportId: string) =>
  visit.get(archiveLink, `/account/data/archive/${exportId}`, { exportId })
const row = async (id: string) =>
  (
    await leaving.world.query<Record<string, unknown>>('select * from app.data_exports where id = $1', [id])
  )[0]!
const keysOf = (personId: string) =>
  leaving.wiring.needs.storage.listPrefix('platform', `exports/${personId}/`)

async function filesOf(url: string): Promise<Record<string, string>> {
  const answer = await fetch(url)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toContain('codex-data-')
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]))
}

/** Carl has a second factor, so his browser is opened past it. */
async function archiveOfCarl(): Promise<Record<string, string>> {
  const [asked] = await leaving.world.query<{ id: string }>(
    'insert into app.data_exports (user_id) values ($1) returning id',
    [carl.id],
  )
  await make(asked!.id)
  const made = await row(asked!.id)
  expect(made.status).toBe('ready')
  const key = made.storage_key as string
  return filesOf(await leaving.wiring.needs.storage.signGet({ bucket: 'platform', key }, 60, 'browser'))
}

test('an archive is asked for, made, told by mail, and downloaded after a fresh proof', async () => {
  const { person, visit } = await newcomer('Nora')
  expect(await latest(visit)).toBeUndefined()
  await ask(visit)
  const asked = (await latest(visit))!
  expect(asked.status).toBe('pending')
  expect(await owed()).toContain(asked.id)
  expect((await fetchLink(visit, asked.id)).status).toBe(404)

  await make(asked.id)
  const ready = (await latest(visit))!
  expect(ready).toMatchObject({ id: asked.id, status: 'ready', bytes: expect.any(Number) as number })
  const days = (ready.expiresAt!.getTime() - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(6.9)
  expect(days).toBeLessThan(7.1)
  expect(await owed()).not.toContain(asked.id)

  const [mail] = await leaving.world.query<{ id: string }>(
    "select id from app.email_logs where user_id = $1 and email_type = 'export_ready'",
    [person.id],
  )
  await sendMailHandler(workerNeeds()).run({ emailId: mail!.id }, jobContext())
  const { text } = (await newestMail(person.email))!
  expect(text).toContain(`${leaving.wiring.env.APP_URL}/account/data`)
  expect(text).not.toMatch(/exports\/|X-Amz|\.zip/)

  const later = openVisit(leaving.wiring, { now: () => new Date(Date.now() + 11 * 60_000) })
  for (const [name, value] of visit.jar) later.jar.set(name, value)
  expect((await fetchLink(later, asked.id)).location).toBe('/account/confirm?redirectTo=%2Faccount%2Fdata')

  const link = await fetchLink(visit, asked.id)
  expect(link.status).toBe(302)
  expect(Number(new URL(link.location).searchParams.get('X-Amz-Expires'))).toBeLessThanOrEqual(300)
  const files = await filesOf(link.location)
  expect(ready.bytes).toBe((await (await fetch(link.location)).arrayBuffer()).byteLength)
  expect(JSON.parse(files['account.json']!)).toMatchObject([{ id: person.id, email: person.email }])
  const events = await leaving.world.query<{ action: string; subject_id: string; ip_address: string }>(
    "select action, subject_id, ip_address from app.audit_events where user_id = $1 and action ~ 'export' order by created_at",
    [person.id],
  )
  expect(events).toEqual(
    ['account.request_export', 'account.download_export'].map((action) => ({
      action,
      subject_id: asked.id,
      ip_address: '127.0.0.1',
    })),
  )
})

test('it holds each part twice, says what is not in it, and leaves out nothing that is theirs', async () => {
  const files = await archiveOfCarl()
  expect(Object.keys(files).sort()).toEqual(
    ['README.txt', ...Object.keys(sections).flatMap((name) => [`${name}.json`, `${name}.csv`])].sort(),
  )
  const parts = Object.fromEntries(
    Object.keys(sections).map((name) => [
      name,
      JSON.parse(files[`${name}.json`]!) as Record<string, unknown>[],
    ]),
  )
  for (const name of Object.keys(sections).filter((part) => part !== 'support_visits'))
    expect(parts[name]!.length, name).toBeGreaterThan(0)
  for (const [name, rows] of Object.entries(parts)) {
    const lines = files[`${name}.csv`]!.trim().split('\n')
    if (rows.length > 0 && !/\n\s/.test(files[`${name}.csv`]!))
      expect(lines.length, name).toBe(rows.length + 1)
    if (rows[0]) expect(lines[0], name).toBe(Object.keys(rows[0]).join())
  }
  expect(parts.posts).toContainEqual(expect.objectContaining({ title: 'own words', body: '# own body' }))
  expect(parts.media).toMatchObject([{ original_filename: 'own.mp4' }])
  expect(parts.purchases).toMatchObject([{ title: 'Sold', seller: 'Shop', amount_paid_cents: 1200 }])
  expect(parts.sales).toMatchObject([{ title: 'Sold', creator_payout_cents: 1200 }])
  expect(parts.playback).toMatchObject([{ title: 'Sold', position_seconds: 5 }])
  expect(parts.second_factors!.map(({ kind }) => kind).sort()).toEqual([
    'authenticator_app',
    'passkey',
    'recovery_code',
  ])
  expect(parts.activity).toContainEqual(
    expect.objectContaining({ by: 'somebody else', action: 'organization.role_change', ip_address: null }),
  )
  expect(parts.activity).toContainEqual(
    expect.objectContaining({ by: 'you', action: 'organization.invite', ip_address: '192.0.2.7' }),
  )
  expect(files['README.txt']).toContain('Download original')
  expect(JSON.parse(files['account.json']!)).toMatchObject([{ bio: '=bio of own' }])
  expect(files['account.csv']).toContain("'=bio of own")
})

test('it holds nothing of anybody else, and no secret', async () => {
  const everything = Object.entries(await archiveOfCarl())
  const hashes = await leaving.world.query<{ secret: string }>(
    'select password_hash as secret from app.users union select id from app.sessions union select token_hash from app.account_tokens',
  )
  for (const [name, text] of everything) {
    expect(text, name).not.toContain(foreign)
    expect(text, name).not.toContain(secret)
    expect(text, name).not.toContain('otto-')
    for (const { secret: hash } of hashes) expect(text.includes(hash), name).toBe(false)
  }
})

test('there is one at a time however often it is asked for, and three a day', async () => {
  const { person, visit } = await newcomer('Oda')
  await Promise.all([ask(visit), ask(visit), ask(visit)])
  expect(
    await leaving.world.query('select 1 from app.data_exports where user_id = $1', [person.id]),
  ).toHaveLength(1)
  for (let made = 1; made <= 3; made++) {
    await make((await latest(visit))!.id)
    const again = await ask(visit)
    expect(again.status).toBe(made < 3 ? 200 : 429)
  }
})

test('somebody else’s archive does not exist, nor does one to support', async () => {
  const { visit } = await newcomer('Pia')
  await ask(visit)
  const { id } = (await latest(visit))!
  await make(id)
  const { visit: other } = await newcomer('Quentin')
  expect((await fetchLink(other, id)).status).toBe(404)
  expect((await fetchLink(other, randomUUID())).status).toBe(404)
  expect((await fetchLink(openVisit(leaving.wiring), id)).location).toMatch(/^\/login/)
  expect(await latest(other)).toBeUndefined()

  const helper = await leaving.factors.person('Helga', 'platform_owner')
  const looking = await signIn(helper)
  await leaving.world.query(
    `insert into app.support_sessions (session_id, supporter_id, person_id, reason, expires_at)
     select s.id, s.user_id, e.user_id, 'asked for help', now() + interval '20 minutes'
     from app.sessions s, app.data_exports e where s.user_id = $1 and e.id = $2`,
    [helper.id, id],
  )
  expect(await latest(looking)).toMatchObject({ id })
  expect((await fetchLink(looking, id)).status).toBe(404)
})

test('a worker that dies leaves its try to another, and cannot end it any more', async () => {
  const { person, visit } = await newcomer('Ria')
  await ask(visit)
  const { id } = (await latest(visit))!
  const dead = (await leaving.wiring.asWorker(system, (tx) => claimExport(tx, id)))!
  await leaving.wiring.needs.storage.put(
    { bucket: 'platform', key: `exports/${person.id}/${id}/1.zip` },
    'half',
    'x',
  )
  expect(await latest(visit)).toMatchObject({ status: 'running' })
  await make(id)
  expect(await row(id), 'somebody may be alive at it').toMatchObject({ status: 'running', attempts: 1 })
  expect(await owed()).not.toContain(id)

  await leaving.world.query(
    "update app.data_exports set updated_at = now() - interval '5 minutes' where id = $1",
    [id],
  )
  expect(await owed()).toContain(id)
  await make(id)
  expect(await row(id)).toMatchObject({ status: 'ready', attempts: 2 })
  expect(await keysOf(person.id)).toEqual([`exports/${person.id}/${id}/2.zip`])
  const late = { key: 'late', bytes: 1 }
  expect(await leaving.wiring.asWorker(system, (tx) => finishExport(tx, dead, late))).toBeNull()
  await expect(
    leaving.wiring.asWorker(system, (tx) => readPage(tx, dead, 'account', '', 10)),
  ).rejects.toThrow('another try')
  expect(await row(id)).toMatchObject({ storage_key: `exports/${person.id}/${id}/2.zip` })
  expect(
    await leaving.world.query(
      "select 1 from app.email_logs where user_id = $1 and email_type = 'export_ready'",
      [person.id],
    ),
  ).toHaveLength(1)
})

test('while storage is away it is tried again with growing pauses, then given up, and can be asked for anew', async () => {
  const { person, visit } = await newcomer('Sia')
  await ask(visit)
  const { id } = (await latest(visit))!
  const away = { putStream: () => Promise.reject(new Error('storage is away')) }
  for (let tries = 1; tries < 5; tries++) {
    await expect(make(id, away)).rejects.toThrow('storage is away')
    expect(await row(id)).toMatchObject({ status: 'pending', attempts: tries })
    expect(await owed()).not.toContain(id)
    await leaving.world.query(
      'update app.data_exports set updated_at = now() - make_interval(secs => 31 * 2 ^ attempts) where id = $1',
      [id],
    )
    expect(await owed()).toContain(id)
  }
  await make(id, away)
  expect(await latest(visit)).toMatchObject({ status: 'failed' })
  expect(await owed()).not.toContain(id)
  expect(await keysOf(person.id)).toEqual([])
  await ask(visit)
  await make((await latest(visit))!.id)
  expect(await latest(visit)).toMatchObject({ status: 'ready' })
})

test('after its days an archive is gone, for its person at once and from storage with the next round', async () => {
  const { person, visit } = await newcomer('Tia')
  await ask(visit)
  const { id } = (await latest(visit))!
  await make(id)
  await leaving.world.query(
    "update app.data_exports set expires_at = now() - interval '1 second' where id = $1",
    [id],
  )
  expect(await latest(visit)).toMatchObject({ status: 'expired' })
  expect((await fetchLink(visit, id)).status).toBe(404)
  expect(await keysOf(person.id)).toHaveLength(1)
  await expireExportsHandler(workerNeeds()).run({}, jobContext())
  expect(await keysOf(person.id)).toEqual([])
  expect(await row(id)).toMatchObject({ status: 'expired', storage_key: null })
})

test('jobs read a person only while they hold the archive of that person', async () => {
  const page = (exportId: string, run: number) =>
    leaving.wiring.asWorker(system, (tx) =>
      tx.execute(`select * from app.export_page('${exportId}', ${run}, 'account', '', 10)`),
    )
  const { visit } = await newcomer('Una')
  await ask(visit)
  const { id } = (await latest(visit))!
  expect((await page(id, 0)).rows).toEqual([])
  await leaving.wiring.asWorker(system, (tx) => claimExport(tx, id))
  expect((await page(id, 1)).rows).toHaveLength(1)
  expect((await page(id, 2)).rows).toEqual([])
  await expect(
    leaving.wiring.asActor(carl.actor, (tx) =>
      tx.execute(`select app.export_page('${id}', 1, 'account', '', 10)`),
    ),
  ).rejects.toThrow()
})

test('an archive larger than memory wants to hold goes up in parts, every row once', async () => {
  const { person, visit } = await newcomer('Vera')
  await leaving.world.query(
    `insert into app.content (creator_id, title, slug, content_type, content_body)
     select $1, 'Post ' || n, 'post-' || n, 'written', repeat('Words and more words. ', 2000) from generate_series(1, 250) n`,
    [person.id],
  )
  await ask(visit)
  const { id } = (await latest(visit))!
  await make(id)
  const { bytes } = (await latest(visit))!
  expect(bytes).toBeGreaterThan(16 * 1024 ** 2)
  const files = await filesOf((await fetchLink(visit, id)).location)
  const posts = JSON.parse(files['posts.json']!) as { title: string }[]
  expect(new Set(posts.map(({ title }) => title)).size).toBe(250)
  expect(posts).toHaveLength(250)
  expect(files['posts.csv']!.trim().split('\n')).toHaveLength(251)
})
