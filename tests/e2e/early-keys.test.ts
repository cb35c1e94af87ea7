import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openBrowser, visit } from '#tests/support/browser.ts'
import { end, openWeb, type TestProcess } from '#tests/support/processes.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'

let wiring: Wiring
let web: TestProcess
let browser: Browser

beforeAll(async () => {
  wiring = await wire({}, inject('stack').webPort)
  web = await openWeb(wiring.processEnv)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await end(web)
  await wiring.close()
})

/** Presses a key in every turn of the page's event loop, from its first line on. */
function pressKeysWithoutPause(): void {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    document.querySelector('input')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))
    port2.postMessage('again')
  }
  port2.postMessage('begin')
}

test('a page comes alive under the hands of somebody who types before it has loaded', async () => {
  const { page, complaints } = await visit(browser, wiring.env.APP_URL)
  await page.addInitScript(pressKeysWithoutPause)
  await page.goto('/login')
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('Enter your password').waitFor()
  expect(complaints).toEqual([])
})
