import { readdirSync } from 'node:fs'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallKey } from '#domain/organization/picture-keys.ts'
import { routesOf } from '#tests/support/ask.ts'
import { drawClip } from '#tests/support/media.ts'
import { planMedia, workOffTasks } from '#tests/support/ready-media.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type World } from '#tests/support/world.ts'
import { oddRequests } from './odd-bodies.ts'
import { routeLines, type Line } from './route-lines.ts'
import { layRouteWorld, marks, roles, type Mark, type Role, type RouteWorld } from './route-world.ts'

const routeFiles = readdirSync('app/routes').sort()

type Handle = (args: LoaderFunctionArgs & ActionFunctionArgs) => unknown
type Answer = { readonly status: number; readonly body: string; readonly location: string }

let wiring: Wiring
let world: World
let laid: RouteWorld
let routes: Record<string, { loader?: Handle; action?: Handle }>
let asking: ReturnType<typeof routesOf>
let lines: Record<string, readonly Line[]>

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  // Long enough for a preview.
  const file = await drawClip({ seconds: 13, width: 426, height: 240 })
  const loaded = await Promise.all(
    routeFiles.map(async (file) => [file, (await import(`../../app/routes/${file}`)) as object] as const),
  )
  routes = Object.fromEntries(loaded)
  laid = await layRouteWorld(world, (creator) => planMedia(wiring, world, creator, file))
  await workOffTasks(wiring, world)
  await layPictures()
  asking = routesOf(wiring)
  lines = routeLines(laid)
}, 120_000)
afterAll(async () => {
  await world.close()
  await wiring.close()
})

/** A logo and a wide picture for each organization. */
async function layPictures(): Promise<void> {
  for (const { id } of [laid.open, laid.closed]) {
    const keys = { logo: `${id}/logo.webp`, hero: `${id}/hero.webp` }
    for (const key of [keys.logo, keys.hero, smallKey(keys.hero)])
      await wiring.needs.storage.put({ bucket: 'assets', key }, Buffer.from('a picture'), 'image/webp')
    await world.query('update app.organizations set logo_key = $2, hero_key = $3 where id = $1', [
      id,
      keys.logo,
      keys.hero,
    ])
  }
}

/** The whole body; of a stream of events that never ends, all that it says of its own accord. */
async function bodyOf(answer: Response): Promise<string> {
  if (!answer.headers.get('content-type')?.includes('text/event-stream')) return answer.text()
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let body = ''
  while (!body.includes('data: ')) body += (await reader.read()).value ?? ''
  await reader.cancel()
  return body
}

/** Status and whole body of what a handler answers or throws; a bug is 500. */
async function ask(
  handle: Handle,
  { params = {}, search = '' }: Line,
  who: Role,
  init?: RequestInit,
): Promise<Answer> {
  const asked = asking.ask(
    ((args: LoaderFunctionArgs & ActionFunctionArgs) => Promise.resolve().then(() => handle(args))) as never,
    `/x${search}`,
    params,
    laid.people[who],
    init,
  ) as Promise<unknown>
  const answer = await asked.catch((thrown: unknown) => thrown)
  if (answer instanceof Error) return { status: 500, body: String(answer.stack), location: '' }
  if (answer instanceof Response) {
    const location = answer.headers.get('location') ?? ''
    return { status: answer.status, body: (await bodyOf(answer)) + location, location }
  }
  const { init: sent } = (answer ?? {}) as { init?: ResponseInit | null }
  return { status: sent?.status ?? 200, body: JSON.stringify(answer) ?? '', location: '' }
}

const marksIn = (body: string) =>
  (Object.keys(marks) as Mark[]).filter((mark) => body.includes(marks[mark])).sort()
const named = (names = '') => names.split(' ')
const marksOf = (shows: Line['shows'], role: Role) =>
  (Object.keys(shows ?? {}) as Mark[]).filter((mark) => named(shows![mark]).includes(role)).sort()
/** A redirect to another host goes to a file in storage. */
const isOpened = ({ status, location }: Answer) => status === 200 || URL.canParse(location)
const opensTo = ({ opens }: Line, role: Role) => opens === undefined || named(opens).includes(role)

