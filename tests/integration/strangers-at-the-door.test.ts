import { describe, expect, test } from 'vitest'
import * as login from '#app/routes/login.tsx'
import * as second from '#app/routes/login_.second-factor.tsx'
import * as logout from '#app/routes/logout.tsx'
import * as register from '#app/routes/register.tsx'
import * as reset from '#app/routes/reset.tsx'
import { linkToken } from '#platform/token.ts'
import { useDoors } from '#tests/support/doors.ts'
import { password } from '#tests/support/factors.ts'
import { openVisit, type Visit } from '#tests/support/pages.ts'
import type { Person } from '#tests/support/world.ts'

const doors = useDoors()

let clients = 0
/** An address that nobody has come from yet. */
const freshAddress = () => `10.1.${++clients >> 8}.${clients & 255}`
const stranger = () => openVisit(doors.wiring, { from: freshAddress(), now: doors.clock.now })
const tryPassword = (visit: Visit, email: string, tried: string) =>
  visit.post(login, '/login', { email, password: tried })
const tryCode = (visit: Visit, code: string) => visit.post(second, '/login/second-factor', { code })
const whoIs = async (visit: Visit) => (await doors.factors.sessionOf(visit))?.person.id

/** A wrong password from each of fifty addresses; answers what each was told. */
async function siege(email: string) {
  const replies = []
  for (let n = 0; n < 50; n++) replies.push(await tryPassword(stranger(), email, `guess number ${n}`))
  return replies.map(({ status }) => status)
}

/** The browser of somebody who signed in before, and has signed out. */
async function ownBrowser(person: Person): Promise<Visit> {
  const visit = await doors.factors.signIn(person, doors.clock, freshAddress())
  await visit.post(logout, '/logout', {})
  expect(await whoIs(visit)).toBeUndefined()
  return visit
}

