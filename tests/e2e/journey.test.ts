import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Visitor } from '#tests/support/browser.ts'
import { drawClip } from '#tests/support/media.ts'
import { mailedLink } from '#tests/support/read-mail.ts'
import { useProduct } from '#tests/support/product.ts'

const product = useProduct({ worker: true })

// The whole of the product, as its people live it: one test, because each step stands on the one before.

const baseURL = () => product.wiring.env.APP_URL

async function register(page: Page, name: string, from = '/register'): Promise<void> {
  await page.goto(from)
  await page.getByLabel('Full name').fill(name)
  await page.getByLabel('E-mail').fill(`${name.toLowerCase()}@codex.test`)
  await page.getByLabel('Password', { exact: true }).fill('a long enough secret')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor()
  await page.goto(await mailedLink(`${name.toLowerCase()}@codex.test`))
  await page.getByRole('button', { name: 'Confirm address' }).click()
  await page.waitForURL((url) => url.pathname === '/')
}

/** Controls hide while a film plays, until somebody moves. */
async function wakeControls(page: Page): Promise<void> {
  const frame = await page.locator('video').boundingBox()
  await page.mouse.move(frame!.x + frame!.width / 3, frame!.y + frame!.height / 3)
  await page.mouse.move(frame!.x + frame!.width / 2, frame!.y + frame!.height / 2)
}

const currentTime = (page: Page) =>
  page.locator('video').evaluate((video) => (video as HTMLVideoElement).currentTime)

/** Names of the renditions whose bytes a page has fetched so far. */
function watchRenditions(page: Page): Set<string> {
  const fetched = new Set<string>()
  page.on('response', (response) => {
    const rendition = /\/hls\/[^/]+\/[^/]+\/([^/?]+)\.mp4/.exec(response.url())?.[1]
    if (rendition && response.status() === 206) fetched.add(rendition)
  })
  return fetched
}

test('a creator uploads and sells a film, a customer buys and watches it, and nobody else gets a byte', async () => {
  const maya = await product.visit()
  await register(maya.page, 'Maya')
  const slug = await foundOrganization(maya)
  await uploadFilm(maya, slug)
  const contentId = await publishFilm(maya, slug)

  const carl = await product.visit()
  await register(carl.page, 'Carl')
  await buyFilm(carl, slug)
  const watched = await watchFilm(carl)
  await resumeFilm(carl, slug)

  const refused = [/status of 40[134]/]
  const [stranger, guest] = [await product.visit(refused), await product.visit(refused)]
  await register(stranger.page, 'Sam')
  await getsNothing(stranger, slug, contentId)
  await getsNothing(guest, slug, contentId)

  expect(watched.size, [...watched].join()).toBeGreaterThan(2)
  for (const { complaints } of [maya, carl, stranger, guest]) expect(complaints).toEqual([])
})

async function foundOrganization({ page }: Visitor): Promise<string> {
  await page.goto('/studio/new')
  await page.getByLabel('Name', { exact: true }).fill('Slow Yoga')
  await expect.poll(() => page.getByLabel('Address').inputValue()).toBe('slow-yoga')
  await page.getByRole('button', { name: 'Create organization' }).click()
  await page.waitForURL('**/studio/slow-yoga/media')
  return 'slow-yoga'
}

async function uploadFilm({ page }: Visitor, slug: string): Promise<void> {
  const film = await drawClip({ seconds: 20, width: 1280, height: 720, fps: 30 })
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Upload files' }).click(),
  ])
  await chooser.setFiles(film)
  // It becomes ready before one's eyes, without a reload.
  await page.getByText('Ready', { exact: true }).first().waitFor({ timeout: 120_000 })
  await page.goto(`/studio/${slug}/transcoding`)
  await page.getByText('Ready', { exact: true }).first().waitFor()
}

async function publishFilm({ page }: Visitor, slug: string): Promise<string> {
  await page.goto(`/studio/${slug}/content/new`)
  await page.getByLabel('Title').fill('Morning yoga')
  await page.getByLabel('Price').fill('12')
  await page.locator('input[name=mediaItemId]').first().check({ force: true })
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByRole('button', { name: 'Publish film' }).click()
  await page.getByRole('link', { name: 'View on the storefront' }).waitFor()
  return new URL(page.url()).pathname.split('/').at(-1)!
}

async function buyFilm({ page }: Visitor, slug: string): Promise<void> {
  await page.goto(`/${slug}`)
  await page
    .getByRole('link', { name: /Morning yoga/ })
    .first()
    .click()
  await page.getByRole('button', { name: /Buy for/ }).click()
  await page.waitForURL((url) => url.origin !== baseURL())
  await page.getByTestId('checkout-pay').click()
  await page.waitForURL(`**/${slug}/morning-yoga**`)
}

async function watchFilm({ page }: Visitor): Promise<Set<string>> {
  const fetched = watchRenditions(page)
  await page.reload()
  await page.getByRole('button', { name: 'Play', exact: true }).first().click()
  await expect.poll(() => currentTime(page), { timeout: 30_000 }).toBeGreaterThan(1)
  // Another rung is asked for, and its bytes come.
  for (const height of ['240p', '720p']) {
    await wakeControls(page)
    await page.getByRole('button', { name: /^Quality/ }).click()
    await page.getByRole('menuitemradio', { name: new RegExp(height) }).click()
    await expect.poll(() => fetched.has(height), { timeout: 30_000 }).toBe(true)
  }
  const before = await currentTime(page)
  await expect.poll(() => currentTime(page), { timeout: 30_000 }).toBeGreaterThan(before + 0.5)
  return fetched
}

async function resumeFilm({ page }: Visitor, slug: string): Promise<void> {
  await expect.poll(() => currentTime(page), { timeout: 30_000 }).toBeGreaterThan(6)
  await wakeControls(page)
  await page.keyboard.press('k')
  const stopped = await currentTime(page)
  await expect
    .poll(
      async () =>
        (await (await page.request.get(await resumeAddress(page))).json()) as { playbackPosition: number },
    )
    .toMatchObject({ playbackPosition: expect.closeTo(stopped, 0) as number })
  await page.goto(`/${slug}/morning-yoga`)
  await page.getByRole('button', { name: /^Resume at/ }).waitFor()
}

async function resumeAddress(page: Page): Promise<string> {
  const [id] = await page
    .locator('video')
    .evaluateAll(() =>
      performance
        .getEntriesByType('resource')
        .flatMap(({ name }) => /\/api\/content\/([0-9a-f-]{36})\//.exec(name)?.[1] ?? []),
    )
  return `/api/content/${id}/resume`
}

async function getsNothing({ page }: Visitor, slug: string, contentId: string): Promise<void> {
  const fetched = watchRenditions(page)
  await page.goto(`/${slug}/morning-yoga`)
  // Its first seconds are for everybody, and are files of their own.
  await page.getByRole('button', { name: 'Play', exact: true }).first().click()
  await expect.poll(() => currentTime(page), { timeout: 30_000 }).toBeGreaterThan(1)
  expect([...fetched].filter((name) => !name.startsWith('preview-'))).toEqual([])
  expect(fetched.size).toBeGreaterThan(0)
  for (const path of ['stream', 'hls/master.m3u8', 'hls/720p.m3u8', 'resume']) {
    const answer = await page.request.get(`/api/content/${contentId}/${path}`)
    expect([401, 403], path).toContain(answer.status())
    expect(await answer.text(), path).not.toMatch(/X-Amz-Signature|EXTM3U/)
  }
}
