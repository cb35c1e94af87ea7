import { readdirSync, readFileSync } from 'node:fs'
import getPort from 'get-port'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routesOf } from '#tests/support/ask.ts'
import { end, openWeb, type TestProcess } from '#tests/support/processes.ts'
import { routePath } from '#tests/support/route-path.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type World } from '#tests/support/world.ts'
import { routeLines, type Line } from './route-lines.ts'
import { layRouteWorld, roles, type Role } from './route-world.ts'

/** What one request may cost the thread that answers everybody, and what it may keep another one waiting. */
const most = { cpuMs: 250, waitMs: 100 }
/** A busy machine is no fault of the product's. */
const tries = 4

let wiring: Wiring
let world: World
let web: TestProcess
let port: number
let lines: Record<string, readonly Line[]>
const cookies = new Map<Role, string>()

const actions: string[] = []
for (const file of readdirSync('app/routes'))
  if (
    /export (?:async )?function action|export const action/.test(readFileSync(`app/routes/${file}`, 'utf8'))
  )
    actions.push(file)

beforeAll(async () => {
  port = await getPort({ host: '127.0.0.1' })
  wiring = await wire({}, port)
  world = await openWorld(wiring.database)
  const laid = await layRouteWorld(world)
  lines = routeLines(laid)
  const asking = routesOf(wiring)
  for (const role of roles) {
    const person = laid.people[role]
    if (person) cookies.set(role, await asking.cookieOf(person))
  }
  web = await openWeb(wiring.processEnv)
}, 120_000)
afterAll(async () => {
  await end(web)
  await world.close()
  await wiring.close()
})

type Shape = { body: string; type: string; search?: string; cookie?: string }
const formType = 'application/x-www-form-urlencoded'
const form = (body: string, rest: Partial<Shape> = {}): Shape => ({ body, type: formType, ...rest })
const json = (body: string): Shape => ({ body, type: 'application/json' })

const shapes: Record<string, Shape> = {
  'one name eighty thousand times': form('a&'.repeat(80_000)),
  'as many names as fit': form(Array.from({ length: 60_000 }, (_, n) => `n${n}=1`).join('&')),
  'names within names': form(`a${'[b]'.repeat(20_000)}=1&a${'.b'.repeat(20_000)}=1`),
  'a list of an enormous length': form('a[99999999]=1&intent[99999999]=1'),
  'twenty thousand parts': {
    type: 'multipart/form-data; boundary=x',
    body: `${'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(20_000)}--x--`,
  },
  'JSON a hundred thousand deep': json(`${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  'objects a hundred thousand deep': json('{"a":'.repeat(50_000)),
  'JSON as wide as is taken': json(`[${'1,'.repeat(120_000)}1]`),
  'a long query': form('a=1', { search: `${'a=1&'.repeat(3000)}` }),
  'a long cookie': form('a=1', { cookie: 'a=%22;'.repeat(1500) }),
  'a cookie of percent signs': form('a=1', { cookie: `codex=${'%25'.repeat(3000)}` }),
}

const marks = [
  '_',
  '*',
  '`',
  '[',
  '![',
  '<',
  '>',
  'a\n-\n',
  '> a\nb\n',
  '| a |\n|-|\n',
  '*a_',
  '#\n',
  '- a\n',
  '&',
  '@a.b ',
  'https://',
  'a@',
]
const longText = (mark: string) => mark.repeat(Math.floor(195_000 / mark.length))

/** Milliseconds that the main thread has worked. */
function workedMs(): number {
  const fields = readFileSync(`/proc/${web.pid}/task/${web.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

async function cost(path: string, role: Role, { body, type, search = '', cookie = '' }: Shape) {
  const before = workedMs()
  const own = cookies.get(role)
  const asked = fetch(`http://127.0.0.1:${port}${path}${search ? `?${search}` : ''}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': type,
      'sec-fetch-site': 'same-origin',
      cookie: [own, cookie].filter(Boolean).join('; '),
    },
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
  })
  const started = performance.now()
  const beside = fetch(`http://127.0.0.1:${port}/healthz`).then(() => performance.now() - started)
  const answer = await asked
  await answer.arrayBuffer()
  return { status: answer.status, waitMs: await beside, cpuMs: workedMs() - before }
}

async function expectCheap(path: string, role: Role, shape: Shape, what: string): Promise<void> {
  const seen: unknown[] = []
  for (let n = 0; n < tries; n += 1) {
    const { status, waitMs, cpuMs } = await cost(path, role, shape)
    expect(status, `${what}: ${status}`).toBeLessThan(500)
    if (waitMs <= most.waitMs && cpuMs <= most.cpuMs) return
    seen.push({ waitMs, cpuMs })
  }
  expect.fail(`${what} costs too much: ${JSON.stringify(seen)}`)
}

const doer = ({ doneBy }: Line): Role =>
  roles.find((role) => (doneBy ?? '').split(' ').includes(role)) ?? 'owner'

describe.each(actions)('%s', (file) => {
  test('costs little, whatever the shape of what it is sent', async () => {
    const [line] = lines[file]!
    const path = routePath(file, line!.params)
    for (const [what, shape] of Object.entries(shapes)) await expectCheap(path, doer(line!), shape, what)
  })

  test('costs little, however long and odd the texts are in a form that it knows', async () => {
    for (const line of lines[file]!)
      for (const { body } of line.sends ?? []) {
        if (!(body instanceof URLSearchParams)) continue
        const names = [...new Set(body.keys())].filter((name) => name !== 'intent')
        for (const [n, name] of names.entries()) {
          const sent = new URLSearchParams(body)
          sent.set(name, longText(marks[n % marks.length]!))
          await expectCheap(routePath(file, line.params), doer(line), form(sent.toString()), name)
        }
      }
  })
})

test('Markdown of any marks is previewed, and kept, without keeping anybody waiting', async () => {
  const file = 'studio.$org.content.new.tsx'
  const [line] = lines[file]!
  const path = routePath(file, line!.params)
  for (const mark of marks) {
    const words = new URLSearchParams({ intent: 'preview', words: longText(mark) }).toString()
    await expectCheap(path, 'creator', form(words), mark)
  }
}, 120_000)
