import { readdirSync } from 'node:fs'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { action as seeAs } from '#app/routes/platform.people.$personId.see-as.tsx'
import { beginTotp, readTotp } from '#domain/account/enrol-totp.ts'
import { routesOf } from '#tests/support/ask.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type World } from '#tests/support/world.ts'
import { routeLines } from './route-lines.ts'
import { layRouteWorld, marks, type RouteWorld } from './route-world.ts'

type Handle = (args: LoaderFunctionArgs & ActionFunctionArgs) => unknown

let wiring: Wiring
let world: World
let laid: RouteWorld

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  laid = await layRouteWorld(world)
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

test('no page shows support what is secret: the secret of an app that is being set up, an archive of the person’s data', async () => {
  const { owner, platform } = laid.people
  const totp = { personId: owner.id, platformSecret: wiring.env.SESSION_SECRET }
  await wiring.asActor(owner.actor, (tx) => beginTotp(tx, totp))
  const { secret } = (await wiring.asActor(owner.actor, (tx) => readTotp(tx, totp)))!
  const asking = routesOf(wiring)
  const lines = routeLines(laid)
  const seen: string[] = []
  const look = async (who: typeof owner) => {
    seen.length = 0
    for (const file of readdirSync('app/routes')) {
      const { loader } = (await import(`../../app/routes/${file}`)) as { loader?: Handle }
      // A stream of events never ends.
      if (!loader || file === 'live.media.ts') continue
      for (const { params = {}, search = '' } of lines[file]!) {
        const handle = (args: LoaderFunctionArgs & ActionFunctionArgs) =>
          Promise.resolve()
            .then(() => loader(args))
            .catch((thrown: unknown) => thrown)
        const answer: unknown = await asking.ask(handle as never, `/x${search}`, params, who)
        const body =
          answer instanceof Response
            ? (await answer.text()) + (answer.headers.get('location') ?? '')
            : (JSON.stringify(answer) ?? '')
        if (body.includes(secret)) seen.push(`${file}: totp`)
        if (body.includes(marks.archive)) seen.push(`${file}: archive`)
      }
    }
    return [...new Set(seen)].sort()
  }
  // The person themselves is shown both: the law can see them.
  expect(await look(owner)).toEqual([
    'account.data_.archive.$exportId.ts: archive',
    'account.security_.authenticator.tsx: totp',
  ])
  const started = await asking.ask(seeAs as never, '/x', { personId: owner.id }, platform, {
    method: 'POST',
    body: new URLSearchParams({ reason: 'To see what they see' }),
  })
  expect(started.status).toBe(302)
  expect(await look(platform)).toEqual([])
})
