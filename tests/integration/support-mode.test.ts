import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { ActionFunctionArgs, LoaderFunctionArgs, ServerBuild } from '@remix-run/node'
import express from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { RequestContext } from '#app/http/context.ts'
import { findVisitor } from '#app/http/guards.server.ts'
import { refusingActions } from '#app/http/refuse-actions.server.ts'
import { signInCookie, signOutCookie } from '#app/http/session.server.ts'
import { Refusal } from '#platform/refusal.ts'
import { refusedWrites } from '#app/http/refused-writes.ts'
import { action as seeAs, loader as seeAsPage } from '#app/routes/platform.people.$personId.see-as.tsx'
import { loader as people } from '#app/routes/platform.people._index.tsx'
import { loader as purchases } from '#app/routes/purchases._index.tsx'
import { action as endSupport } from '#app/routes/support.end.ts'
import { savePosition } from '#domain/playback/position.ts'
import { draftMail, renderMail } from '#domain/notice/compose-mail.tsx'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Person, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let ada: Person
let carl: Person
let cookie: string
let context: RequestContext

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  const { needs, asActor } = wiring
  context = { needs, asActor, nonce: '', requestId: 'test', clientAddress: '192.0.2.7' }
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})
beforeEach(async () => {
  ada = await world.person('Ada', 'platform_owner')
  carl = await world.person('Carl')
  cookie = await cookieOf(ada)
})

async function cookieOf(person: Person, hasSecondFactor = true): Promise<string> {
  const { id, email, fullName, actor } = person
  const role = actor.kind === 'user' ? actor.role : 'customer'
  const session = { id, email, fullName, role, isVerified: true }
  const set = await signInCookie(context, new Request(wiring.env.APP_URL), session, { hasSecondFactor })
  return set.split(';')[0]!
}

type Handle = (args: LoaderFunctionArgs & ActionFunctionArgs) => unknown
type Reply = { status: number; location: string | null; data: unknown }

/** What a route answers or throws, as a browser with this cookie would get it. */
async function ask(
  handle: Handle,
  init: RequestInit = {},
  params: Record<string, string> = {},
  path = '/x',
): Promise<Reply> {
  const headers = { cookie, 'user-agent': 'Test' }
  const request = new Request(new URL(path, wiring.env.APP_URL), { ...init, headers })
  const asked = { request, params, context } as LoaderFunctionArgs & ActionFunctionArgs
  const answer: unknown = await Promise.resolve()
    .then(() => handle(asked))
    .catch((thrown: unknown) => thrown)
  if (answer instanceof Error) throw answer
  if (answer instanceof Response)
    return { status: answer.status, location: answer.headers.get('location'), data: undefined }
  const { init: sent, data } = (answer ?? {}) as { init?: ResponseInit | null; data?: unknown }
  return { status: sent?.status ?? 200, location: null, data: data ?? answer }
}

const reason = 'Carl cannot find what he bought'
const start = (person = carl, why = reason) =>
  ask(seeAs, { method: 'POST', body: new URLSearchParams({ reason: why }) }, { personId: person.id })
const visitor = () =>
  findVisitor({ request: new Request(wiring.env.APP_URL, { headers: { cookie } }), context })
const events = () =>
  world.query(
    `select action, result, subject_id, ip_address, detail from app.audit_events
     where user_id = $1 and action like 'support%' order by created_at`,
    [ada.id],
  )
const idOfSupport = async () =>
  (
    await world.query<{ id: string }>('select id from app.support_sessions where supporter_id = $1', [ada.id])
  )[0]!.id

