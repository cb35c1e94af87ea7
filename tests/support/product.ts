import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, inject } from 'vitest'
import { openBrowser, visit, type Visitor } from './browser.ts'
import { end, openWeb, openWorker, type TestProcess } from './processes.ts'
import { wire, type Wiring } from './wiring.ts'
import { openWorld, type World } from './world.ts'

type Product = { wiring: Wiring; world: World; browser: Browser }

/**
 * The product as its people use it: the web process, with `worker` a worker too, and a browser. Call it at the top of a file; what
 * it answers is filled when the tests run.
 */
export function useProduct({ worker = false } = {}) {
  const product = {} as Product
  let processes: TestProcess[] = []
  beforeAll(async () => {
    product.wiring = await wire({}, inject('stack').webPort)
    product.world = await openWorld(product.wiring.database)
    const { processEnv } = product.wiring
    processes = await Promise.all([openWeb(processEnv), ...(worker ? [openWorker(processEnv)] : [])])
    product.browser = await openBrowser()
  })
  afterAll(async () => {
    await product.browser.close()
    await Promise.all(processes.map(end))
    await product.world.close()
    await product.wiring.close()
  })
  return Object.assign(product, {
    /** Somebody with a browser of their own; complaints that a test provokes are named in `expected`. */
    visit: (expected?: RegExp[]): Promise<Visitor> =>
      visit(product.browser, product.wiring.env.APP_URL, expected),
  })
}
