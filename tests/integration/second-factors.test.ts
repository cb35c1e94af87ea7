import { describe, expect, test } from 'vitest'
import { requireFreshSession, requirePlatformOwner } from '#app/http/guards.server.ts'
import * as confirm from '#app/routes/account.confirm.tsx'
import * as security from '#app/routes/account.security.tsx'
import * as authenticator from '#app/routes/account.security_.authenticator.tsx'
import * as recoveryPage from '#app/routes/account.security_.recovery-codes.tsx'
import * as second from '#app/routes/login_.second-factor.tsx'
import * as studio from '#app/routes/studio.$org.tsx'
import { useDoors } from '#tests/support/doors.ts'
import { password } from '#tests/support/factors.ts'
import { openVisit, type Visit } from '#tests/support/pages.ts'
import type { Person } from '#tests/support/world.ts'

const doors = useDoors()

const sessionOf = (visit: Visit) => doors.factors.sessionOf(visit)
const bySecondStep = (visit: Visit, code: string) => visit.post(second, '/login/second-factor', { code })
const mailsTo = (person: Person) =>
  doors.world.query<{ email_type: string; about: unknown }>(
    `select email_type, about from app.email_logs where user_id = $1 order by created_at`,
    [person.id],
  )
const auditOf = async (person: Person) =>
  (
    await doors.world.query<{ what: string }>(
      `select action || case result when 'refused' then ' refused' else '' end as what from app.audit_events where user_id = $1 and action <> 'account.sign_in' order by created_at`,
      [person.id],
    )
  ).map(({ what }) => what)

/** Somebody with an app, and a moment at which its next code is not used yet. */
async function withApp(name: string, role?: 'customer' | 'creator' | 'platform_owner') {
  const person = await doors.factors.person(name, role)
  const visit = await doors.factors.signIn(person, doors.clock)
  const secret = await doors.factors.enrolTotp(visit, doors.clock)
  doors.clock.forward(30)
  return { person, visit, secret }
}

describe('an authenticator app', () => {
  test('counts once a code of it was entered; the session is proved, and the person is told by mail', async () => {
    const person = await doors.factors.person('Nora')
    const visit = await doors.factors.signIn(person, doors.clock)
    expect(await sessionOf(visit)).toMatchObject({ secondFactorAt: null })
    await doors.factors.enrolTotp(visit, doors.clock)
    expect((await sessionOf(visit))?.secondFactorAt).not.toBeNull()
    expect(await mailsTo(person)).toEqual([{ email_type: 'second_factor_added', about: { factor: 'totp' } }])
    expect(await auditOf(person)).toEqual(['account.totp_enrol'])
  })

  test('stays off while the code is wrong, and signing in asks for nothing', async () => {
    const person = await doors.factors.person('Nora')
    const visit = await doors.factors.signIn(person, doors.clock)
    await visit.post(security, '/account/security', { intent: 'begin_totp' })
    const reply = await visit.post(authenticator, '/account/security/authenticator', { code: '000000' })
    expect(reply).toMatchObject({ status: 400, text: expect.stringContaining('not the code') as string })
    expect(await sessionOf(await doors.factors.signIn(person, doors.clock))).not.toBeNull()
    expect(await mailsTo(person)).toEqual([])
  })

  test('leaves no secret in the table that could be read, and none that opens for somebody else', async () => {
    const { person, secret } = await withApp('Nora')
    const other = await withApp('Olaf')
    const [row] = await doors.world.query<{ sealed_secret: string }>(
      'select sealed_secret from app.totp_factors where user_id = $1',
      [person.id],
    )
    expect(row!.sealed_secret).not.toContain(secret)
    expect(Buffer.from(row!.sealed_secret, 'base64url').toString('latin1')).not.toContain(secret)
    await doors.world.query('update app.totp_factors set sealed_secret = $2 where user_id = $1', [
      other.person.id,
      row!.sealed_secret,
    ])
    const late = await doors.factors.signIn(other.person, doors.clock)
    await expect(bySecondStep(late, await doors.clock.code(secret))).rejects.toThrow()
  })

  test('is set up once: its secret is not shown again, and another is not begun', async () => {
    const { visit } = await withApp('Nora')
    expect(await visit.get(authenticator, '/account/security/authenticator')).toMatchObject({ status: 302 })
    expect(await visit.post(security, '/account/security', { intent: 'begin_totp' })).toMatchObject({
      status: 409,
    })
  })
})

