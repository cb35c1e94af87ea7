import { beforeAll, expect, test } from 'vitest'
import { browserCookie } from '#tests/support/ask.ts'
import { signIn } from '#tests/support/browser.ts'
import { drawClip } from '#tests/support/media.ts'
import { faultsOf } from '#tests/support/page-faults.ts'
import { useProduct } from '#tests/support/product.ts'
import { layReadyMedia } from '#tests/support/ready-media.ts'
import type { Person, Post } from '#tests/support/world.ts'

const product = useProduct()
const password = 'a long enough secret'
let buyer: Person
let film: Post
let host: string

beforeAll(async () => {
  const { world, wiring } = product
  const maya = await world.person('Maya', 'creator')
  const organization = await world.organization(maya, { name: 'Yoga' })
  const file = await drawClip({ seconds: 13, width: 426, height: 240 })
  const media = await layReadyMedia(wiring, world, maya, file)
  film = await world.post(maya, organization, { title: 'Morning yoga', mediaId: media.id })
  buyer = await world.person('Bertram')
  await world.setPassword(buyer, password)
  await world.grant(buyer, film)
  const main = new URL(wiring.env.APP_URL)
  host = `${main.protocol}//${organization.slug}.localhost:${main.port}`
}, 120_000)

test('a film that one owns plays on the organization’s own host, under its name, with nothing of the person in the page', async () => {
  // The player still saves its place as its page is left by signing out.
  const { page, context, complaints } = await product.visit([/401 .*\/resume\)$/])
  await context.addCookies([await browserCookie(product.wiring, buyer)])
  // Without a window it calls itself a bot, and those are not asked about.
  const agent = await page.evaluate(() => navigator.userAgent)
  await page.setExtraHTTPHeaders({ 'user-agent': agent.replace('Headless', '') })
  await page.goto(`${host}/${film.slug}`)
  expect(page.url()).toBe(`${host}/${film.slug}`)
  const header = page.getByRole('banner')
  await header.getByRole('link', { name: 'Yoga' }).waitFor()
  expect(await header.getByText('Codex').count()).toBe(0)
  expect(await page.title()).toBe('Morning yoga · Yoga')
  await page.getByRole('button', { name: 'Play', exact: true }).first().click()
  const time = () => page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime)
  await expect.poll(time, { timeout: 20_000 }).toBeGreaterThan(1)
  expect(await page.content()).not.toContain(buyer.fullName)
  expect(await faultsOf(page)).toEqual([])

  await page.getByRole('button', { name: 'Your account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await header.getByRole('link', { name: 'Sign in' }).waitFor()
  await page.goto(`${product.wiring.env.APP_URL}/library`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(complaints).toEqual([])
})

test('a guest who signs in from the organization’s own host comes back to it and watches', async () => {
  const { page, complaints } = await product.visit()
  await page.goto(`${host}/${film.slug}`)
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
  await signIn(page, buyer, password)
  await page.waitForURL(`${host}/${film.slug}`)
  await page.getByRole('button', { name: 'Play', exact: true }).first().waitFor()
  expect(await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).count()).toBe(0)
  expect(complaints).toEqual([])
})

test('without scripts a guest comes back to it all the same', async () => {
  const context = await product.browser.newContext({
    baseURL: host,
    javaScriptEnabled: false,
    userAgent: 'Mozilla/5.0 Chrome/156.0',
  })
  const page = await context.newPage()
  await page.goto(`/${film.slug}`)
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
  await page.getByLabel('E-mail').fill(buyer.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).waitFor()
  expect(page.url()).toBe(`${host}/${film.slug}`)
})
