import { rgbaToThumbHash } from 'thumbhash'
import { expect, test } from 'vitest'
import { placeholderUrl } from './placeholder.ts'

test('a poster’s placeholder is a small picture in the page itself', () => {
  const red = new Uint8Array(16 * 9 * 4).map((_, at) => (at % 4 === 0 || at % 4 === 3 ? 255 : 0))
  const hash = btoa(String.fromCharCode(...rgbaToThumbHash(16, 9, red)))
  const url = placeholderUrl(hash)
  expect(url).toMatch(/^data:image\/png;base64,/)
  expect(url!.length).toBeLessThan(500)
})

test('a broken hash gives no placeholder and no failure', () => {
  expect(placeholderUrl('%%%')).toBeUndefined()
})
