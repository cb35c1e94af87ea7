import { unzipSync } from 'fflate'
import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import type { Person } from '#tests/support/world.ts'
import { signIn } from '#tests/support/browser.ts'
import { useProduct } from '#tests/support/product.ts'

const product = useProduct({ worker: true })

const password = 'a long enough secret'

let nora: Person

beforeAll(async () => {
  nora = await product.world.person('Nora')
  await product.world.setPassword(nora, password)
})
test('somebody takes their data along, asks to be deleted, and changes their mind', async () => {
  const { page, complaints } = await product.visit([/status of 400/])
  await page.goto('/login')
  await signIn(page, nora, password)
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
