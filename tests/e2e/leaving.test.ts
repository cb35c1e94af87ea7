import { unzipSync } from 'fflate'
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openBrowser, visit } from '#tests/support/browser.ts'
import { end, openWeb, openWorker, type TestProcess } from '#tests/support/processes.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Person, type World } from '#tests/support/world.ts'

const password = 'a long enough secret'

let wiring: Wiring
let world: World
let processes: TestProcess[]
let browser: Browser
let nora: Person

beforeAll(async () => {
  wiring = await wire({}, inject('stack').webPort)
  world = await openWorld(wiring.database)
  nora = await world.person('Nora')
  await world.setPassword(nora, password)
  processes = await Promise.all([openWeb(wiring.processEnv), openWorker(wiring.processEnv)])
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await Promise.all(processes.map(end))
  await world.close()
  await wiring.close()
})

async function signIn(page: Page): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('E-mail').fill(nora.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => url.pathname !== '/login')
}

test('somebody takes their data along, asks to be deleted, and changes their mind', async () => {
  const { page, complaints } = await visit(browser, wiring.env.APP_URL, [/status of 400/])
  await signIn(page)
  await page.goto('/account/profile')
  await page.getByRole('link', { name: 'Your data' }).click()
  await page.getByRole('button', { name: 'Make my archive' }).click()
  await page.getByText('Your archive is ready').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download archive' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^codex-data-[\d-]+\.zip$/)
  const files = unzipSync(new Uint8Array(await readFile(await download.path())))
  expect(Object.keys(files)).toContain('README.txt')

  await page.getByRole('link', { name: 'Delete account' }).click()
  await page.getByRole('heading', { name: 'What happens' }).waitFor()
  await page.getByLabel(`Type ${nora.email}`).fill('somebody@codex.test')
  await page.getByRole('button', { name: 'Delete account' }).click()
  await page.getByText(`Type ${nora.email} to delete your account.`).waitFor()
  await page.getByLabel(`Type ${nora.email}`).fill(nora.email)
  await page.getByRole('button', { name: 'Delete account' }).click()
  await page.waitForURL('**/account/data')
  await page.getByRole('heading', { name: 'Your account is about to be deleted' }).waitFor()

  await page.goto('/library')
  const banner = page.getByRole('region', { name: 'Deletion of your account' })
  await banner.getByRole('button', { name: 'Keep my account' }).click()
  await page.getByText('Your account stays').waitFor()
  expect(await banner.count()).toBe(0)
  expect(complaints).toEqual([])
})