describe('who has a second factor', () => {
  test('is not signed in by the password alone, and goes on where they wanted once a code is right', async () => {
    const { person, secret } = await withApp('Nora')
    const visit = await doors.factors.signIn(person, doors.clock)
    expect(await sessionOf(visit)).toBeNull()
    const reply = await bySecondStep(visit, await doors.clock.code(secret))
    expect(reply).toMatchObject({ status: 302, location: '/library' })
    const session = await sessionOf(visit)
    expect(session).toMatchObject({ person: { id: person.id } })
    expect(session?.secondFactorAt).not.toBeNull()
  })

  test('cannot use a code twice, nor one of an earlier moment', async () => {
    const { person, secret } = await withApp('Nora')
    const earlier = await doors.clock.code(secret)
    doors.clock.forward(30)
    const code = await doors.clock.code(secret)
    const visit = await doors.factors.signIn(person, doors.clock)
    expect((await bySecondStep(visit, code)).status).toBe(302)
    const again = await doors.factors.signIn(person, doors.clock)
    expect((await bySecondStep(again, code)).status).toBe(401)
    expect((await bySecondStep(again, earlier)).status).toBe(401)
    expect(await sessionOf(again)).toBeNull()
  })

  test('with the same code in two browsers at once is signed in in one', async () => {
    const { person, secret } = await withApp('Nora')
    const visits = [
      await doors.factors.signIn(person, doors.clock),
      await doors.factors.signIn(person, doors.clock),
    ]
    const code = await doors.clock.code(secret)
    const replies = await Promise.all(visits.map((visit) => bySecondStep(visit, code)))
    expect(replies.map(({ status }) => status).sort()).toEqual([302, 401])
  })

  test('hears the same words whatever was wrong, and it is written down', async () => {
    const { person } = await withApp('Nora')
    const visit = await doors.factors.signIn(person, doors.clock)
    const wrong = await bySecondStep(visit, '000000')
    const unknown = await bySecondStep(visit, 'AAAAA-AAAAA')
    expect(wrong.status).toBe(401)
    expect(unknown).toEqual(wrong)
    expect((await auditOf(person)).slice(1)).toEqual([
      'account.second_factor_refused refused',
      'account.second_factor_refused refused',
    ])
  })

  test('must wait after many wrong codes, while they can still sign in from elsewhere', async () => {
    const { person, secret } = await withApp('Nora')
    const visit = await doors.factors.signIn(person, doors.clock, '198.51.100.7')
    const statuses = []
    for (let n = 0; n < 11; n++) statuses.push((await bySecondStep(visit, '000000')).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429])
    expect((await bySecondStep(visit, await doors.clock.code(secret))).status).toBe(429)
    const elsewhere = await doors.factors.signIn(person, doors.clock, '198.51.100.8')
    expect((await bySecondStep(elsewhere, await doors.clock.code(secret))).status).toBe(302)
  })
})

describe('a sign-in that waits for its second step', () => {
  test('is over once it was used', async () => {
    const { person, secret } = await withApp('Nora')
    const visit = await doors.factors.signIn(person, doors.clock)
    const cookie = visit.jar.get('codex-sign-in')!
    await bySecondStep(visit, await doors.clock.code(secret))
    expect(visit.jar.has('codex-sign-in')).toBe(false)
    const thief = openVisit(doors.wiring, { now: doors.clock.now })
    thief.jar.set('codex-sign-in', cookie)
    doors.clock.forward(30)
    expect(await bySecondStep(thief, await doors.clock.code(secret))).toMatchObject({ location: '/login' })
    expect(await sessionOf(thief)).toBeNull()
  })

  test('is of one person: the code of another does not finish it', async () => {
    const nora = await withApp('Nora')
    const olaf = await withApp('Olaf')
    const visit = await doors.factors.signIn(nora.person, doors.clock)
    expect((await bySecondStep(visit, await doors.clock.code(olaf.secret))).status).toBe(401)
  })

  test('is in no cookie that somebody made up, and opens nothing else', async () => {
    const { person, secret } = await withApp('Nora')
    const visit = await doors.factors.signIn(person, doors.clock)
    expect((await visit.get(security, '/account/security')).location).toContain('/login?')
    const cookie = visit.jar.get('codex-sign-in')!
    visit.jar.set('codex-sign-in', `${cookie.slice(0, -4)}AAAA`)
    expect(await bySecondStep(visit, await doors.clock.code(secret))).toMatchObject({ location: '/login' })
    expect(await openVisit(doors.wiring).get(second, '/login/second-factor')).toMatchObject({
      location: '/login',
    })
  })

  test('is over for somebody whose account was closed meanwhile', async () => {
    const { person, secret } = await withApp('Nora')
    const visit = await doors.factors.signIn(person, doors.clock)
    await doors.world.query('update app.users set disabled_at = now() where id = $1', [person.id])
    expect(await bySecondStep(visit, await doors.clock.code(secret))).toMatchObject({ location: '/login' })
  })

  test('is kept nowhere in the clear', async () => {
    const { person } = await withApp('Nora')
    const visit = await doors.factors.signIn(person, doors.clock)
    const token = Buffer.from(decodeURIComponent(visit.jar.get('codex-sign-in')!).split('.')[0]!, 'base64')
    const keys = await doors.wiring.needs.redis.keys(`${doors.wiring.env.REDIS_PREFIX}:once:sign-in:*`)
    expect(keys.length).toBeGreaterThan(0)
    expect(keys.join()).not.toContain(JSON.parse(token.toString()) as string)
  })
})

