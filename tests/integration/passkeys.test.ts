import { describe, expect, test } from 'vitest'
import * as confirm from '#app/routes/account.confirm.tsx'
import * as passkeyOptions from '#app/routes/account.passkey-options.ts'
import * as security from '#app/routes/account.security.tsx'
import * as login from '#app/routes/login.tsx'
import * as second from '#app/routes/login_.second-factor.tsx'
import { useDoors } from '#tests/support/doors.ts'
import { softPasskey, type SoftPasskey } from '#tests/support/passkey.ts'
import { openVisit, type Visit } from '#tests/support/pages.ts'

const doors = useDoors()

async function withPasskey(name: string) {
  const person = await doors.factors.person(name)
  const visit = await doors.factors.signIn(person, doors.clock)
  return { person, visit, passkey: await doors.factors.enrolPasskey(visit, person) }
}
const newcomer = () => openVisit(doors.wiring, { now: doors.clock.now })
const byPasskey = (visit: Visit, credential: string) =>
  visit.post(login, '/login?redirectTo=%2Flibrary', { credential })
const sessionOf = (visit: Visit) => doors.factors.sessionOf(visit)
const signIn = async (visit: Visit, passkey: SoftPasskey, how = {}) =>
  byPasskey(visit, passkey.signed(await doors.factors.asked(visit, 'sign_in'), how))
const rowOf = async (passkey: SoftPasskey) =>
  (
    await doors.world.query<{ user_id: string; name: string; counter: string; last_used_at: Date | null }>(
      'select * from app.passkeys where id = $1',
      [passkey.id],
    )
  )[0]

describe('a passkey', () => {
  test('signs in by itself, counts as two factors, and says when it was last used', async () => {
    const { person, passkey } = await withPasskey('Nora')
    expect(await rowOf(passkey)).toMatchObject({ name: 'Phone', last_used_at: null })
    const visit = newcomer()
    expect(await signIn(visit, passkey)).toMatchObject({ status: 302, location: '/library' })
    const session = await sessionOf(visit)
    expect(session).toMatchObject({ person: { id: person.id, email: person.email } })
    expect(session?.secondFactorAt).not.toBeNull()
    expect(await rowOf(passkey)).toMatchObject({ counter: '1', last_used_at: expect.any(Date) as Date })
  })

  test('is the second step after a password, and only the person’s own', async () => {
    const nora = await withPasskey('Nora')
    const olaf = await withPasskey('Olaf')
    const visit = await doors.factors.signIn(nora.person, doors.clock)
    expect(await sessionOf(visit)).toBeNull()
    const asked = await doors.factors.asked(visit, 'second_factor')
    expect(asked.allowed).toEqual([nora.passkey.id])
    const send = (credential: string) => visit.post(second, '/login/second-factor', { credential })
    expect((await send(olaf.passkey.signed(asked))).status).toBe(401)
    expect((await send(nora.passkey.signed(asked))).status).toBe(302)
    expect(await sessionOf(visit)).toMatchObject({ person: { id: nora.person.id } })
  })

  test('confirms that it is still the same person', async () => {
    const { visit, passkey } = await withPasskey('Nora')
    const credential = passkey.signed(await doors.factors.asked(visit, 'confirm'))
    const path = '/account/confirm?redirectTo=%2Faccount%2Fsecurity'
    expect(await visit.post(confirm, path, { credential })).toMatchObject({ location: '/account/security' })
  })

  test('of a closed account opens nothing', async () => {
    const { person, passkey } = await withPasskey('Nora')
    await doors.world.query('update app.users set disabled_at = now() where id = $1', [person.id])
    expect((await signIn(newcomer(), passkey)).status).toBe(403)
  })

  test('that was removed opens nothing', async () => {
    const { visit, passkey } = await withPasskey('Nora')
    await visit.post(security, '/account/security', { intent: 'remove_passkey', passkeyId: passkey.id })
    expect((await signIn(newcomer(), passkey)).status).toBe(401)
  })
})

