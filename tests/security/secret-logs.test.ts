import { readdirSync, readFileSync } from 'node:fs'
import getPort from 'get-port'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routesOf } from '#tests/support/ask.ts'
import { gateTo, type Gate } from '#tests/support/gate.ts'
import { end, openWeb, type TestProcess } from '#tests/support/processes.ts'
import { routePath } from '#tests/support/route-path.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type World } from '#tests/support/world.ts'
import { routeLines, type Line } from './route-lines.ts'
import { layRouteWorld, roles, type Role } from './route-world.ts'

/** Stands in everything that is sent. */
const mark = 'zqsecret'

let wiring: Wiring
let world: World
let gate: Gate
let web: TestProcess
let port: number
let lines: Record<string, readonly Line[]>
const cookies = new Map<Role, string>()
const people: string[] = []

const actions = readdirSync('app/routes').filter((file) =>
  /export (?:async )?function action|export const action/.test(readFileSync(`app/routes/${file}`, 'utf8')),
)

beforeAll(async () => {
  port = await getPort({ host: '127.0.0.1' })
  wiring = await wire({}, port)
  world = await openWorld(wiring.database)
  const laid = await layRouteWorld(world)
  lines = routeLines(laid)
  const asking = routesOf(wiring)
  for (const role of roles) {
    const person = laid.people[role]
    if (!person) continue
    cookies.set(role, await asking.cookieOf(person))
    people.push(person.email)
  }
  gate = await gateTo(wiring.env.DATABASE_URL)
  await gate.open()
  web = await openWeb({ ...wiring.processEnv, DATABASE_URL: gate.url, LOG_LEVEL: 'trace' })
}, 120_000)
afterAll(async () => {
  await gate.shut()
  await end(web)
  await world.close()
  await wiring.close()
})

const doer = ({ doneBy }: Line): Role =>
  roles.find((role) => (doneBy ?? '').split(' ').includes(role)) ?? 'owner'

async function send(path: string, role: Role, init: RequestInit): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    ...init,
    headers: {
      ...(init.body instanceof URLSearchParams ? {} : { 'content-type': 'application/json' }),
      'sec-fetch-site': 'same-origin',
      'user-agent': mark,
      cookie: cookies.get(role) ?? '',
    },
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
  })
  await answer.arrayBuffer()
}

/** The same with a mark in every value but the one that says what to do. */
function marked(init: RequestInit): RequestInit {
  const { body } = init
  if (body instanceof URLSearchParams) {
    const fields = [...body].map(([name, value]) => {
      if (name === 'intent' || name === 'kind') return [name, value]
      return [name, /email|confirmation/i.test(name) ? `${mark}@codex.test` : `${mark} ${value} long enough`]
    })
    return { ...init, body: new URLSearchParams(fields as [string, string][]) }
  }
  if (typeof body !== 'string') return init
  const values = Object.entries(JSON.parse(body) as Record<string, unknown>).map(([name, value]) => [
    name,
    typeof value === 'string' ? `${mark}${value}` : value,
  ])
  return { ...init, body: JSON.stringify(Object.fromEntries(values)) }
}

function expectSilence(what: string): void {
  const said = web.output()
  for (const secret of [mark, ...people]) {
    const at = said.indexOf(secret)
    expect(at === -1 ? '' : said.slice(Math.max(0, at - 300), at + 300), `${what}: ${secret}`).toBe('')
  }
}

describe('the log of the web process', () => {
  test('tells nothing of what was sent, or by whom, while the database is there', async () => {
    for (const file of actions)
      for (const line of lines[file]!)
        for (const sent of line.sends ?? [])
          await send(routePath(file, line.params) + (line.search ?? ''), doer(line), marked(sent))
    expectSilence('with the database')
  }, 120_000)

  test('nor when it is cut off in the middle of it, which is written down', async () => {
    // Sessions are in the cache, so that requests come as far as they can.
    for (const role of cookies.keys()) await send('/account/profile', role, { method: 'GET' })
    const before = web.output().length
    for (const file of actions) {
      const [line] = lines[file]!
      for (const sent of line!.sends?.slice(0, 2) ?? []) {
        const asked = send(routePath(file, line!.params) + (line!.search ?? ''), doer(line!), marked(sent))
        await gate.shut()
        await asked.catch(() => {})
        await gate.open()
      }
    }
    await gate.shut()
    for (const file of ['register.tsx', 'login.tsx', 'reset.tsx'])
      for (const sent of lines[file]![0]!.sends ?? [])
        await send(routePath(file), 'guest', marked(sent)).catch(() => {})
    await gate.open()
    expect(web.output().slice(before)).toContain('a route failed')
    expectSilence('without the database')
  }, 120_000)
})