describe('recovery codes', () => {
  test('are ten, sign in once each, and the person is told', async () => {
    const { person, visit } = await withApp('Nora')
    const codes = await doors.factors.recoveryCodes(visit)
    expect(new Set(codes).size).toBe(10)
    const late = await doors.factors.signIn(person, doors.clock)
    expect((await bySecondStep(late, codes[0]!.toLowerCase().replace('-', ' '))).status).toBe(302)
    const again = await doors.factors.signIn(person, doors.clock)
    expect((await bySecondStep(again, codes[0]!)).status).toBe(401)
    expect((await bySecondStep(again, codes[1]!)).status).toBe(302)
    expect((await mailsTo(person)).map(({ email_type }) => email_type)).toEqual([
      'second_factor_added',
      'recovery_code_used',
      'recovery_code_used',
    ])
    expect(await visit.get(recoveryPage, '/account/security/recovery-codes')).toMatchObject({
      data: { left: 8 },
    })
  })

  test('are replaced by new ones, and kept by a hash alone', async () => {
    const { person, visit } = await withApp('Nora')
    const old = await doors.factors.recoveryCodes(visit)
    const fresh = await doors.factors.recoveryCodes(visit)
    const rows = await doors.world.query<{ code_hash: string }>(
      'select code_hash from app.recovery_codes where user_id = $1',
      [person.id],
    )
    expect(rows).toHaveLength(10)
    for (const code of fresh) expect(JSON.stringify(rows)).not.toContain(code.replace('-', ''))
    const late = await doors.factors.signIn(person, doors.clock)
    expect((await bySecondStep(late, old[0]!)).status).toBe(401)
    expect((await bySecondStep(late, fresh[0]!)).status).toBe(302)
  })

  test('of somebody else do not work', async () => {
    const nora = await withApp('Nora')
    const olaf = await withApp('Olaf')
    const [code] = await doors.factors.recoveryCodes(olaf.visit)
    const late = await doors.factors.signIn(nora.person, doors.clock)
    expect((await bySecondStep(late, code!)).status).toBe(401)
  })

  test('are not made for somebody without a factor', async () => {
    const visit = await doors.factors.signIn(await doors.factors.person('Nora'), doors.clock)
    expect(await visit.get(recoveryPage, '/account/security/recovery-codes')).toMatchObject({
      location: '/account/security',
    })
    expect(await visit.post(recoveryPage, '/account/security/recovery-codes', {})).toMatchObject({
      status: 409,
    })
  })

  test('go with the last factor, and no session counts as proved any more', async () => {
    const { person, visit } = await withApp('Nora')
    await doors.factors.recoveryCodes(visit)
    const reply = await visit.post(security, '/account/security', { intent: 'remove_totp' })
    expect(reply.data).toEqual({ removed: true })
    expect(await doors.world.query('select from app.recovery_codes where user_id = $1', [person.id])).toEqual(
      [],
    )
    expect(await sessionOf(visit)).toMatchObject({ secondFactorAt: null })
    expect((await mailsTo(person)).at(-1)).toEqual({
      email_type: 'second_factor_removed',
      about: { factor: 'totp' },
    })
    expect(await sessionOf(await doors.factors.signIn(person, doors.clock))).not.toBeNull()
  })
})

