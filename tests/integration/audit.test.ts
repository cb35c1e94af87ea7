import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RequestContext } from '#app/http/context.ts'
import { action as login } from '#app/routes/login.tsx'
import { action as logout } from '#app/routes/logout.tsx'
import { action as devices } from '#app/routes/account.devices.tsx'
import { action as changePassword } from '#app/routes/account.password.tsx'
import { action as reset } from '#app/routes/reset.tsx'
import { loader as download } from '#app/routes/api.content.$id.download.ts'
import { action as changeMedia, loader as mediaPage } from '#app/routes/studio.$org.media.$mediaId.tsx'
import { loader as original } from '#app/routes/studio.$org.media.$mediaId_.original.ts'
import { loader as sales } from '#app/routes/studio.$org.sales.tsx'
import { registerPerson } from '#domain/account/register-person.ts'
import { createContent } from '#domain/catalog/create-content.ts'
import { editContent } from '#domain/catalog/edit-content.ts'
import { noteDownload } from '#domain/access/note-download.ts'
import { hashToken } from '#platform/token.ts'
import { routesOf } from '#tests/support/ask.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let context: RequestContext

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  const { needs, asActor } = wiring
  context = { needs, asActor, nonce: '', requestId: 'test', clientAddress: '192.0.2.9' }
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

type Event = Record<string, unknown>
const eventsOf = (subjectId: string, action: string) =>
  world.query<Event>(
    `select user_id, organization_id, result, ip_address, user_agent, detail from app.audit_events
     where subject_id = $1 and action = $2 order by created_at`,
    [subjectId, action],
  )
const origin = { ipAddress: '192.0.2.9', userAgent: 'Test' }
const password = 'a long enough password'

type Handle = (args: LoaderFunctionArgs & ActionFunctionArgs) => unknown
async function post(
  handle: Handle,
  fields: Record<string, string>,
  cookie = '',
  path = '/x',
): Promise<Response | undefined> {
  const request = new Request(new URL(path, wiring.env.APP_URL), {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { cookie, 'user-agent': 'Test' },
  })
  const answer: unknown = await Promise.resolve(
    handle({ request, params: {}, context } as LoaderFunctionArgs & ActionFunctionArgs),
  )
  return answer instanceof Response ? answer : undefined
}

test('registering, signing in, being refused and signing out are kept, with where from', async () => {
  const email = 'ines@codex.test'
  const { asActor, env } = wiring
  const how = { asActor, linkSecret: env.SESSION_SECRET, redirectTo: '/', origin }
  await registerPerson(how, { email, fullName: 'Ines', password })
  const [row] = await world.query<{ id: string }>('select id from app.users where email = $1', [email])
  const { id } = row!
  const from = { ip_address: '192.0.2.9', user_agent: 'Test' }
  expect(await eventsOf(id, 'account.register')).toMatchObject([{ user_id: id, ...from }])
  await post(login, { email, password: 'not the password' })
  const signedIn = await post(login, { email, password })
  expect(await eventsOf(id, 'account.sign_in')).toMatchObject([
    { user_id: null, result: 'refused', detail: { why: 'wrong_password' }, ...from },
    { user_id: id, result: 'success', detail: { secondFactor: false }, ...from },
  ])
  await post(logout, {}, signedIn!.headers.get('set-cookie')!.split(';')[0])
  expect(
    await world.query(
      'select ip_address, user_agent from app.audit_events where user_id = $1 and action = $2',
      [id, 'account.sign_out'],
    ),
  ).toEqual([from])
})

test('an address that nobody has is kept nowhere when somebody tries to sign in with it', async () => {
  await post(login, { email: 'zq-nobody@codex.test', password })
  const events = await world.query<Event>(
    `select user_id, subject_id, result, detail, to_jsonb(e)::text as everything from app.audit_events e
     where action = 'account.sign_in' and subject_id is null`,
  )
  expect(events).toMatchObject([{ user_id: null, result: 'refused', detail: { why: 'unknown_address' } }])
  expect(events[0]!.everything).not.toContain('zq-nobody')
})

test('looking at sales and opening a file are kept once, however often the page asks again', async () => {
  const owner = await world.person('Olga', 'creator')
  const organization = await world.organization(owner)
  const media = await world.media(owner, { status: 'ready' })
  const { ask } = routesOf(wiring)
  const params = { org: organization.slug, mediaId: media.id }
  for (const handle of [sales, sales, mediaPage, mediaPage]) await ask(handle as never, '/x', params, owner)
  const kept = [{ user_id: owner.id, organization_id: organization.id, result: 'success' }]
  expect(await eventsOf(organization.id, 'sales.view')).toMatchObject(kept)
  expect(await eventsOf(media.id, 'media.open')).toMatchObject(kept)
})