describe('many strangers who try passwords of one account', () => {
  test('must wait together, with the right password too, while its own browser gets in', async () => {
    const person = await doors.factors.person('Nora')
    const own = await ownBrowser(person)
    expect(await siege(person.email)).toEqual(Array(50).fill(401))
    const late = await tryPassword(stranger(), person.email, password)
    expect(late.status).toBe(429)
    expect(late.text).toContain('A browser in which you signed in before still works')
    expect(late.text).toContain('wait 60 minutes')
    expect((await tryPassword(own, person.email, password)).status).toBe(302)
    expect(await whoIs(own)).toBe(person.id)
    expect((await tryPassword(stranger(), person.email, password)).status).toBe(429)
  })

  test('are told the same whether or not the address has an account', async () => {
    const person = await doors.factors.person('Nora')
    const nobody = 'nobody-at-home@codex.test'
    expect(await siege(nobody)).toEqual(await siege(person.email))
    const [there, nowhere] = [
      await tryPassword(stranger(), person.email, password),
      await tryPassword(stranger(), nobody, password),
    ]
    expect(nowhere.status).toBe(there.status)
    expect(nowhere.text).toBe(there.text.replace(person.email, nobody))
  })

  test('do not shut others out who sign in rightly: only what was wrong is counted', async () => {
    const person = await doors.factors.person('Nora')
    for (let n = 0; n < 60; n++)
      expect((await tryPassword(stranger(), person.email, password)).status).toBe(302)
  })

  test('are not helped by a cookie of another account, nor by one that was made up', async () => {
    const [person, thief] = [await doors.factors.person('Nora'), await doors.factors.person('Theo')]
    const own = await ownBrowser(person)
    const cookieIn = (visit: Visit) => decodeURIComponent(visit.jar.get('codex-known')!)
    await siege(person.email)
    const [value, signature] = cookieIn(own).split('.')
    const ofThief = cookieIn(await ownBrowser(thief))
    const wrong = [
      ofThief,
      `${value}.${ofThief.split('.')[1]}`,
      `${value}.${signature!.slice(0, -4)}AAAA`,
      value!,
      'not a cookie',
    ]
    for (const cookie of wrong) {
      const visit = stranger()
      visit.jar.set('codex-known', encodeURIComponent(cookie))
      expect((await tryPassword(visit, person.email, password)).status, cookie).toBe(429)
    }
    // The cookie itself is good, whoever brings it from wherever.
    const visit = stranger()
    visit.jar.set('codex-known', encodeURIComponent(cookieIn(own)))
    expect((await tryPassword(visit, person.email, password)).status).toBe(302)
  })

  test('cannot use up the tries of its own browser, which has ten of its own', async () => {
    const person = await doors.factors.person('Nora')
    const own = await ownBrowser(person)
    const statuses = []
    for (let n = 0; n < 11; n++)
      statuses.push((await tryPassword(own, person.email, 'not it, I fear')).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429])
    expect((await tryPassword(own, person.email, password)).status).toBe(429)
    expect((await tryPassword(stranger(), person.email, password)).status).toBe(302)
  })

  test('at the same address as its person do not shut them out', async () => {
    const person = await doors.factors.person('Nora')
    const own = await ownBrowser(person)
    const neighbour = openVisit(doors.wiring, { from: own.context.clientAddress, now: doors.clock.now })
    for (let n = 0; n < 11; n++) await tryPassword(neighbour, person.email, 'not it, I fear')
    expect((await tryPassword(neighbour, person.email, password)).status).toBe(429)
    expect((await tryPassword(own, person.email, password)).status).toBe(302)
  })

  test('are passed by whoever has the mailbox and chooses a new password', async () => {
    const person = await doors.factors.person('Nora')
    await siege(person.email)
    const visit = stranger()
    expect((await visit.post(reset, '/reset', { email: person.email })).status).toBe(200)
    const [row] = await doors.world.query<{ id: string }>(
      'select id from app.account_tokens where email = $1',
      [person.email],
    )
    const token = linkToken(doors.wiring.env.SESSION_SECRET, 'reset_password', row!.id)
    const chosen = await visit.post(reset, `/reset?token=${token}`, { password: 'eight calm lions' })
    expect(chosen).toMatchObject({ status: 302, location: '/login?changed=' })
    expect((await tryPassword(visit, person.email, 'eight calm lions')).status).toBe(302)
    expect((await tryPassword(stranger(), person.email, 'eight calm lions')).status).toBe(429)
  })
})

describe('many strangers who know the password and try codes', () => {
  async function withApp() {
    const person = await doors.factors.person('Nora')
    const setUp = await doors.factors.signIn(person, doors.clock, freshAddress())
    const secret = await doors.factors.enrolTotp(setUp, doors.clock)
    const [recoveryCode] = await doors.factors.recoveryCodes(setUp)
    const next = () => {
      doors.clock.forward(30)
      return doors.clock.code(secret)
    }
    const atSecondStep = () => doors.factors.signIn(person, doors.clock, freshAddress())
    return { person, next, recoveryCode: recoveryCode!, atSecondStep }
  }
  async function siegeOf(atSecondStep: () => Promise<Visit>) {
    for (let n = 0; n < 50; n++)
      expect((await tryCode(await atSecondStep(), String(n).padStart(6, '0'))).status).toBe(401)
  }

  test('must wait together, while a browser that gave both before gets in, and a recovery code too', async () => {
    const { person, next, recoveryCode, atSecondStep } = await withApp()
    const own = await atSecondStep()
    expect((await tryCode(own, await next())).status).toBe(302)
    await own.post(logout, '/logout', {})
    await siegeOf(atSecondStep)
    const late = await tryCode(await atSecondStep(), await next())
    expect(late).toMatchObject({
      status: 429,
      text: expect.stringContaining('your recovery codes') as string,
    })
    await tryPassword(own, person.email, password)
    expect((await tryCode(own, await next())).status).toBe(302)
    expect((await tryCode(await atSecondStep(), recoveryCode)).status).toBe(302)
  })

  test('are not helped by a browser that has only given the password', async () => {
    const { person, next, atSecondStep } = await withApp()
    await siegeOf(atSecondStep)
    const visit = stranger()
    await visit.post(reset, '/reset', { email: person.email })
    const [row] = await doors.world.query<{ id: string }>(
      `select id from app.account_tokens where email = $1 and purpose = 'reset_password'`,
      [person.email],
    )
    const token = linkToken(doors.wiring.env.SESSION_SECRET, 'reset_password', row!.id)
    await visit.post(reset, `/reset?token=${token}`, { password: 'eight calm lions' })
    expect(visit.jar.has('codex-known')).toBe(true)
    expect((await tryPassword(visit, person.email, 'eight calm lions')).location).toBe('/login/second-factor')
    expect((await tryCode(visit, await next())).status).toBe(429)
  })
})