describe('what a passkey has signed', () => {
  const refused = async (visit: Visit, credential: string) => {
    expect((await byPasskey(visit, credential)).status).toBe(401)
    expect(await sessionOf(visit)).toBeNull()
  }

  test('works once', async () => {
    const { passkey } = await withPasskey('Nora')
    const visit = newcomer()
    const asked = await doors.factors.asked(visit, 'sign_in')
    expect((await byPasskey(visit, passkey.signed(asked))).status).toBe(302)
    await refused(newcomer(), passkey.signed(asked))
  })

  test('answers a question of ours, and the one that was asked', async () => {
    const { visit, passkey } = await withPasskey('Nora')
    const asked = await doors.factors.asked(newcomer(), 'sign_in')
    await refused(newcomer(), passkey.signed({ ...asked, challenge: 'AAAA' }))
    await refused(newcomer(), passkey.signed(await doors.factors.asked(visit, 'confirm')))
  })

  test.each([
    ['for another site', { origin: 'https://evil.test' }, {}],
    ['under another name of the platform', { rpId: 'evil.test' }, {}],
    ['without showing that its person was there', {}, { isVerified: false }],
    ['in the name of somebody else', {}, { userHandle: 'somebody else' }],
  ])('%s opens nothing', async (_what, other, how) => {
    const { passkey } = await withPasskey('Nora')
    const visit = newcomer()
    await refused(visit, passkey.signed({ ...(await doors.factors.asked(visit, 'sign_in')), ...other }, how))
  })

  test('by a copy, whose counter is behind, opens nothing', async () => {
    const { passkey } = await withPasskey('Nora')
    expect((await signIn(newcomer(), passkey, { counts: 7 })).status).toBe(302)
    expect((await signIn(newcomer(), passkey, { counts: 7 })).status).toBe(401)
    expect((await signIn(newcomer(), passkey, { counts: 8 })).status).toBe(302)
  })

  test('with a signature of another key opens nothing', async () => {
    const { person, passkey } = await withPasskey('Nora')
    const visit = newcomer()
    const asked = await doors.factors.asked(visit, 'sign_in')
    const forged = JSON.parse(softPasskey(person.id).signed(asked)) as object
    await refused(visit, JSON.stringify({ ...forged, id: passkey.id, rawId: passkey.id }))
  })
})

describe('adding a passkey', () => {
  const add = (visit: Visit, credential: string, name = 'Key') =>
    visit.post(security, '/account/security', { intent: 'add_passkey', name, credential })

  test('is told by mail and written down', async () => {
    const { person } = await withPasskey('Nora')
    expect(
      await doors.world.query('select email_type, about from app.email_logs where user_id = $1', [person.id]),
    ).toEqual([{ email_type: 'second_factor_added', about: { factor: 'passkey' } }])
    expect(
      await doors.world.query(
        "select action from app.audit_events where user_id = $1 and action <> 'account.sign_in'",
        [person.id],
      ),
    ).toEqual([{ action: 'account.passkey_add' }])
  })

  test('answers a question that was asked of this person, once, after they showed that they are there', async () => {
    const nora = await withPasskey('Nora')
    const olaf = await withPasskey('Olaf')
    const ofOlaf = await doors.factors.asked(olaf.visit, 'add')
    expect((await add(nora.visit, softPasskey(nora.person.id).made(ofOlaf))).status).toBe(400)
    const unseen = softPasskey(nora.person.id).made(await doors.factors.asked(nora.visit, 'add'), {
      isVerified: false,
    })
    expect((await add(nora.visit, unseen)).status).toBe(400)
    const asked = await doors.factors.asked(nora.visit, 'add')
    expect((await add(nora.visit, softPasskey(nora.person.id).made(asked))).status).toBe(200)
    expect((await add(nora.visit, softPasskey(nora.person.id).made(asked))).status).toBe(400)
  })

  test('that somebody else has enrolled is refused', async () => {
    const nora = await withPasskey('Nora')
    const olaf = await withPasskey('Olaf')
    const credential = nora.passkey.made(await doors.factors.asked(olaf.visit, 'add'))
    expect((await add(olaf.visit, credential)).status).toBe(409)
    expect(await rowOf(nora.passkey)).toMatchObject({ user_id: nora.person.id })
  })

  test('asks a session that is no longer fresh to confirm first', async () => {
    const { visit } = await withPasskey('Nora')
    doors.clock.forward(700)
    const reply = await visit.postJson(passkeyOptions, '/account/passkey-options', { for: 'add' })
    expect(reply).toMatchObject({ status: 401, text: expect.stringContaining('confirm_first') as string })
  })

  test.each(['', 'x', '{}', 'null', '{"id":"a b"}'])('takes %j calmly', async (credential) => {
    const { visit } = await withPasskey('Nora')
    expect((await add(visit, credential)).status).toBe(400)
    expect((await byPasskey(newcomer(), credential)).status).toBe(400)
  })
})

test('a passkey is renamed and removed by its person, and by nobody else', async () => {
  const nora = await withPasskey('Nora')
  const olaf = await withPasskey('Olaf')
  const send = (visit: Visit, intent: string, name: string) =>
    visit.post(security, '/account/security', { intent, name, passkeyId: nora.passkey.id })
  expect((await send(nora.visit, 'rename_passkey', 'Laptop')).data).toEqual({ renamed: true })
  expect((await send(nora.visit, 'rename_passkey', '')).status).toBe(400)
  expect((await send(olaf.visit, 'rename_passkey', 'Taken over')).status).toBe(404)
  expect((await send(olaf.visit, 'remove_passkey', '')).status).toBe(404)
  expect(await rowOf(nora.passkey)).toMatchObject({ name: 'Laptop' })
})
