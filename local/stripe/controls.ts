import { z } from 'zod'
import { testCard } from './actions/cards.ts'
import { expireCheckout } from './actions/expire-checkout.ts'
import { openDispute } from './actions/open-dispute.ts'
import { payCheckout } from './actions/pay-checkout.ts'
import { repriceCheckout } from './actions/reprice-checkout.ts'
import { resolveDispute } from './actions/resolve-dispute.ts'
import { settleBankPayment } from './actions/settle-bank-payment.ts'
import { faultKinds } from './faults.ts'
import { findCharge } from './rooms/charges.ts'
import { findSession } from './rooms/checkout-sessions.ts'
import { findDispute } from './rooms/disputes.ts'
import { findEvent } from './rooms/events.ts'
import { refundCharge } from './rooms/refunds.ts'
import type { LoggedCall } from './wire/api.ts'
import { invalid, unknownAddress } from './wire/errors.ts'
import { deliveryModes } from './webhooks.ts'
import type { World } from './world.ts'

type Control = {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  body: z.ZodType
  run(world: World, body: unknown, id: string): object | Promise<object>
}

function control<S extends z.ZodType>(
  method: Control['method'],
  path: string,
  body: S,
  run: (world: World, body: z.output<S>, id: string) => object | Promise<object>,
): Control {
  return { method, path, body, run: run as Control['run'] }
}

const nothing = z.object({})
const times = z.coerce.number().int().min(1).max(500)
const cents = z.int().min(1)
const webAddress = z.url({ protocol: /^https?$/ })

const payBody = z.object({
  method: z.enum(['card', 'bank']).default('card'),
  card: z.string().default(testCard),
  email: z.email().optional(),
  name: z.string().optional(),
})

const repriceBody = z.object({ amount: cents.optional(), currency: z.string().length(3).optional() })

const disputeBody = z.object({ amount: cents.optional(), reason: z.string().optional() })
const failBody = z.object({
  path: z.string().min(1),
  method: z.enum(['GET', 'POST', 'DELETE']).optional(),
  times: times.default(1),
  kind: z.preprocess((kind) => (typeof kind === 'number' ? String(kind) : kind), z.enum(faultKinds)),
})
const releaseBody = z.object({
  order: z.union([z.enum(['created', 'reverse']), z.array(z.string())]).optional(),
})

/** What tests and the page at `/` may make happen, as JSON under `/_control`. The log of calls is handed in. */
export function createControls(calls: LoggedCall[], reset: () => void) {
  const controls: Control[] = [
    control('GET', '/state', nothing, (world) => describe(world)),
    control('GET', '/calls', z.object({ path: z.string().optional() }), (_world, { path }) => ({
      data: calls.filter((call) => !path || call.path === path),
    })),
    control('POST', '/reset', nothing, (world) => {
      reset()
      return describe(world)
    }),

    control('POST', '/mode', z.object({ delivery: z.enum(deliveryModes) }), (world, { delivery }) => {
      world.webhooks.setMode(delivery)
      return describe(world)
    }),
    control('POST', '/resume', nothing, async (world) => {
      world.webhooks.setMode('normal')
      return { data: await world.webhooks.release() }
    }),
    control('POST', '/webhook-url', z.object({ url: webAddress.nullable() }), (world, { url }) => {
      world.webhooks.setUrl(url ?? undefined)
      return describe(world)
    }),
    control(
      'GET',
      '/deliveries',
      z.object({ state: z.string().optional(), event: z.string().optional(), type: z.string().optional() }),
      (world, { state, event, type }) => ({
        data: [...world.store.rows.deliveries.values()].filter(
          (each) =>
            (!state || each.state === state) &&
            (!event || each.event === event) &&
            (!type || each.type === type),
        ),
      }),
    ),
    control('POST', '/deliveries/release', releaseBody, async (world, { order }) => ({
      data: await world.webhooks.release(order),
    })),
    control('POST', '/deliveries/drop', nothing, (world) => ({ dropped: world.webhooks.dropAll() })),
    control('POST', '/events/:id/deliver', z.object({ times: times.default(1) }), async (world, body, id) => {
      const attempts = await world.webhooks.deliverNow(findEvent(world, id), body.times)
      return { delivered: attempts.filter(({ error }) => !error).length, attempts }
    }),

    control('POST', '/checkout/:id/pay', payBody, (world, { email = null, name = null, ...how }, id) => {
      const session = findSession(world, id)
      const means = how.method === 'card' ? { method: how.method, card: how.card } : { method: how.method }
      return { ...payCheckout(world, session, { email, name, ...means }), session }
    }),
    control('POST', '/events/:id/age', z.object({ seconds: z.int().min(1) }), (world, { seconds }, id) => {
      const event = findEvent(world, id)
      event.created -= seconds
      return { event }
    }),
    control('POST', '/checkout/:id/reprice', repriceBody, (world, wanted, id) => ({
      session: repriceCheckout(findSession(world, id), wanted),
    })),
    control(
      'POST',
      '/checkout/:id/async',
      z.object({ result: z.enum(['succeeded', 'failed']) }),
      (world, { result }, id) => ({
        session: settleBankPayment(world, findSession(world, id), result),
      }),
    ),
    control('POST', '/checkout/:id/expire', nothing, (world, _body, id) => ({
      session: expireCheckout(world, findSession(world, id)),
    })),
    control('POST', '/charges/:id/dispute', disputeBody, (world, body, id) => ({
      dispute: openDispute(world, findCharge(world, id), body),
    })),
    control('POST', '/charges/:id/refund', z.object({ amount: cents.optional() }), (world, body, id) => ({
      refund: refundCharge(world, findCharge(world, id), body),
    })),
    control(
      'POST',
      '/disputes/:id/resolve',
      z.object({ outcome: z.enum(['won', 'lost']) }),
      (world, { outcome }, id) => ({
        dispute: resolveDispute(world, findDispute(world, id), outcome),
      }),
    ),

    control('POST', '/fail', failBody, (world, fault) => {
      world.faults.add(fault)
      return { data: world.faults.list() }
    }),
    control('GET', '/fail', nothing, (world) => ({ data: world.faults.list() })),
    control('DELETE', '/fail', nothing, (world) => {
      world.faults.clear()
      return { data: [] }
    }),
  ]

  /** Runs a control. `path` is what follows `/_control`; the query and a JSON body together are its input. */
  return async function run(
    world: World,
    method: string,
    path: string,
    query: URLSearchParams,
    body: string,
  ): Promise<object> {
    for (const each of controls) {
      const match =
        each.method === method && new RegExp(`^${each.path.replace(':id', '([^/]+)')}$`).exec(path)
      if (!match) continue
      const read = each.body.safeParse({ ...Object.fromEntries(query), ...readJson(body) })
      if (!read.success)
        throw invalid(z.prettifyError(read.error), { param: read.error.issues[0]?.path.join('.') ?? '' })
      return each.run(world, read.data, match[1] ?? '')
    }
    throw unknownAddress(method, `/_control${path}`)
  }
}

function readJson(body: string): object {
  if (body === '') return {}
  try {
    const read: unknown = JSON.parse(body)
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read
  } catch {
    throw invalid('The body is not JSON.')
  }
  throw invalid('The body is not a JSON object.')
}

function describe(world: World): object {
  const counts = Object.entries(world.store.rows).map(([name, rows]) => [name, rows.size])
  return {
    delivery: world.webhooks.mode(),
    webhook_url: world.webhooks.url() ?? null,
    faults: world.faults.list(),
    counts: Object.fromEntries(counts) as Record<string, number>,
  }
}
