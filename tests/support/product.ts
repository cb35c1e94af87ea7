import getPort from 'get-port'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, inject } from 'vitest'
import { startStripe, type StripeStandIn } from '#local/stripe/server.ts'
import { openBrowser, visit, type Visitor } from './browser.ts'
import { end, openWeb, openWorker, type TestProcess } from './processes.ts'
import { wire, type Wiring } from './wiring.ts'
import { openWorld, type World } from './world.ts'

type Product = { wiring: Wiring; world: World; browser: Browser }

/**
 * The product as its people use it: the web process on a port of its own, with `worker` a worker too, a Stripe of its own that knows
 * the way to it, and a browser; so files run beside each other. Call it at the top of a file; what
 * it answers is filled when the tests run.
 */
export function useProduct({ worker = false } = {}) {
  const product = {} as Product
  let processes: TestProcess[] = []
  let stripe: StripeStandIn
  beforeAll(async () => {
    const port = await getPort({ host: '127.0.0.1' })
    const webhookUrl = `http://127.0.0.1:${port}/webhooks/stripe`
    stripe = await startStripe({ port: 0, ...inject('stack').secrets.stripe, webhookUrl })
    product.wiring = await wire({ STRIPE_API_URL: stripe.url }, port)
    product.world = await openWorld(product.wiring.database)
    const { processEnv } = product.wiring
    processes = await Promise.all([openWeb(processEnv), ...(worker ? [openWorker(processEnv)] : [])])
    product.browser = await openBrowser()
  })
  afterAll(async () => {
    await product.browser.close()
    await Promise.all(processes.map(end))
    await stripe.close()
    await product.world.close()
    await product.wiring.close()
  })
  return Object.assign(product, {
    /** Somebody with a browser of their own; complaints that a test provokes are named in `expected`. */
    visit: (expected?: RegExp[]): Promise<Visitor> =>
      visit(product.browser, product.wiring.env.APP_URL, expected),
  })
}
