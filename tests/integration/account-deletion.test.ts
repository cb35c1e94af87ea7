import { beforeAll, expect, test } from 'vitest'
import { loader as root } from '#app/root.tsx'
import * as dataPage from '#app/routes/account.data.tsx'
import * as deletionPage from '#app/routes/account.data_.deletion.tsx'
import { action as buy } from '#app/routes/checkout.$contentId.tsx'
import { action as startUpload } from '#app/routes/api.uploads.ts'
import { action as people } from '#app/routes/studio.$org.people._index.tsx'
import { action as restore } from '#app/routes/studio._index.tsx'
import { action as createOrganization } from '#app/routes/studio.new.tsx'
import { decideAccess } from '#domain/access/decide-access.ts'
import { remindLeaving } from '#domain/leaving/erasure.ts'
import { openVisit, type Visit } from '#tests/support/pages.ts'
import type { Organization, Person, Post } from '#tests/support/world.ts'
import { useLeaving } from '#tests/support/leaving.ts'

const system = { kind: 'system', job: 'test' } as const

const leaving = useLeaving()
const { signIn, newcomer, askDeletion, erase, rowOf, mailsOf, sendMails } = leaving
let owner: Person
let house: Organization
let film: Post
beforeAll(async () => {
  owner = await leaving.factors.person('Olga', 'creator')
  house = await leaving.world.organization(owner, { name: 'House' })
  film = await leaving.world.post(owner, house, { title: 'Film' })
})

const keep = (visit: Visit) => visit.post(dataPage, '/account/data', { intent: 'keep' })
const viewerOf = async (visit: Visit) => {
  const { data } = await visit.get({ loader: root as never }, '/')
  return (data as { viewer: { deletionDueAt: string | null } | null }).viewer
}

test('it takes a fresh proof, the typed address, and nobody who still is needed', async () => {
  const { person, visit } = await newcomer('Nora')
  const later = openVisit(leaving.wiring, { now: () => new Date(Date.now() + 11 * 60_000) })
  for (const [name, value] of visit.jar) later.jar.set(name, value)
  expect((await later.get(deletionPage, '/account/data/deletion')).location).toContain('/account/confirm')
  expect((await askDeletion(later, person.email)).location).toContain('/account/confirm')
  const wrong = await askDeletion(visit, owner.email)
  expect(wrong.status).toBe(400)
  expect(wrong.text).toContain(`Type ${person.email}`)
  expect((await rowOf(person)).deletion_due_at).toBeNull()

  const needed = await signIn(owner)
  expect((await needed.get(deletionPage, '/account/data/deletion')).data).toMatchObject({
    owned: [{ name: 'House' }],
  })
  const refused = await askDeletion(needed, owner.email)
  expect(refused).toMatchObject({
    status: 409,
    text: expect.stringContaining('Hand it over or delete it') as string,
  })
  const platformOwner = await leaving.factors.person('Petra')
  const asOwner = await signIn(platformOwner)
  await leaving.world.query("update app.users set role = 'platform_owner' where id = $1", [platformOwner.id])
  expect((await askDeletion(asOwner, platformOwner.email)).status).toBe(409)
  for (const who of [owner, platformOwner]) expect((await rowOf(who)).deletion_due_at).toBeNull()
})

test('once asked for, it is 30 days away, told by mail and on every page, and other sessions end', async () => {
  const { person, visit } = await newcomer('Mia')
  const elsewhere = await signIn(person)
  expect(await viewerOf(elsewhere)).toMatchObject({ deletionDueAt: null })
  expect((await askDeletion(visit, ` ${person.email.toUpperCase()} `)).location).toBe('/account/data')
  const { deletion_due_at: dueAt } = (await rowOf(person)) as { deletion_due_at: Date }
  expect((dueAt.getTime() - Date.now()) / 86_400_000).toBeCloseTo(30, 2)
  expect(await viewerOf(elsewhere)).toBeNull()
  expect(await viewerOf(visit)).toMatchObject({ deletionDueAt: dueAt.toISOString() })
  expect(await viewerOf(await signIn(person))).toMatchObject({ deletionDueAt: dueAt.toISOString() })

  const mail = await sendMails(person, 'deletion_requested')
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(dueAt)
  expect(mail.subject).toBe(`Your account will be deleted on ${day}`)
  expect(mail.text).toContain(`${leaving.wiring.env.APP_URL}/account/data`)
  await askDeletion(visit, person.email)
  expect(await mailsOf(person, 'deletion_requested')).toHaveLength(1)
  expect((await rowOf(person)).deletion_due_at).toEqual(dueAt)
})