describe('what needs a fresh proof', () => {
  const ask = (visit: Visit, path = '/account/security') =>
    requireFreshSession({ request: visit.requestTo(path), context: visit.context })

  test('is asked of a session that is ten minutes old, which comes back after the password', async () => {
    const person = await doors.factors.person('Nora')
    const visit = await doors.factors.signIn(person, doors.clock)
    await expect(ask(visit)).resolves.toMatchObject({ person: { id: person.id } })
    await doors.factors.age(person)
    const thrown = (await ask(visit, '/account/security?x=1').catch((error: unknown) => error)) as Response
    expect(thrown.headers.get('location')).toBe('/account/confirm?redirectTo=%2Faccount%2Fsecurity%3Fx%3D1')
    const begun = await visit.post(security, '/account/security', { intent: 'begin_totp' })
    expect(begun.location).toBe('/account/confirm?redirectTo=%2Faccount%2Fsecurity')
    const path = '/account/confirm?redirectTo=%2Faccount%2Fsecurity'
    expect((await visit.post(confirm, path, { password: 'not it' })).status).toBe(401)
    expect(await visit.post(confirm, path, { password })).toMatchObject({
      status: 302,
      location: '/account/security',
    })
    await expect(ask(visit)).resolves.toMatchObject({ person: { id: person.id } })
    expect(await auditOf(person)).toContain('account.confirm')
  })

  test('is not given by a password alone in a session that has never seen the second factor', async () => {
    const person = await doors.factors.person('Nora')
    const before = await doors.factors.signIn(person, doors.clock)
    const visit = await doors.factors.signIn(person, doors.clock)
    const secret = await doors.factors.enrolTotp(visit, doors.clock)
    expect(await before.get(confirm, '/account/confirm')).toMatchObject({ data: { takesPassword: false } })
    await before.post(confirm, '/account/confirm', { password })
    await expect(ask(before)).rejects.toBeInstanceOf(Response)
    doors.clock.forward(30)
    const code = await doors.clock.code(secret)
    expect((await before.post(confirm, '/account/confirm', { intent: 'code', code })).status).toBe(302)
    await expect(ask(before)).resolves.toMatchObject({ person: { id: person.id } })
    expect((await sessionOf(before))?.secondFactorAt).not.toBeNull()
  })

  test('never leads to another site', async () => {
    const visit = await doors.factors.signIn(await doors.factors.person('Nora'), doors.clock)
    const reply = await visit.post(confirm, '/account/confirm?redirectTo=%2F%2Fevil.test', { password })
    expect(reply.location).toBe('/account/security')
  })
})

describe('the platform owner', () => {
  const ask = (visit: Visit) =>
    requirePlatformOwner({ request: visit.requestTo('/platform'), context: visit.context })
  const locationOf = async (visit: Visit) =>
    ((await ask(visit).catch((thrown: unknown) => thrown)) as Response).headers.get('location')

  test('enrols a second factor before anything else, and cannot take the last one away', async () => {
    const owner = await doors.factors.person('Olive', 'platform_owner')
    const visit = await doors.factors.signIn(owner, doors.clock)
    expect(await locationOf(visit)).toBe('/account/security?required=platform&redirectTo=%2Fplatform')
    await doors.factors.enrolTotp(visit, doors.clock)
    await expect(ask(visit)).resolves.toMatchObject({ person: { id: owner.id } })
    const removed = await visit.post(security, '/account/security', { intent: 'remove_totp' })
    expect(removed).toMatchObject({ status: 409, text: expect.stringContaining('at least one') as string })
    const passkey = await doors.factors.enrolPasskey(visit, owner)
    const both = await Promise.all([
      visit.post(security, '/account/security', { intent: 'remove_totp' }),
      visit.post(security, '/account/security', { intent: 'remove_passkey', passkeyId: passkey.id }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('proves the factor in a session that has not seen it', async () => {
    const owner = await doors.factors.person('Olive', 'platform_owner')
    const before = await doors.factors.signIn(owner, doors.clock)
    await doors.factors.enrolTotp(await doors.factors.signIn(owner, doors.clock), doors.clock)
    expect(await locationOf(before)).toBe('/account/confirm?redirectTo=%2Fplatform')
  })

  test('is nobody else: what is theirs does not exist for others', async () => {
    const visit = await doors.factors.signIn(await doors.factors.person('Carl', 'creator'), doors.clock)
    await expect(ask(visit)).rejects.toMatchObject({ init: { status: 404 } })
  })
})

describe('an organization that asks for a second factor', () => {
  test('lets its people in once they have enrolled and proved one', async () => {
    const maya = await doors.factors.person('Maya', 'creator')
    const organization = await doors.world.organization(maya)
    const params = { org: organization.slug }
    const path = `/studio/${organization.slug}`
    const early = await doors.factors.signIn(maya, doors.clock)
    expect((await early.get(studio, path, params)).status).toBe(200)

    await doors.world.query('update app.organizations set requires_second_factor = true where id = $1', [
      organization.id,
    ])
    const visit = await doors.factors.signIn(maya, doors.clock)
    const search = new URLSearchParams({ required: organization.slug, redirectTo: path })
    expect(await visit.get(studio, path, params)).toMatchObject({ location: `/account/security?${search}` })
    expect(await visit.get(security, `/account/security?${search}`)).toMatchObject({
      data: { requiredBy: 'Studio', isProved: false, goOn: path },
    })
    await doors.factors.enrolTotp(visit, doors.clock)
    expect((await visit.get(studio, path, params)).status).toBe(200)
    const other = await doors.factors.signIn(maya, doors.clock)
    expect(await sessionOf(other)).toBeNull()
  })
})