describe('many strangers who ask for mails to an address', () => {
  const links = (person: Person) =>
    doors.world.query<{ id: string; about: { tokenId: string } }>(
      "select id, about from app.email_logs where user_id = $1 and email_type = 'reset_password' order by created_at desc",
      [person.id],
    )
  const forms = [
    (visit: Visit, email: string) => visit.post(reset, '/reset', { email }),
    (visit: Visit, email: string) =>
      visit.post(register, '/register', { email, fullName: 'Somebody', password: 'eight calm lions' }),
  ]

  test('learn nothing, fill no mailbox, and keep neither the person nor any other client from a link that works', async () => {
    const person = await doors.factors.person('Nora')
    for (const email of [person.email, 'nobody-there@codex.test'])
      for (let n = 0; n < 30; n++)
        for (const form of forms) expect((await form(stranger(), email)).status).toBe(200)
    const mails = await doors.world.query('select from app.email_logs where recipient_email = $1', [
      person.email,
    ])
    expect(mails.length).toBeLessThanOrEqual(5)

    // From a browser that nobody knows, too.
    const own = stranger()
    expect((await forms[0]!(own, person.email)).status).toBe(200)
    const [newest] = await links(person)
    const token = linkToken(doors.wiring.env.SESSION_SECRET, 'reset_password', newest!.about.tokenId)
    await own.post(reset, `/reset?token=${token}`, { password: 'eight calm lions' })
    expect((await tryPassword(own, person.email, 'eight calm lions')).status).toBe(302)
  })

  test('do not keep a browser that is known from a new one', async () => {
    const person = await doors.factors.person('Nora')
    const own = await ownBrowser(person)
    for (let n = 0; n < 10; n++) await forms[0]!(stranger(), person.email)
    const before = (await links(person)).length
    expect((await forms[0]!(own, person.email)).status).toBe(200)
    expect((await links(person)).length).toBe(before + 1)
  })

  test('are told to wait one by one, when one of them asks again and again', async () => {
    const person = await doors.factors.person('Nora')
    const visit = stranger()
    for (let n = 0; n < 5; n++) expect((await forms[0]!(visit, person.email)).status).toBe(200)
    const refused = await forms[0]!(visit, person.email)
    expect(refused.status).toBe(429)
    expect(refused.text).toContain('Look for the newest one')
    expect((await forms[0]!(stranger(), person.email)).status).toBe(200)
  })
})

test('a browser that several people share is known to each of them, and its cookie says nothing of them', async () => {
  const people = [await doors.factors.person('Nora'), await doors.factors.person('Olaf')]
  const shared = openVisit(doors.wiring, { from: freshAddress(), now: doors.clock.now })
  for (const { email } of people) await tryPassword(shared, email, password)
  for (const { email } of people) {
    await siege(email)
    expect((await tryPassword(shared, email, password)).status).toBe(302)
  }
  const [value] = decodeURIComponent(shared.jar.get('codex-known')!).split('.')
  const kept = Buffer.from(value!, 'base64').toString()
  for (const { id, email } of people) {
    expect(kept).not.toContain(id)
    expect(kept).not.toContain(email)
  }
})