test('meanwhile nothing new is begun, and everything there is stays open', async () => {
  const { person, visit } = await newcomer('Lena', 'creator')
  const own = await leaving.world.organization(person, { name: 'Gone' })
  await leaving.world.query(
    'update app.organizations set deleted_at = now(), is_public = false where id = $1',
    [own.id],
  )
  await leaving.world.join(house, person, 'creator')
  const bought = await leaving.world.post(owner, house, { title: 'Bought' })
  await leaving.world.grant(person, bought)
  await askDeletion(visit, person.email)

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
  expect(
    await leaving.world.query('select 1 from app.checkouts where customer_id = $1', [person.id]),
  ).toEqual([])
  await expect(
    leaving.wiring.asActor(person.actor, (tx) =>
      tx.execute(`select * from app.begin_checkout('${film.id}', interval '1 hour')`),
    ),
  ).rejects.toThrow()

  expect(
    await leaving.wiring.asActor(person.actor, (tx) => decideAccess(tx, bought.id), 'read'),
  ).toMatchObject({
    canWatch: true,
  })
  expect((await keep(visit)).status).toBe(200)
  expect(await viewerOf(visit)).toMatchObject({ deletionDueAt: null })
  expect((await send(buy, `/checkout/${film.id}`, {}, { contentId: film.id })).status).toBe(303)
})

test('it is taken back with one click, also on the last day, told by mail, and the mails that waited are not sent', async () => {
  const { person, visit } = await newcomer('Kim')
  await askDeletion(visit, person.email)
  await leaving.world.query(
    "update app.users set deletion_due_at = now() + interval '1 minute' where id = $1",
    [person.id],
  )
  const back = await signIn(person)
  await keep(back)
  expect((await rowOf(person)).deletion_due_at).toBeNull()
  expect(await mailsOf(person, 'deletion_requested')).toEqual([])
  expect(await sendMails(person, 'deletion_cancelled')).toMatchObject({
    subject: 'Your account stays',
    text: expect.stringContaining(`${leaving.wiring.env.APP_URL}/account/password`) as string,
  })
  await erase(person)
  expect((await rowOf(person)).deleted_at).toBeNull()
  await keep(back)
  expect(await mailsOf(person, 'deletion_cancelled')).toHaveLength(1)
  const events = await leaving.world.query<{ action: string }>(
    "select action from app.audit_events where user_id = $1 and action ~ 'deletion' order by created_at",
    [person.id],
  )
  expect(events.map(({ action }) => action)).toEqual(['account.request_deletion', 'account.cancel_deletion'])
})

test('in the last three days there is one more mail, and no second', async () => {
  const { person, visit } = await newcomer('Ida')
  await askDeletion(visit, person.email)
  const remind = () => leaving.wiring.asWorker(system, remindLeaving)
  await remind()
  expect(await mailsOf(person, 'deletion_reminder')).toEqual([])
  await leaving.world.query(
    "update app.users set deletion_due_at = now() + interval '70 hours' where id = $1",
    [person.id],
  )
  await remind()
  await remind()
  expect(await mailsOf(person, 'deletion_reminder')).toHaveLength(1)
  expect((await sendMails(person, 'deletion_reminder')).subject).toMatch(
    /^Last days: your account is deleted on/,
  )
})
