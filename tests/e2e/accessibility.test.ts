import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { browserCookie } from '#tests/support/ask.ts'
import { openBrowser, visit } from '#tests/support/browser.ts'
import { faultsOf } from '#tests/support/page-faults.ts'
import { end, openWeb, type TestProcess } from '#tests/support/processes.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let web: TestProcess
let browser: Browser
let pages: { guest: string[]; owner: string[]; platform: string[] }
let platformCookie: { name: string; value: string; url: string }
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
      ...['', '/branding', '/storefront', '/domain', '/security', '/deletion'].map(
        (place) => `${studio}/settings${place}`,
      ),
      `${studio}/audit`,
      `${studio}/audit?result=refused`,
      '/studio?all',
      '/account/organizations',
      `/${organization.slug}/${post.slug}`,
    ],
    platform: [
      '/platform/people',
      '/platform/people?q=maya',
      `/platform/people/${owner.id}/see-as`,
      `/platform/people/${owner.id}/account`,
      '/platform/audit',
      '/platform/audit?organization=nobody',
    ],
  }
  platformCookie = await browserCookie(wiring, await world.person('Ada', 'platform_owner'))
  web = await openWeb(wiring.processEnv)
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
  await end(web)
  await world.close()
  await wiring.close()
})

async function faultsAt(page: Page, path: string): Promise<string[]> {
  await page.goto(path)
  await page.waitForLoadState('networkidle')
  return faultsOf(page)
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => url.pathname !== '/login')
}

test.each([
  ['light', 1440],
  ['dark', 390],
] as const)('every page can be used by everybody, in %s at %i px', async (colorScheme, width) => {
  const { page, complaints } = await visit(browser, wiring.env.APP_URL, [/status of 404/])
  await page.setViewportSize({ width, height: 900 })
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  const faults: string[] = []
  for (const path of pages.guest) faults.push(...(await faultsAt(page, path)))
  await signIn(page, email)
  for (const path of pages.owner) faults.push(...(await faultsAt(page, path)))
  expect(faults).toEqual([])
  expect(complaints).toEqual([])

  const platform = await visit(browser, wiring.env.APP_URL)
  await platform.page.setViewportSize({ width, height: 900 })
  await platform.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await platform.context.addCookies([platformCookie])
  for (const path of pages.platform) faults.push(...(await faultsAt(platform.page, path)))
  expect(faults).toEqual([])
  expect(platform.complaints).toEqual([])
})