/** Everything the organizations have, and what is the owner's alone. */
async function belongings(): Promise<unknown> {
  const of = (table: string, where: string, ...values: unknown[]) =>
    world.query(`select * from app.${table} t where ${where} order by t::text`, values)
  const organizations = [laid.open.id, laid.closed.id]
  return {
    posts: await of('content', 'organization_id = any ($1)', organizations),
    organizations: await of('organizations', 'id = any ($1)', organizations),
    media: await of('media_items', 'creator_id = $1', laid.people.creator.id),
    uploads: await of('uploads', 'creator_id = $1', laid.people.creator.id),
    parts: await of('upload_parts', 'creator_id = $1', laid.people.creator.id),
    purchases: await of('purchases', 'organization_id = any ($1)', organizations),
    checkouts: await of('checkouts', 'id = $1', laid.checkoutId),
    people: await of('organization_memberships', 'organization_id = any ($1)', organizations),
    invitations: await of('organization_invitations', 'organization_id = any ($1)', organizations),
    roles: await of('organization_role_definitions', 'organization_id = any ($1)', organizations),
    audit: await of('audit_events', `organization_id = any ($1) and action not like '%.view'`, organizations),
    passkeys: await of('passkeys', 'user_id = $1', laid.people.owner.id),
    owner: await of('users', 'id = $1', laid.people.owner.id),
  }
}

test('every route has its lines', () => {
  expect(Object.keys(lines).sort()).toEqual(routeFiles)
})

test('every route that takes something is sent something', () => {
  const taking = routeFiles.filter((file) => routes[file]!.action)
  expect(taking.filter((file) => !lines[file]!.some(({ sends = [] }) => sends.length > 0))).toEqual([])
})

test('every private thing of the world is shown to somebody by some route, but what the platform keeps of a sale', () => {
  const shown = Object.values(lines).flatMap((ways) => ways.flatMap(({ shows = {} }) => Object.keys(shows)))
  expect([...new Set(shown)].sort()).toEqual(
    Object.keys(marks)
      .filter((mark) => mark !== 'fee')
      .sort(),
  )
})

describe.each(routeFiles)('%s', (file) => {
  test('shows each person what is theirs to see, and nothing else', async () => {
    const { loader } = routes[file]!
    if (!loader) return
    for (const [index, line] of lines[file]!.entries()) {
      for (const role of roles) {
        const answer = await ask(loader, line, role)
        const { status, body } = answer
        const what = `way ${index + 1}, ${role}, ${status}: ${body.slice(0, 2000)}`
        expect(marksIn(body), what).toEqual(marksOf(line.shows, role))
        expect(isOpened(answer), what).toBe(opensTo(line, role))
        expect([200, 302, 303, 401, 402, 403, 404, 405], what).toContain(answer.status)
      }
    }
  })

  test('changes nothing of an organization for anybody whose it is not to change', async () => {
    const { action } = routes[file]!
    if (!action) return
    const before = await belongings()
    for (const line of lines[file]!) {
      for (const role of roles.filter((name) => !named(line.doneBy).includes(name))) {
        for (const sent of line.sends ?? []) {
          const { status, body } = await ask(action, line, role, sent)
          expect(status, `${role}: ${body}`).toBeLessThan(500)
          const seen = marksOf({ ...line.shows, ...line.answers }, role)
          expect(seen, `${role}: ${body}`).toEqual(expect.arrayContaining(marksIn(body)))
        }
      }
    }
    expect(await belongings()).toEqual(before)
  })

  test('takes ids that are none calmly', async () => {
    const { loader, action } = routes[file]!
    for (const line of lines[file]!) {
      for (const name of Object.keys(line.params ?? {})) {
        for (const id of ['nonsense', "' or 1=1 --", '..', 'x'.repeat(3000), '%', '💥\r\nx']) {
          const odd = { ...line, params: { ...line.params, [name]: id } }
          const answers = [
            ...(loader ? [await ask(loader, odd, 'owner')] : []),
            ...(action && line.sends?.[0] ? [await ask(action, odd, 'owner', line.sends[0])] : []),
          ]
          for (const { status, body } of answers) expect(status, `${name}=${id}: ${body}`).toBeLessThan(500)
        }
      }
    }
  })
})

// Last, because whoever may do a thing does some of it.
describe.each(routeFiles)('%s', (file) => {
  test('answers a body of any shape calmly', async () => {
    const { action } = routes[file]!
    if (!action) return
    for (const line of lines[file]!) {
      const who = roles.find((role) => named(line.doneBy).includes(role)) ?? 'owner'
      for (const sent of line.sends ?? [])
        for (const odd of oddRequests(sent)) {
          const { status, body } = await ask(action, line, who, odd)
          expect(status, `${who}: ${body}`).toBeLessThan(500)
          expect(body).not.toMatch(/node_modules|\bat .*:\d+:\d+/)
        }
    }
  })
})
