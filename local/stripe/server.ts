import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expireDueCheckouts } from './actions/expire-checkout.ts'
import { createControls } from './controls.ts'
import { createFaults } from './faults.ts'
import { showCheckout, submitCheckout } from './pages/checkout.ts'
import { showDashboard } from './pages/dashboard.ts'
import { pageOf } from './rooms/checkout-sessions.ts'
import { rooms } from './rooms/index.ts'
import { openStore } from './store.ts'
import { createWebhooks } from './webhooks.ts'
import { createApi, type LoggedCall } from './wire/api.ts'
import { StripeFault, unknownAddress } from './wire/errors.ts'
import { json, readBody, send, type Answer } from './wire/http.ts'
import type { World } from './world.ts'

export type StripeOptions = {
  /** 0 takes any free port. */
  port: number
  secretKey: string
  webhookSecret: string
  /** Where events go; without it they wait until `setWebhookUrl`. */
  webhookUrl?: string | undefined
  /** Where everything is kept between runs; without it, in memory only. */
  dataFile?: string | undefined
  log?: ((line: string) => void) | undefined
  /** The first pause before a webhook is tried again, in milliseconds; later ones are 5, 30 and 300 times as long. */
  retryBaseMs?: number | undefined
  /** How long a webhook's answer may take, in milliseconds. */
  webhookTimeoutMs?: number | undefined
}

export type StripeStandIn = { url: string; close(): Promise<void>; setWebhookUrl(url: string): void }

const keptCalls = 2000

/**
 * Starts the Stripe stand-in on 127.0.0.1: the API for the `stripe` package, the hosted Checkout page, a page for people at
 * `/`, controls under `/_control`. Closing it keeps what was promised (deliveries included) in the data file.
 */
export async function startStripe(options: StripeOptions): Promise<StripeStandIn> {
  const log = options.log ?? (() => undefined)
  const store = openStore(options.dataFile)
  const webhooks = createWebhooks({
    store,
    secret: options.webhookSecret,
    url: options.webhookUrl,
    retryBaseMs: options.retryBaseMs ?? 1000,
    timeoutMs: options.webhookTimeoutMs ?? 20_000,
    log,
  })
  const world: World = {
    store,
    webhooks,
    faults: createFaults(),
    baseUrl: '',
    now: () => Math.floor(Date.now() / 1000),
    request: { id: null, idempotency_key: null },
  }
  const calls: LoggedCall[] = []
  const api = createApi(rooms, options.secretKey)
  const controls = createControls(calls, () => {
    webhooks.clear()
    webhooks.setMode('normal')
    world.faults.clear()
    store.clear()
    calls.length = 0
  })

  async function answer(request: IncomingMessage): Promise<Answer | 'timeout'> {
    const method = request.method ?? 'GET'
    const [path = '/', query = ''] = splitAddress(request.url ?? '/')
    const body = await readBody(request)
    if (path.startsWith('/v1/') || path.startsWith('/v2/')) {
      const done = api(world, { method, path, query, headers: request.headers, body })
      logCall(request, method, path, done)
      return done
    }
    if (method !== 'GET') refuseForeignOrigin(request)
    if (path.startsWith('/_control/')) {
      return json(
        200,
        await controls(world, method, path.slice('/_control'.length), new URLSearchParams(query), body),
      )
    }
    if (path === '/' && method === 'GET') return showDashboard(world)
    const sessionId = /^\/c\/pay\/(\w+)$/.exec(path)?.[1]
    if (sessionId && method === 'GET') return showCheckout(world, sessionId)
    if (sessionId && method === 'POST') return submitCheckout(world, sessionId, body)
    throw unknownAddress(method, path)
  }

  function logCall(request: IncomingMessage, method: string, path: string, done: Answer | 'timeout'): void {
    const key = request.headers['idempotency-key']
    const status = done === 'timeout' ? null : done.status
    const replayed = done !== 'timeout' && done.headers['idempotent-replayed'] === 'true'
    calls.push({
      at: Date.now(),
      method,
      path,
      idempotency_key: typeof key === 'string' ? key : null,
      status,
      replayed,
    })
    if (calls.length > keptCalls) calls.shift()
    log(`${method} ${path} → ${status ?? 'time-out'}`)
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const done = await answer(request)
      if (done !== 'timeout') send(response, done)
    } catch (error) {
      if (response.destroyed) return
      if (error instanceof StripeFault) return send(response, json(error.status, error.body))
      console.error('stripe stand-in:', error)
      send(
        response,
        json(500, { error: { type: 'api_error', message: 'The stand-in has a bug; its log says more.' } }),
      )
    } finally {
      if (request.method !== 'GET') store.saveSoon()
    }
  }

  const server = createServer((request, response) => void handle(request, response))
  server.on('clientError', (_error, socket) => {
    if (socket.writable)
      socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  world.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const session of store.rows.sessions.values()) {
    if (session.status === 'open') session.url = pageOf(world, session.id)
  }
  const clock = setInterval(() => {
    if (expireDueCheckouts(world) > 0) store.saveSoon()
  }, 1000).unref()

  return {
    url: world.baseUrl,
    setWebhookUrl: (url) => webhooks.setUrl(url),
    async close() {
      clearInterval(clock)
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await Promise.all([closed, webhooks.close()])
      await store.flush()
    },
  }
}

function splitAddress(address: string): [string, string] {
  const at = address.indexOf('?')
  return at === -1 ? [address, ''] : [address.slice(0, at), address.slice(at + 1)]
}

/** Another site's page must not press our buttons. */
function refuseForeignOrigin({ headers }: IncomingMessage): void {
  const { origin, host } = headers
  if (origin && origin !== `http://${host}`)
    throw new StripeFault(403, { message: 'This is not for other sites.' })
}
