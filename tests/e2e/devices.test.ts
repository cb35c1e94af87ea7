import { beforeAll, expect, test } from 'vitest'
import { faultsOf } from '#tests/support/page-faults.ts'
import type { Person } from '#tests/support/world.ts'
import { signIn } from '#tests/support/browser.ts'
import { useProduct } from '#tests/support/product.ts'

const product = useProduct()
let nora: Person
const password = 'a long enough secret'

beforeAll(async () => {
  nora = await product.world.person('Nora')
  await product.world.setPassword(nora, password)
})
test('a browser that is signed out from another falls out at its next click, is told why, and comes back to where it was', async () => {
  const lost = await product.visit()
  await lost.page.goto('/login?redirectTo=%2Fpurchases')
  await signIn(lost.page, nora, password)

  const here = await product.visit()
  await here.page.goto('/login?redirectTo=%2Faccount%2Fdevices')
  await signIn(here.page, nora, password)
  const devices = here.page.getByRole('main').getByRole('listitem').filter({ hasText: 'last seen' })
  await expect.poll(() => devices.count()).toBe(2)
  await devices
    .filter({ hasNotText: 'This device' })
    .getByRole('button', { name: /^Sign out/ })
    .click()
  await here.page.getByRole('alertdialog').getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect.poll(() => devices.count()).toBe(1)

  const places = lost.page.getByRole('navigation', { name: 'Your pages' })
  await places.getByRole('link', { name: 'Profile' }).click()
  await lost.page.getByText('This browser is not signed in any more').waitFor()
  const faults = await faultsOf(lost.page)
  await signIn(lost.page, nora, password)
  await lost.page.waitForURL('**/account/profile')
  await lost.page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor()

  // Whoever signs out themselves is not told so again.
  await lost.page.getByRole('button', { name: 'Account of Nora' }).click()
  await lost.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await lost.page.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor()
  await lost.page.goto('/account/profile')
  await lost.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await lost.page.getByText('not signed in any more').count()).toBe(0)

  expect(faults).toEqual([])
  for (const { complaints } of [lost, here]) expect(complaints).toEqual([])
})

test('on a phone the tab that is open is in view, whichever it is', async () => {
  const { page, complaints } = await product.visit()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/login?redirectTo=%2Faccount%2Fdevices')
  await signIn(page, nora, password)
  for (const path of ['/account/devices', '/account/organizations', '/library']) {
    await page.goto(path)
    const active = page.getByRole('navigation', { name: 'Your pages' }).locator('[aria-current="page"]')
    const inView = async () => {
      const box = await active.boundingBox()
      return box !== null && box.x >= 0 && box.x + box.width <= 390
    }
    await expect.poll(inView, { message: path }).toBe(true)
  }
  const active = page.getByRole('navigation', { name: 'Your pages' }).locator('[aria-current="page"]')
  await page.getByRole('link', { name: 'Organizations' }).click()
  await page.waitForURL('**/account/organizations')
  await expect.poll(async () => (await active.boundingBox())!.x).toBeLessThan(390 - 50)
  expect(complaints).toEqual([])
})
