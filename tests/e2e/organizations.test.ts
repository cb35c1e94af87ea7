import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { browserCookie } from '#tests/support/ask.ts'
import type { Visitor } from '#tests/support/browser.ts'
import type { Organization, Person, Post } from '#tests/support/world.ts'
import { useProduct } from '#tests/support/product.ts'

const product = useProduct()
let maya: Person
let yoga: Organization
let film: Post
let song: Post

beforeAll(async () => {
  maya = await product.world.person('Maya', 'creator')
  yoga = await product.world.organization(maya, { name: 'Yoga' })
  film = await product.world.post(maya, yoga, { title: 'Morning film' })
  song = await product.world.post(maya, yoga, { title: 'Evening song' })
})
async function signedIn(person: Person, expected: RegExp[] = []): Promise<Visitor> {
  const visitor = await product.visit(expected)
  await visitor.context.addCookies([await browserCookie(product.wiring, person)])
  return visitor
}

const headings = (page: Page) => page.locator('main h3').allTextContents()

test('what an owner sets is on the storefront: words, logo, colours, and featured posts in their order', async () => {
  const { page, complaints } = await signedIn(maya)
  const settings = `/studio/${yoga.slug}/settings`

  await page.goto(settings)
  await page.getByLabel('Description').fill('Slow films for long evenings')
  await page.getByRole('button', { name: 'Save settings' }).click()
  await page.getByText('Settings saved').waitFor()

  await page.goto(`${settings}/branding`)
  await page.getByLabel('Main colour', { exact: true }).fill('#ffee00')
  await page.getByText(/Light: shown as #[0-9a-f]{6} to be readable/).waitFor()
  await page.getByRole('button', { name: 'Save colours' }).click()
  await page.getByText('Colours saved').waitFor()
  const script = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><script>window.ran = true</script><circle cx="32" cy="32" r="30"/></svg>`
  await page.getByLabel('Logo from a file').setInputFiles({
    name: 'logo.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from(script),
  })
  await page.getByRole('button', { name: 'Upload logo' }).click()
  await page.getByRole('img', { name: 'The present logo' }).waitFor()

  await page.goto(`${settings}/storefront`)
  for (const title of ['Morning film', 'Evening song']) {
    await page.getByLabel('Another post').selectOption({ label: title })
    await page.getByRole('button', { name: 'Add', exact: true }).click()
  }
  const order = page.getByRole('list', { name: 'Featured posts, in order' }).getByRole('listitem')
  expect(await order.allInnerTexts()).toEqual(['Morning film', 'Evening song'])
  await page.getByRole('button', { name: 'Move Evening song up' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => order.allInnerTexts()).toEqual(['Evening song', 'Morning film'])
  await page.getByLabel('Website').fill('https://example.com/yoga')
  await page.getByRole('button', { name: 'Save storefront' }).click()
  await page.getByText('Storefront saved').waitFor()

  await page.goto(`/${yoga.slug}`)
  await page.getByText('Slow films for long evenings').waitFor()
  expect(await headings(page)).toEqual(['Evening song', 'Morning film'])
  expect(await page.getByRole('link', { name: 'Website' }).getAttribute('rel')).toBe('me noopener')
  const logo = page.locator('main header img')
  await expect.poll(() => logo.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(512)
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  expect(complaints).toEqual([])
})

test('another organization opens at the section that is open now', async () => {
  const second = await product.world.organization(maya, { name: 'Second' })
  const { page, complaints } = await signedIn(maya)
  await page.goto(`/studio/${yoga.slug}/content`)
  await page.getByRole('button', { name: 'Account of Maya' }).click()
  await page.getByRole('menuitem', { name: 'Second' }).click()
  await page.waitForURL(`**/studio/${second.slug}/content`)
  await page.getByRole('button', { name: 'Account of Maya' }).click()
  await page.getByRole('menuitem', { name: /^Yoga/ }).click()
  await page.waitForURL(`**/studio/${yoga.slug}/content`)
  expect(complaints).toEqual([])
})

test('on a host of its own a storefront is browsed without leaving it, and buying leads to the platform', async () => {
  const { page, complaints } = await product.visit()
  const { host } = new URL(product.wiring.env.APP_URL)
  const own = `http://${yoga.slug}.${host}`
  await page.goto(own)
  await page.getByRole('link', { name: song.title }).first().click()
  await page.waitForURL(`${own}/${song.slug}`)
  await page.getByRole('main').getByRole('link', { name: 'Yoga', exact: true }).click()
  await page.waitForURL(`${own}/`)
  await page.getByRole('link', { name: film.title }).first().click()
  await page.getByRole('link', { name: /^Buy for/ }).click()
  await page.waitForURL((url) => url.host === host && url.pathname === '/login')
  expect(complaints).toEqual([])
})

test('a deleted organization is gone, and comes back from the list of one’s own', async () => {
  const { page, complaints } = await signedIn(maya, [/status of (400|404)/])
  await page.goto(`/studio/${yoga.slug}/settings/deletion`)
  const confirmation = page.getByLabel(`Type ${yoga.slug} to delete it`)
  await confirmation.fill('yoga')
  await page.getByRole('button', { name: 'Delete organization' }).click()
  await page.getByText(`Type ${yoga.slug} to delete the organization.`).waitFor()
  await confirmation.fill(yoga.slug)
  await page.getByRole('button', { name: 'Delete organization' }).click()
  await page.waitForURL('**/studio?all')
  await page.getByText(/is gone for good on/).waitFor()
  expect((await page.request.get(`/${yoga.slug}`)).status()).toBe(404)
  await page.getByRole('button', { name: 'Restore Yoga' }).click()
  await page.getByText('Organization restored').waitFor()
  expect((await page.request.get(`/${yoga.slug}`)).status()).toBe(200)
  expect(complaints).toEqual([])
})
