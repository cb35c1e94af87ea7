import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import * as login from '#app/routes/login.tsx'
import * as account from '#app/routes/platform.people.$personId.account.tsx'
import { useDoors } from '#tests/support/doors.ts'
import { password } from '#tests/support/factors.ts'
import { openVisit, type Visit } from '#tests/support/pages.ts'
import type { Person } from '#tests/support/world.ts'

const doors = useDoors()
let ada: Person
let carl: Person
let owner: Visit

beforeEach(async () => {
  const { factors, clock } = doors
  ada = await factors.person('Ada', 'platform_owner')
  carl = await factors.person('Carl')
  owner = await factors.signIn(ada, clock)
  await factors.enrolTotp(owner, clock)
})

const reason = 'Cards that were reported stolen'
const pathOf = (personId: string) => `/platform/people/${personId}/account`
const set = (intent: 'disable' | 'enable', person = carl, visit = owner, why = reason) =>
  visit.post(account, pathOf(person.id), { intent, reason: why }, { personId: person.id })
const whoIs = async (visit: Visit) => (await doors.factors.sessionOf(visit))?.person ?? null
const enter = async (person: Person, tried = password) => {
  const visit = openVisit(doors.wiring, { now: doors.clock.now })
  return { visit, reply: await visit.post(login, '/login', { email: person.email, password: tried }) }
}
const isDisabled = async ({ id }: Person) =>
  (await doors.world.query('select from app.users where id = $1 and disabled_at is not null', [id]))
    .length === 1
const eventsOf = (by: Person) =>
  doors.world.query(
    `select action, result, subject_id, detail from app.audit_events
     where user_id = $1 and action in ('account.disable', 'account.enable') order by created_at`,
    [by.id],
  )
const mailsTo = ({ id }: Person) =>
  doors.world.query('select email_type, about from app.email_logs where user_id = $1 order by created_at', [
    id,
  ])
describe('an account that the platform owner disables', () => {
  test('is signed out everywhere at once, and its person is told by mail and at the door', async () => {
    const signedIn = await doors.factors.signIn(carl, doors.clock)
    expect(await whoIs(signedIn)).toMatchObject({ id: carl.id })
    expect(await set('disable')).toMatchObject({ status: 302 })
    expect(await whoIs(signedIn)).toBeNull()
    expect(await doors.world.query('select from app.sessions where user_id = $1', [carl.id])).toEqual([])

    const { reply } = await enter(carl)
    expect(reply.status).toBe(403)
    expect(reply.text).toContain('This account is disabled')
    expect(reply.text).toContain(doors.wiring.env.SUPPORT_EMAIL)
    expect(await mailsTo(carl)).toEqual([{ email_type: 'account_disabled', about: { reason } }])
    expect(await eventsOf(ada)).toEqual([
      { action: 'account.disable', result: 'success', subject_id: carl.id, detail: { reason } },
    ])
  })

  test('says nothing of it to whoever does not know the password', async () => {
    await set('disable')
    const { reply } = await enter(carl, 'not it, I fear')
    const { reply: unknown } = await enter({ ...carl, email: 'nobody@codex.test' }, 'not it, I fear')
    expect(reply.status).toBe(401)
    expect(unknown.text).toBe(reply.text.replace(carl.email, 'nobody@codex.test'))
  })

  test('is opened again, and told so', async () => {
    await set('disable')
    expect(await owner.get(account, pathOf(carl.id), { personId: carl.id })).toMatchObject({
      data: { person: { isDisabled: true } },
    })
    expect(await set('enable', carl, owner, 'It was our mistake')).toMatchObject({ status: 302 })
    const { visit } = await enter(carl)
    expect(await whoIs(visit)).toMatchObject({ id: carl.id })
    expect((await mailsTo(carl)).at(-1)).toEqual({
      email_type: 'account_enabled',
      about: { reason: 'It was our mistake' },
    })
  })

  test('is disabled once however often it is asked', async () => {
    await Promise.all([set('disable'), set('disable'), set('disable')])
    expect(await mailsTo(carl)).toHaveLength(1)
    expect(await eventsOf(ada)).toHaveLength(1)
  })
})

