import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openBrowser, visit } from '#tests/support/browser.ts'
import { end, openWeb, type TestProcess } from '#tests/support/processes.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let web: TestProcess
let browser: Browser
let pages: { guest: string[]; owner: string[] }
let email: string
const password = 'a long enough secret'

beforeAll(async () => {
  wiring = await wire({}, inject('stack').webPort)
  world = await openWorld(wiring.database)
  const owner = await world.person('Maya', 'creator')
  email = owner.email
  await world.setPassword(owner, password)
  const organization = await world.organization(owner)
  const media = await world.media(owner, { status: 'failed' })
  const post = await world.post(owner, organization, { priceCents: 0 })
  const film = await world.post(owner, organization, { priceCents: 1200 })
  await world.sale(owner, film, organization)
  const studio = `/studio/${organization.slug}`
  pages = {
    guest: [
      '/',
      '/login',
      '/register',
      '/reset',
      '/reset?token=none',
      '/verify?token=none',
      '/invite/none',
      `/${organization.slug}`,
      `/${organization.slug}/${film.slug}`,
      '/no/such/page',
    ],
    owner: [
      '/',
      '/library',
      '/purchases',
      '/account/profile',
      '/account/email',
      '/account/password',
      '/account/devices',
      '/account/security',
      '/account/confirm',
      '/account/data',
      '/account/data/deletion',
      '/studio/new',
      `${studio}/media`,
      `${studio}/media/${media.id}`,
      `${studio}/content`,
      `${studio}/content/new`,
      `${studio}/content/${post.id}`,
      `${studio}/transcoding`,
      `${studio}/sales`,
      `${studio}/people`,
      `${studio}/people/roles`,
      '/account/organizations',
      `/${organization.slug}/${post.slug}`,
    ],
  }
  web = await openWeb(wiring.processEnv)
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
  await end(web)
  await world.close()
  await wiring.close()
})

/** What a page has against WCAG 2.2 AA, and whether it scrolls sideways. */
async function faultsOf(page: Page, path: string): Promise<string[]> {
  await page.goto(path)
  await page.waitForLoadState('networkidle')
  const { violations } = await new AxeBuilder({ page })
    .options({ rules: { 'target-size': { enabled: true } } })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const faults = violations.map(
    ({ id, nodes }) => `${path}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  )
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  return isWide ? [...faults, `${path}: scrolls sideways at ${page.viewportSize()?.width} px`] : faults
}

test.each([
  ['light', 1440],
  ['dark', 390],
] as const)('every page can be used by everybody, in %s at %i px', async (colorScheme, width) => {
  const { page, complaints } = await visit(browser, wiring.env.APP_URL, [/status of 404/])
  await page.setViewportSize({ width, height: 900 })
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  const faults: string[] = []
  for (const path of pages.guest) faults.push(...(await faultsOf(page, path)))
  await page.goto('/login')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => url.pathname !== '/login')
  for (const path of pages.owner) faults.push(...(await faultsOf(page, path)))
  expect(faults).toEqual([])
  expect(complaints).toEqual([])
})