describe('the platform owner who asks for support mode', () => {
  test('sees the product as the person, who is told who, why and until when', async () => {
    expect(await start()).toMatchObject({ status: 302, location: '/' })
    const { person, session, actor } = await visitor()
    expect(person).toMatchObject({ id: carl.id, fullName: 'Carl' })
    expect(actor).toEqual({
      ...{ kind: 'support', id: carl.id, role: 'customer' },
      ...{ hasSecondFactor: true, supporterId: ada.id },
    })
    expect(session?.support).toMatchObject({ supporter: { id: ada.id, fullName: 'Ada' } })

    const supportSessionId = await idOfSupport()
    const [mail] = await world.query<{ id: string; about: Record<string, string> }>(
      `select id, about from app.email_logs where recipient_email = $1 and email_type = 'support_access'`,
      [carl.email],
    )
    const promised = {
      ...mail!,
      recipientEmail: carl.email,
      userId: carl.id,
      emailType: 'support_access',
      attempts: 1,
    }
    const { text } = await renderMail(
      await wiring.asWorker(
        { kind: 'system', job: 'test' },
        (tx) => draftMail(tx, promised, { appUrl: wiring.env.APP_URL, linkSecret: '' }),
        'read',
      ),
    )
    for (const fact of ['Carl', 'Ada', reason, 'UTC']) expect(text).toContain(fact)
    expect(await events()).toEqual([
      {
        action: 'support.start',
        result: 'success',
        subject_id: carl.id,
        ip_address: '192.0.2.7',
        detail: { supportSessionId, personId: carl.id, reason },
      },
    ])
  })

  test('also as somebody who is disabled, and with the organizations of that person', async () => {
    const organization = await world.organization(carl)
    await world.query('update app.users set disabled_at = now() where id = $1', [carl.id])
    await start()
    const { session } = await visitor()
    expect(session?.memberships.map((each) => each.organization.id)).toEqual([organization.id])
  })

  test('says why', async () => {
    expect((await start(carl, '  ')).status).toBe(400)
    expect((await visitor()).session?.support).toBeNull()
  })

  test('has proved who they are within ten minutes, or is sent to do so', async () => {
    await world.query(
      `update app.sessions set authenticated_at = now() - interval '11 minutes' where user_id = $1`,
      [ada.id],
    )
    const confirm = await ask(seeAsPage, {}, { personId: carl.id }, `/platform/people/${carl.id}/see-as`)
    expect(confirm.location).toBe(
      `/account/confirm?redirectTo=${encodeURIComponent(`/platform/people/${carl.id}/see-as`)}`,
    )
    expect((await start()).location).toMatch(/^\/account\/confirm/)
    expect((await visitor()).session?.support).toBeNull()
  })

  test('is refused by the database itself after ten minutes, without a second factor, and it is written down', async () => {
    const { session } = await visitor()
    await world.query(`update app.sessions set second_factor_at = null where user_id = $1`, [ada.id])
    expect(await start()).toMatchObject({ status: 403 })
    await world.query(
      `update app.sessions set authenticated_at = now() - interval '11 minutes' where user_id = $1`,
      [ada.id],
    )
    // What the cache says of the session is older: the page lets it pass.
    expect(session?.secondFactorAt).not.toBeNull()
    expect(await start()).toMatchObject({ status: 403 })
    expect((await events()).map(({ result, detail }) => [result, detail])).toEqual([
      ['refused', { why: 'no_second_factor' }],
      ['refused', { why: 'stale_authentication' }],
    ])
  })

  test('never sees it as a platform owner, nor as nobody', async () => {
    const other = await world.person('Olaf', 'platform_owner')
    expect((await start(other)).status).toBe(403)
    expect((await start({ ...carl, id: randomUUID() })).status).toBe(404)
    expect((await ask(seeAsPage, {}, { personId: 'nonsense' })).status).toBe(404)
  })

  test('finds people by how their address or name begins', async () => {
    const found = async (q: string) => {
      const { data } = await ask(people, {}, {}, `/platform/people?${new URLSearchParams({ q })}`)
      return (data as { people: { id: string }[] }).people.map(({ id }) => id)
    }
    expect(await found(carl.email.toUpperCase())).toEqual([carl.id])
    expect(await found('%')).toEqual([])
    expect(await found('carl')).toContain(carl.id)
  })
})