describe('the platform owner', () => {
  test('says why', async () => {
    expect((await set('disable', carl, owner, '  ')).status).toBe(400)
    expect(await isDisabled(carl)).toBe(false)
  })

  test('cannot disable themselves', async () => {
    expect((await owner.get(account, pathOf(ada.id), { personId: ada.id })).status).toBe(404)
    const reply = await set('disable', ada)
    expect(reply).toMatchObject({ status: 403, text: expect.stringContaining('your own account') as string })
    expect(await isDisabled(ada)).toBe(false)
    expect(await eventsOf(ada)).toMatchObject([{ result: 'refused', detail: { why: 'oneself' } }])
  })

  test('cannot be disabled by somebody whom they disable at the same time: one of the two stays', async () => {
    const olga = await doors.factors.person('Olga', 'platform_owner')
    const other = await doors.factors.signIn(olga, doors.clock)
    await doors.factors.enrolTotp(other, doors.clock)
    await Promise.allSettled([set('disable', olga), set('disable', ada, other)])
    expect([await isDisabled(ada), await isDisabled(olga)].filter(Boolean)).toHaveLength(1)
  })

  test('has proved who they are within ten minutes, or is sent to do so', async () => {
    await doors.factors.age(ada)
    const to = `/account/confirm?redirectTo=${encodeURIComponent(pathOf(carl.id))}`
    expect((await owner.get(account, pathOf(carl.id), { personId: carl.id })).location).toBe(to)
    expect((await set('disable')).location).toBe(to)
    expect(await isDisabled(carl)).toBe(false)
  })

  test('is refused by the database itself with an old session, or one of a single factor', async () => {
    // What the cache says of the session is older than what the database knows: the page lets it pass.
    await doors.factors.age(ada, 0)
    await whoIs(owner)
    await doors.world.query('update app.sessions set second_factor_at = null where user_id = $1', [ada.id])
    expect((await set('disable')).status).toBe(403)
    await doors.world.query(
      `update app.sessions set authenticated_at = now() - interval '11 minutes' where user_id = $1`,
      [ada.id],
    )
    expect((await set('disable')).status).toBe(403)
    expect(await isDisabled(carl)).toBe(false)
    expect((await eventsOf(ada)).map(({ detail }) => detail as unknown)).toEqual([
      { why: 'no_second_factor' },
      { why: 'stale_authentication' },
    ])
  })

  test('finds nobody at an address of nobody', async () => {
    const nobody = { ...carl, id: randomUUID() }
    expect((await owner.get(account, pathOf(nobody.id), { personId: nobody.id })).status).toBe(404)
    expect((await set('disable', nobody)).status).toBe(404)
    expect((await owner.get(account, '/x', { personId: 'nonsense' })).status).toBe(404)
  })
})

test('nobody else can disable an account, by the page or in the database', async () => {
  const sam = await doors.factors.person('Sam', 'creator')
  const visit = await doors.factors.signIn(sam, doors.clock)
  expect((await visit.get(account, pathOf(carl.id), { personId: carl.id })).status).toBe(404)
  expect((await set('disable', carl, visit)).status).toBe(404)
  const session = await doors.factors.sessionOf(visit)
  for (const role of ['creator', 'platform_owner'] as const)
    await expect(
      doors.wiring.asActor({ kind: 'user', id: sam.id, role, hasSecondFactor: false }, (tx) =>
        tx.execute(`select app.set_account_disabled('${session!.id}', '${carl.id}', true, 'x', '', '')`),
      ),
    ).rejects.toMatchObject({ cause: { code: '42501' } })
  await expect(
    doors.wiring.asActor(sam.actor, (tx) => tx.execute(`update app.users set disabled_at = now()`)),
  ).rejects.toMatchObject({ cause: { code: '42501' } })
  expect(await isDisabled(carl)).toBe(false)
})
