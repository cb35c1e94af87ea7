import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { onTestFinished } from 'vitest'
import { startStripe, type StripeOptions, type StripeStandIn } from './server.ts'

export const secretKey = 'sk_test_of_the_tests'
export const webhookSecret = 'whsec_of_the_tests'

/** The real package, talking to the stand-in as the product does. */
export function clientOf(url: string, config: Stripe.StripeConfig = {}): Stripe {
  const { hostname, port } = new URL(url)
  return new Stripe(secretKey, {
    host: hostname,
    port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
    ...config,
  })
}

export type Running = StripeStandIn & {
  stripe: Stripe
  /** Calls a control and answers its JSON; a refusal throws with its message. */
  control<T = unknown>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T>
}

/** A stand-in of the test's own, closed when the test is over. */
export async function startForTest(options: Partial<StripeOptions> = {}): Promise<Running> {
  const standIn = await startStripe({ port: 0, secretKey, webhookSecret, retryBaseMs: 10, ...options })
  onTestFinished(() => standIn.close())
  return {
    ...standIn,
    stripe: clientOf(standIn.url),
    async control<T>(method: string, path: string, body?: object) {
      const sent = body ? { body: JSON.stringify(body) } : {}
      const answer = await fetch(`${standIn.url}/_control${path}`, { method, ...sent })
      const read = (await answer.json()) as T & { error?: { message: string } }
      if (!answer.ok) throw new Error(read.error?.message)
      return read
    },
  }
}

export type Receiver = {
  url: string
  /** Events whose signatures the package accepted, in the order in which they came. */
  events: Stripe.Event[]
  types(): string[]
  /** What to answer the next calls, one status each; then 200. */
  answerWith(...statuses: number[]): void
  close(): Promise<void>
}

/** A webhook address that checks signatures as the product does. */
export async function startReceiver(): Promise<Receiver> {
  const events: Stripe.Event[] = []
  const planned: number[] = []
  const { webhooks } = new Stripe(secretKey)
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const status = planned.shift() ?? 200
      const signature = request.headers['stripe-signature'] ?? ''
      if (status === 200) events.push(webhooks.constructEvent(Buffer.concat(parts), signature, webhookSecret))
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  onTestFinished(close)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/stripe`,
    events,
    types: () => events.map(({ type }) => type),
    answerWith: (...statuses) => void planned.push(...statuses),
    close,
  }
}

/** An open session for one film at 12 dollars. */
export function openSession(
  stripe: Stripe,
  more: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Promise<Stripe.Checkout.Session> {
  return stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [
      { quantity: 1, price_data: { currency: 'usd', unit_amount: 1200, product_data: { name: 'A film' } } },
    ],
    success_url: 'https://shop.test/thanks?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://shop.test/film',
    customer_email: 'buyer@shop.test',
    ...more,
  })
}

/** A session that a card has paid. */
export async function paidSession(
  { stripe, control }: Running,
  more: object = {},
): Promise<Stripe.Checkout.Session> {
  const { id } = await openSession(stripe)
  await control('POST', `/checkout/${id}/pay`, more)
  return stripe.checkout.sessions.retrieve(id)
}
