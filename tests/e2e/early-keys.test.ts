import { expect, test } from 'vitest'
import { useProduct } from '#tests/support/product.ts'

const product = useProduct()

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
  const { page, complaints } = await product.visit()
  await page.addInitScript(pressKeysWithoutPause)
  await page.goto('/login')
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('Enter your password').waitFor()
  expect(complaints).toEqual([])
})
