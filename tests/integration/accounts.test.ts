import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findVisitor } from '#app/http/guards.server.ts'
import { clientKey, countTry } from '#app/http/rate-limit.server.ts'
import { action as login } from '#app/routes/login.tsx'
import { action as logout } from '#app/routes/logout.tsx'
import { action as register } from '#app/routes/register.tsx'
import { signIn } from '#domain/account/sign-in.ts'
import type { RequestContext } from '#app/http/context.ts'
import { cookieOf, formOf, formsOf } from '#tests/support/forms.ts'
import { leastTimes } from '#tests/support/least-times.ts'
import { useGround } from '#tests/support/ground.ts'

const ground = useGround()

const password = 'a long enough password'
/** Somebody with an account and this password. */
async function newcomer() {
  const person = await ground.world.person('Nora')
  await ground.world.setPassword(person, password)
  return person
}
const door = () => ({ asActor: ground.wiring.asActor, supportEmail: ground.wiring.env.SUPPORT_EMAIL })
const { contextFrom, post, whoIs } = formsOf(() => ground.wiring)

describe('somebody who signs in', () => {
  test('is known from then on, until they sign out', async () => {
    const person = await newcomer()
    const reply = await post(login, '/login', formOf({ email: person.email, password }))
    expect(reply.status).toBe(302)
    const cookie = cookieOf(reply)
    expect(await whoIs(cookie)).toMatchObject({ email: person.email })
    const left = await post(logout, '/logout', null, { headers: { cookie } })
    expect(left.headers.get('location')).toBe('/')
    expect(await whoIs(cookie)).toBeNull()
  })

  test('is not known again because another request had just read the session as they left', async () => {
    const person = await newcomer()
    const cookie = cookieOf(await post(login, '/login', formOf({ email: person.email, password })))
    let hasLeft = false
    const slow: RequestContext = {
      ...contextFrom('127.0.0.1'),
      asActor: async (actor, work, mode) => {
        const result = await ground.wiring.asActor(actor, work, mode)
        if (!hasLeft) {
          hasLeft = true
          await post(logout, '/logout', null, { headers: { cookie } })
        }
        return result
      },
    }
    const request = new Request(ground.wiring.env.APP_URL, { headers: { cookie } })
    expect((await findVisitor({ request, context: slow })).person).toMatchObject({ email: person.email })
    expect(await whoIs(cookie)).toBeNull()
  })

  test('learns from the answer nothing about which addresses have an account', async () => {
    const person = await newcomer()
    const wrong = await post(login, '/login', formOf({ email: person.email, password: 'wrong password' }))
    const unknown = await post(
      login,
      '/login',
      formOf({ email: 'nobody@codex.test', password: 'wrong password' }),
    )
    expect(wrong.status).toBe(401)
    expect(unknown.status).toBe(401)
    expect(unknown.text).toBe(wrong.text.replace(person.email, 'nobody@codex.test'))
  })

  test('costs the same work with and without an account', async () => {
    const person = await newcomer()
    const { known, unknown } = await leastTimes(9, {
      known: () => signIn(door(), { email: person.email, password: 'wrong password' }),
      unknown: () => signIn(door(), { email: 'nobody@codex.test', password: 'wrong password' }),
    })
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(2.5)
  })

  test('too often wrongly must wait, while the same account stays open from elsewhere', async () => {
    const person = await newcomer()
    const wrong = formOf({ email: person.email, password: 'wrong password' })
    const from = '198.51.100.7'
    const answers = []
    for (let n = 0; n < 12; n++)
      answers.push(
        (await post(login, '/login', wrong, { from, headers: { 'x-forwarded-for': `203.0.113.${n}` } }))
          .status,
      )
    expect(answers.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(answers.slice(10)).toEqual([429, 429])
    const right = formOf({ email: person.email, password })
    expect((await post(login, '/login', right, { from })).status).toBe(429)
    expect((await post(login, '/login', right, { from: '198.51.100.8' })).status).toBe(302)
  })

  test('comes to the limit again and waits twice as long each time', async () => {
    const waits = []
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 10; n++) await countTry(ground.wiring.needs, 'prove', 'somebody')
      const refused = await countTry(ground.wiring.needs, 'prove', 'somebody').catch(
        (error: Error) => error.message,
      )
      waits.push(/wait (\d+ minutes)/.exec(refused!)?.[1])
      // The wait is over.
      await ground.wiring.needs.redis.del(`${ground.wiring.env.REDIS_PREFIX}:limit:prove:somebody`)
    }
    expect(waits).toEqual(['15 minutes', '30 minutes', '60 minutes'])
  })

  test('is limited over all accounts too', async () => {
    const from = '198.51.100.99'
    await ground.wiring.needs.redis.set(
      `${ground.wiring.env.REDIS_PREFIX}:limit:signIn:${clientKey(from)}`,
      100,
      'EX',
      60,
    )
    const reply = await post(login, '/login', formOf({ email: 'x@codex.test', password }), { from })
    expect(reply.status).toBe(429)
    expect(reply.text).toContain('many tries')
  })
})

test('whatever is sent to sign in or register is answered with what is wrong, and is never our fault', async () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '\u0000',
      'a\u0000b@codex.test',
      'x'.repeat(10_000),
      '\ud800',
      '__proto__',
      '[]',
      '{}',
      '-1',
    ),
    fc.string({ unit: 'binary', maxLength: 80 }),
  )
  const name = fc.oneof(
    fc.constantFrom(
      'email',
      'password',
      'fullName',
      '__intent__',
      '__state__',
      'email[0]',
      'email.x',
      '__proto__[x]',
      'constructor',
      'a[9999999]',
    ),
    fc.string({ maxLength: 20 }),
  )
  let client = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(name, hostile), { maxLength: 6 }),
      fc.constantFrom(login, register),
      async (fields, handle) => {
        const body = new FormData()
        for (const [key, value] of fields) body.append(key, value)
        const { status } = await post(handle, '/x', body, { from: `192.0.2.${client++ % 250}` })
        expect([400, 401]).toContain(status)
      },
    ),
    { numRuns: 150 },
  )
  for (const handle of [login, register]) {
    expect(
      (await post(handle, '/x', '{"email":1}', { headers: { 'content-type': 'application/json' } })).status,
    ).toBe(400)
    expect(
      (await post(handle, '/x', 'x', { headers: { 'content-type': 'multipart/form-data; boundary=y' } }))
        .status,
    ).toBe(400)
    expect((await post(handle, '/x', null)).status).toBe(400)
  }
})
