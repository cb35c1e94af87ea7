import type { Page } from 'playwright-core'
import { beforeAll, expect, inject, test } from 'vitest'
import { openClock, openFactors, password, type Factors } from '#tests/support/factors.ts'
import { faultsOf } from '#tests/support/page-faults.ts'
import type { Organization, Person, Post } from '#tests/support/world.ts'
import { useProduct } from '#tests/support/product.ts'

const product = useProduct({ worker: true })
let factors: Factors
let carl: Person
let organization: Organization
let film: Post

beforeAll(async () => {
  factors = await openFactors(product.wiring, product.world)
  carl = await product.world.person('Carl', 'creator')
  organization = await product.world.organization(carl)
  const shop = await product.world.organization(await product.world.person('Maya', 'creator'), {
    name: 'Shop',
  })
  film = await product.world.post(carl, shop)
  await product.world.sale(carl, film, shop)
  await product.world.grant(carl, film)
})
/** A platform owner with an app, signed in by password and code. */
async function signInAsOwner(page: Page): Promise<Person> {
  const clock = openClock()
  const ada = await factors.person('Ada', 'platform_owner')
  const secret = await factors.enrolTotp(await factors.signIn(ada, clock), clock)
  await page.goto('/login?redirectTo=%2Fplatform')
  await page.getByLabel('E-mail').fill(ada.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  // The code of this half minute was used to set the app up.
  clock.forward(30)
  await page.getByLabel('Code', { exact: true }).fill(await clock.code(secret))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/platform/people')
  return ada
}

const banner = (page: Page) => page.getByRole('region', { name: 'Support mode' })

/** The banner is there, says whom one sees and for how long, and nothing of the page lies under it. */
async function expectBanner(page: Page): Promise<void> {
  await banner(page).getByText(carl.fullName, { exact: true }).waitFor()
  await banner(page)
    .getByText(/(29|30) min/)
    .waitFor()
  await page.evaluate(() => window.scrollTo(0, 200))
  const [above, below] = [
    await banner(page).boundingBox(),
    await page.locator('header').first().boundingBox(),
  ]
  expect(above!.y, page.url()).toBe(0)
  expect(below!.y, page.url()).toBeGreaterThanOrEqual(above!.y + above!.height)
}

test.each([
  ['light', 1440],
  ['dark', 390],
] as const)(
  'the platform owner sees the product as somebody who is told, changes nothing, and is back, in %s at %i px',
  async (colorScheme, width) => {
    const reason = `Carl cannot find what he bought (${colorScheme})`
    const { page, complaints } = await product.visit([/status of 40[34]/])
    await page.setViewportSize({ width, height: 844 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const faults: string[] = []
    const ada = await signInAsOwner(page)
    await page.getByLabel('E-mail or name').fill(carl.email.slice(0, 8))
    await page.getByRole('button', { name: 'Find people' }).click()
    await factors.age(ada)
    await page.getByRole('link', { name: 'See as Carl…' }).click()
    await page.getByRole('heading', { name: 'Confirm it is you' }).waitFor()
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Confirm', exact: true }).click()
    await page.getByRole('heading', { name: 'See the product as Carl' }).waitFor()
    await page.getByLabel('Reason').fill(reason)
    await page.getByRole('button', { name: 'See as Carl' }).click()
    await banner(page).waitFor()
    await page
      .getByRole('status')
      .getByText('Support mode: you see this as Carl, and can change nothing.', { exact: true })
      .waitFor({ state: 'attached' })

    for (const path of [
      '/',
      `/${organization.slug}`,
      '/library',
      '/account/profile',
      `/studio/${organization.slug}/media`,
      '/no/such/page',
    ]) {
      await page.goto(path)
      await expectBanner(page)
      faults.push(...(await faultsOf(page)))
    }
    await page.goto('/library')
    await page.getByText(film.title).first().waitFor()

    await page.goto('/account/profile')
    const biography = page.getByLabel('About you')
    await biography.fill('Somebody else wrote this')
    await page.getByRole('button', { name: 'Save profile' }).click()
    await page.getByRole('main').getByText('nothing was changed').waitFor()
    expect(await biography.inputValue()).toBe('Somebody else wrote this')
    faults.push(...(await faultsOf(page)))

    await page.goto('/account/devices')
    await page.goto(`/studio/${organization.slug}/media`)
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    expect(await focused.innerText()).toMatch(/^End/)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/platform/people')
    await page.getByRole('button', { name: 'Account of Ada' }).waitFor()
    expect(await banner(page).count()).toBe(0)
    await page.goto('/library')
    expect(await page.getByText(film.title).count()).toBe(0)

    const mails = async () => {
      const to = new URLSearchParams({ to: carl.email })
      return (await fetch(`${inject('stack').outside.mailbox}/api/mails?${to}`)).text()
    }
    await expect.poll(mails, { timeout: 30_000 }).toContain(reason)
    expect(
      await product.world.query('select bio from app.users where id = $1 and bio is not null', [carl.id]),
    ).toEqual([])
    expect(faults).toEqual([])
    expect(complaints).toEqual([])
  },
)