test('every download of an original is kept, and who was refused one', async () => {
  const owner = await world.person('Olga', 'creator')
  const colleague = await world.person('Cora', 'creator')
  const organization = await world.organization(owner)
  await world.join(organization, colleague, 'creator')
  const media = await world.media(owner, { status: 'ready' })
  const { ask } = routesOf(wiring)
  const params = { org: organization.slug, mediaId: media.id }
  for (const who of [owner, owner, colleague]) await ask(original, '/x', params, who).catch(() => {})
  expect(await eventsOf(media.id, 'media.download_original')).toMatchObject([
    { user_id: owner.id, result: 'success' },
    { user_id: owner.id, result: 'success' },
    { user_id: colleague.id, result: 'refused' },
  ])
})

test('the download of what was bought is kept for its organization, a refused one for the platform alone', async () => {
  const owner = await world.person('Olga', 'creator')
  const [buyer, stranger] = [await world.person('Bea'), await world.person('Sam')]
  const organization = await world.organization(owner)
  const sold = await world.post(owner, organization)
  await world.grant(buyer, sold)
  const note = { contentId: sold.id, origin, detail: {} }
  for (const { actor } of [buyer, stranger]) await wiring.asActor(actor, (tx) => noteDownload(tx, note))
  await routesOf(wiring).ask(download, '/x', { id: sold.id }, stranger)
  expect(await eventsOf(sold.id, 'content.download')).toMatchObject([
    { user_id: buyer.id, organization_id: organization.id, result: 'success' },
    { user_id: stranger.id, organization_id: null, result: 'refused' },
  ])
})

test('a post’s new price and new file are kept with what they were, and nothing when neither changes', async () => {
  const creator = await world.person('Cora', 'creator')
  const organization = await world.organization(creator)
  const [first, second] = [await world.media(creator), await world.media(creator)]
  const editor = { personId: creator.id, organizationId: organization.id, editsOthers: true, origin }
  const values = {
    ...{ title: 'A walk', slug: 'a-walk', description: '', category: '', tags: [], body: '' },
    ...{ priceCents: 500, mediaItemId: first.id, downloadsAllowed: false },
  }
  const contentId = await wiring.asActor(creator.actor, (tx) =>
    createContent(tx, editor, { ...values, kind: 'media', currency: 'usd' }),
  )
  const edit = (given: object) =>
    wiring.asActor(creator.actor, (tx) => editContent(tx, editor, { ...values, ...given, contentId }))
  await edit({ title: 'A long walk' })
  await edit({ priceCents: 700 })
  await edit({ priceCents: 700, mediaItemId: second.id })
  const by = { user_id: creator.id, organization_id: organization.id, ip_address: '192.0.2.9' }
  expect(await eventsOf(contentId, 'content.price_change')).toMatchObject([
    { ...by, detail: { from: 500, to: 700, currency: 'usd' } },
  ])
  expect(await eventsOf(contentId, 'content.file_change')).toMatchObject([
    { ...by, detail: { mediaBefore: first.id, media: second.id } },
  ])
})

test('a file that is deleted and restored is kept, and a refused deletion leaves nothing', async () => {
  const creator = await world.person('Cora', 'creator')
  const organization = await world.organization(creator)
  const media = await world.media(creator, { status: 'ready' })
  const params = { org: organization.slug, mediaId: media.id }
  const send = (intent: string) =>
    routesOf(wiring).ask(changeMedia as never, '/x', params, creator, {
      method: 'POST',
      body: new URLSearchParams({ intent }),
    })
  await send('delete')
  await send('restore')
  const kept = { user_id: creator.id, organization_id: organization.id, detail: { title: 'A film' } }
  expect(await eventsOf(media.id, 'media.delete')).toMatchObject([kept])
  expect(await eventsOf(media.id, 'media.restore')).toMatchObject([kept])
  await world.post(creator, organization, { mediaId: media.id })
  await send('delete')
  expect(await eventsOf(media.id, 'media.delete')).toHaveLength(1)
})

test('sessions that somebody ends elsewhere are kept, by hand, by a new password and by a link to one', async () => {
  const person = await world.person('Sara')
  await world.setPassword(person, password)
  const signIn = async () => {
    const answer = await post(login, { email: person.email, password })
    return answer!.headers.get('set-cookie')!.split(';')[0]!
  }
  const here = await signIn()
  await signIn()
  await post(devices, { intent: 'others' }, here)
  await signIn()
  await signIn()
  const next = 'eight calm lions asleep'
  await post(changePassword, { currentPassword: password, password: next }, here)
  await world.query(
    `insert into app.account_tokens (id, user_id, purpose, email, token_hash, expires_at)
     values (gen_random_uuid(), $1, 'reset_password', $2, $3, now() + interval '1 hour')`,
    [person.id, person.email, hashToken('a-link')],
  )
  await post(reset, { password: 'nine calm lions asleep' }, '', '/x?token=a-link')
  const from = { user_id: person.id, ip_address: '192.0.2.9', user_agent: 'Test' }
  expect(await eventsOf(person.id, 'account.end_sessions')).toMatchObject([
    { ...from, detail: { count: 1 } },
    { ...from, detail: { count: 2, why: 'password_changed' } },
    { ...from, detail: { count: 1, why: 'password_changed' } },
  ])
  expect(await eventsOf(person.id, 'account.change_password')).toMatchObject([from, from])
})
