import { describe, expect, test } from 'vitest'
import { requireCreator } from '#app/http/guards.server.ts'
import { refreshSessionsOf } from '#app/http/session.server.ts'
import { action as devices, loader as devicesPage } from '#app/routes/account.devices.tsx'
import { action as changePassword } from '#app/routes/account.password.tsx'
import { action as login } from '#app/routes/login.tsx'
import { cookieOf, formOf, formsOf } from '#tests/support/forms.ts'
import type { Person } from '#tests/support/world.ts'
import { useGround } from '#tests/support/ground.ts'

const ground = useGround()
const { contextFrom, get, post, whoIs } = formsOf(() => ground.wiring)
const password = 'seven quiet herons'

async function somebody(): Promise<Person> {
  const person = await ground.world.person('Kim')
  await ground.world.setPassword(person, password)
  return person
}

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
const signIn = async ({ email }: Person, headers: Record<string, string> = {}, from?: string) =>
  cookieOf(await post(login, '/login', formOf({ email, password }), { headers, ...(from && { from }) }))
const idsOf = async ({ id }: Person) =>
  (
    await ground.world.query<{ id: string }>(
      'select id from app.sessions where user_id = $1 order by created_at',
      [id],
    )
  ).map((row) => row.id)

describe('your devices', () => {
  test('are listed by their browsers and countries, with the one in use marked', async () => {
    const person = await somebody()
    await signIn(person, { 'user-agent': firefox }, '81.2.69.142')
    const cookie = await signIn(person)
    const { text } = await get(devicesPage, '/account/devices', { cookie })
    expect(text).toContain('Firefox on Linux')
    expect(text.match(/"place":[^,]*/g)?.sort()).toEqual(['"place":"United Kingdom"', '"place":null'])
    expect(text.match(/"isThis":true/g)).toHaveLength(1)
  })

  test('can be ended one by one, and are dead at their next request', async () => {
    const person = await somebody()
    const lost = await signIn(person)
    const here = await signIn(person)
    expect(await whoIs(lost)).not.toBeNull()
    const [id] = await idsOf(person)
    await post(devices, '/account/devices', formOf({ id: id! }), { headers: { cookie: here } })
    expect(await whoIs(lost)).toBeNull()
    expect(await whoIs(here)).not.toBeNull()
  })

  test('can be ended all but this one', async () => {
    const person = await somebody()
    const others = [await signIn(person), await signIn(person)]
    const here = await signIn(person)
    await post(devices, '/account/devices', formOf({ intent: 'others' }), { headers: { cookie: here } })
    for (const cookie of others) expect(await whoIs(cookie)).toBeNull()
    expect(await whoIs(here)).not.toBeNull()
  })

  test('of somebody else cannot be ended', async () => {
    const [person, thief] = [await somebody(), await somebody()]
    const cookie = await signIn(person)
    const [id] = await idsOf(person)
    await post(devices, '/account/devices', formOf({ id: id! }), {
      headers: { cookie: await signIn(thief) },
    })
    expect(await whoIs(cookie)).not.toBeNull()
  })
})

describe('a session', () => {
  test('begins under a fresh id, and the one the browser had before is over', async () => {
    const person = await somebody()
    const before = await signIn(person)
    const after = await signIn(person, { cookie: before })
    expect(after).not.toBe(before)
    expect(await whoIs(before)).toBeNull()
    expect(await whoIs(after)).toMatchObject({ id: person.id })
  })

  test('costs one read of Redis and none of Postgres once it is known', async () => {
    const person = await somebody()
    const cookie = await signIn(person)
    await whoIs(cookie)
    const asked: string[] = []
    const context = {
      ...contextFrom('127.0.0.1'),
      asActor: () => {
        throw new Error('Postgres was asked')
      },
      needs: {
        ...ground.wiring.needs,
        redis: new Proxy(ground.wiring.needs.redis, {
          get(redis, name, receiver: unknown) {
            if (name === 'get') asked.push('get')
            const value: unknown = Reflect.get(redis, name, receiver)
            return typeof value === 'function' ? (value.bind(redis) as unknown) : value
          },
        }),
      },
    }
    const organization = await ground.world.organization(person)
    await refreshSessionsOf(contextFrom('127.0.0.1'), [person.id])
    await ground.wiring.needs.redis.del(
      ...(await ground.wiring.needs.redis.keys(`${ground.wiring.env.REDIS_PREFIX}:session:*`)),
    )
    await whoIs(cookie)
    asked.length = 0
    const request = new Request(ground.wiring.env.APP_URL, { headers: { cookie } })
    const { membership } = await requireCreator({ request, context }, organization.slug)
    expect(membership.organization.id).toBe(organization.id)
    expect(asked).toEqual(['get'])
  })

  test('of a person who was disabled is over at its next reading, and they cannot sign in', async () => {
    const person = await somebody()
    const cookie = await signIn(person)
    await ground.world.query('update app.users set disabled_at = now() where id = $1', [person.id])
    await refreshSessionsOf(contextFrom('127.0.0.1'), [person.id])
    expect(await whoIs(cookie)).toBeNull()
    const reply = await post(login, '/login', formOf({ email: person.email, password }))
    expect(reply.status).toBe(403)
  })

  test('knows a role that was taken at its next request', async () => {
    const person = await somebody()
    const organization = await ground.world.organization(await somebody())
    await ground.world.join(organization, person, 'creator')
    const cookie = await signIn(person)
    const enter = () => {
      const request = new Request(ground.wiring.env.APP_URL, { headers: { cookie } })
      return requireCreator({ request, context: contextFrom('127.0.0.1') }, organization.slug)
    }
    expect((await enter()).membership.role).toBe('creator')
    await ground.world.query('delete from app.organization_memberships where user_id = $1', [person.id])
    await refreshSessionsOf(contextFrom('127.0.0.1'), [person.id])
    await expect(enter()).rejects.toMatchObject({ init: { status: 404 } })
  })

  test('never outlives its absolute end, however often it is used', async () => {
    const person = await somebody()
    const cookie = await signIn(person)
    await ground.world.query(
      "update app.sessions set last_seen_at = now() - interval '1 hour', absolute_expires_at = now() + interval '5 minutes' where user_id = $1",
      [person.id],
    )
    await whoIs(cookie)
    const [row] = await ground.world.query<{ kept: boolean; seen: boolean }>(
      "select expires_at <= absolute_expires_at as kept, last_seen_at > now() - interval '1 minute' as seen from app.sessions where user_id = $1",
      [person.id],
    )
    expect(row).toEqual({ kept: true, seen: true })
  })
})

describe('somebody who changes their password', () => {
  test('must know the old one, stays signed in here and is signed out everywhere else', async () => {
    const person = await somebody()
    const elsewhere = await signIn(person)
    const here = await signIn(person)
    const change = (currentPassword: string, next: string) =>
      post(changePassword, '/account/password', formOf({ currentPassword, password: next }), {
        headers: { cookie: here },
      })
    expect((await change('not it at all', 'eight calm lions')).status).toBe(400)
    expect((await change(password, 'password1')).status).toBe(400)
    expect(await whoIs(elsewhere)).not.toBeNull()
    expect((await change(password, 'eight calm lions')).status).toBe(200)
    expect(await whoIs(elsewhere)).toBeNull()
    expect(await whoIs(here)).not.toBeNull()
  })
})