describe('anybody else', () => {
  test('finds no such page, and the database refuses them', async () => {
    cookie = await cookieOf(await world.person('Sam', 'creator'))
    expect((await start()).status).toBe(404)
    expect((await ask(people)).status).toBe(404)
    const sam = (await visitor()).actor
    const { session } = await visitor()
    await expect(
      wiring.asActor(sam, (tx) =>
        tx.execute(`select app.start_support('${session!.id}', '${carl.id}', 'x', '', '')`),
      ),
    ).rejects.toMatchObject({ cause: { code: '42501' } })
    // Whatever the application says of them.
    const liar = {
      kind: 'user',
      id: (await visitor()).person!.id,
      role: 'platform_owner',
      hasSecondFactor: true,
    } as const
    await expect(
      wiring.asActor(liar, (tx) =>
        tx.execute(`select app.start_support('${session!.id}', '${carl.id}', 'x', '', '')`),
      ),
    ).rejects.toMatchObject({ cause: { code: '42501' } })
  })
})

const supportReads = new Refusal('forbidden', 'support_reads_only', 'Not now.')

describe('in support mode', () => {
  beforeEach(() => start())

  test('the database takes no write, even if one is tried', async () => {
    const { actor } = await visitor()
    const post = await world.post(await world.person('Maya', 'creator'), null, { priceCents: 0 })
    await world.query('update app.content set duration_seconds = 100 where id = $1', [post.id])
    await expect(
      wiring.asActor(actor, (tx) =>
        savePosition(tx, { personId: carl.id, contentId: post.id, positionSeconds: 5 }),
      ),
    ).rejects.toMatchObject({ cause: { code: '25006' } })
  })

  test('every write is refused in words before it reaches a route, but for the ways out', async () => {
    const app = express()
    app.use(refusedWrites(() => context))
    app.use(({ method }, response) => {
      const refusal = response.locals.refusesWrites as Refusal | undefined
      response.send(refusal ? `marked ${method}` : 'reached')
    })
    const server = createServer(app).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const send = async (method: string, path: string, sent = cookie, more: Record<string, string> = {}) => {
      // `fetch` sets the metadata of a request by itself.
      const asked = httpRequest({ port, path, method, headers: { cookie: sent, ...more } }).end()
      const [answer] = (await once(asked, 'response')) as [IncomingMessage]
      return `${answer.statusCode} ${await text(answer)}`
    }
    for (const [method, path] of [
      ['POST', '/studio/new'],
      ['DELETE', '/api/uploads/1'],
      ['PUT', '/api/uploads/1/parts/1'],
      ['PATCH', '/x'],
      ['POST', '/login'],
      ['POST', '/support/end/x'],
    ] as const)
      expect(await send(method, path), path).toMatch(/^403 .*support_reads_only/)
    expect(await send('POST', '/studio/new.data')).toBe('200 marked POST')
    expect(await send('POST', '/studio/new', cookie, { 'sec-fetch-mode': 'navigate' })).toBe(
      '200 marked POST',
    )
    for (const path of ['/support/end', '/support/end.data', '/logout', '/logout.data', '/theme.data'])
      expect(await send('POST', path), path).toBe('200 reached')
    expect(await send('GET', '/library')).toBe('200 reached')
    expect(await send('POST', '/studio/new', await cookieOf(await world.person('Sam')))).toBe('200 reached')
    const refused = (await events()).filter(({ action }) => action === 'support.write')
    expect(refused[0]).toMatchObject({
      result: 'refused',
      subject_id: '/studio/new',
      detail: { supportSessionId: await idOfSupport(), personId: carl.id },
    })
  })

  test('a page’s form is refused in its place, whatever the page, and what was typed comes back but for secrets', async () => {
    const module = { action: (): never => expect.fail('the action was run'), default: () => null }
    const routes = { page: { id: 'page', path: 'x', module }, layout: { id: 'layout', module: {} } }
    const build = refusingActions({ routes } as unknown as ServerBuild)
    const { action } = build.routes.page!.module
    const { data, status } = await ask(
      (asked) => action!({ ...asked, context: { ...context, refusesWrites: supportReads } }),
      { method: 'POST', body: new URLSearchParams({ fullName: 'Karl', currentPassword: 'secret words' }) },
    )
    expect(status).toBe(403)
    expect(data).toMatchObject({
      refusal: { reason: 'support_reads_only' },
      lastResult: { status: 'error', initialValue: { fullName: 'Karl' } },
    })
    expect(JSON.stringify(data)).not.toContain('secret words')
    const reached = () => ask((asked) => action!({ ...asked, context }), { method: 'POST' })
    await expect(reached()).rejects.toThrow('the action was run')
  })

  test('the platform’s own pages are not there, and support does not nest', async () => {
    expect((await ask(people)).status).toBe(404)
    expect((await start(await world.person('Nora'))).status).toBe(404)
  })

  test('purchases that are looked at are written down as the supporter’s doing', async () => {
    await ask(purchases)
    await ask(purchases)
    expect(
      await world.query(`select user_id, detail from app.audit_events where action = 'purchases.view'`),
    ).toEqual([{ user_id: ada.id, detail: { supportSessionId: await idOfSupport(), personId: carl.id } }])
  })

  test('it is over after thirty minutes, and the session is the supporter’s own again', async () => {
    expect((await visitor()).person?.id).toBe(carl.id)
    // Cached as it is: the cache knows the end too.
    const later: RequestContext = {
      ...context,
      needs: { ...wiring.needs, clock: { now: () => new Date(Date.now() + 31 * 60_000) } },
    }
    await world.query(
      `update app.support_sessions set started_at = started_at - interval '31 minutes', expires_at = expires_at - interval '31 minutes'`,
    )
    const request = new Request(wiring.env.APP_URL, { headers: { cookie } })
    const { person, session } = await findVisitor({ request, context: later })
    expect(person?.id).toBe(ada.id)
    expect(session?.support).toBeNull()
  })

  test('the cache keeps it no longer than it lasts', async () => {
    await world.query(
      `update app.support_sessions set started_at = now() - interval '30 minutes' + interval '5 seconds', expires_at = now() + interval '5 seconds' where supporter_id = $1`,
      [ada.id],
    )
    const { redis } = wiring.needs
    const keys = () => redis.keys(`${wiring.env.REDIS_PREFIX}:session:5:*`)
    await redis.del(...(await keys()))
    expect((await visitor()).person?.id).toBe(carl.id)
    const [key] = await keys()
    expect(await redis.pttl(key!)).toBeLessThanOrEqual(5000)
  })

  test('it ends at once when asked, and the end is written down', async () => {
    expect(await ask(endSupport, { method: 'POST' })).toMatchObject({
      status: 302,
      location: '/platform/people',
    })
    expect((await visitor()).person?.id).toBe(ada.id)
    expect((await events()).map(({ action }) => action)).toEqual(['support.start', 'support.end'])
    expect(
      await world.query(
        'select ended_at is not null as ended from app.support_sessions where supporter_id = $1',
        [ada.id],
      ),
    ).toEqual([{ ended: true }])
  })

  test('signing out ends it with the session, as the supporter’s doing', async () => {
    await signOutCookie(context, new Request(wiring.env.APP_URL, { headers: { cookie } }))
    expect((await visitor()).person).toBeNull()
    expect((await events()).map(({ action }) => action)).toEqual(['support.start', 'support.end'])
    expect(
      await world.query(
        `select action from app.audit_events where user_id = $1 and action = 'account.sign_out'`,
        [ada.id],
      ),
    ).toEqual([{ action: 'account.sign_out' }])
  })
})
