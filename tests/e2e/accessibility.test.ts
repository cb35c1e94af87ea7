import { beforeAll, expect, test } from 'vitest'
import { browserCookie } from '#tests/support/ask.ts'
import { faultsOf } from '#tests/support/page-faults.ts'
import type { Person } from '#tests/support/world.ts'
import { useProduct } from '#tests/support/product.ts'

const product = useProduct()
let owner: Person
let platformOwner: Person
let pages: Record<'guest' | 'account' | 'studio' | 'platform', string[]>

beforeAll(async () => {
  owner = await product.world.person('Maya', 'creator')
  platformOwner = await product.world.person('Ada', 'platform_owner')
  const organization = await product.world.organization(owner)
  const media = await product.world.media(owner, { status: 'failed' })
  const post = await product.world.post(owner, organization, { priceCents: 0 })
  const film = await product.world.post(owner, organization, { priceCents: 1200 })
  await product.world.sale(owner, film, organization)
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
    account: [
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
      '/account/organizations',
      `/${organization.slug}/${post.slug}`,
    ],
    studio: [
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
})

/** Looks at each of the pages as one person; answers their faults, and what the console complained of. */
async function faultsOn(
  paths: readonly string[],
  person: Person | null,
  look: { readonly colorScheme: 'light' | 'dark'; readonly width: number },
): Promise<string[]> {
  const { context, page, complaints } = await product.visit([/status of 404/])
  await page.setViewportSize({ width: look.width, height: 900 })
  await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' })
  if (person) await context.addCookies([await browserCookie(product.wiring, person)])
  const faults: string[] = []
  for (const path of paths) {
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    faults.push(...(await faultsOf(page)))
  }
  await context.close()
  return [...faults, ...complaints]
}

test.each([
  ['light', 1440],
  ['dark', 390],
] as const)('every page can be used by everybody, in %s at %i px', async (colorScheme, width) => {
  const look = { colorScheme, width }
  // Most of the time is the machine's: several people look at once.
  const faults = await Promise.all([
    faultsOn(pages.guest, null, look),
    faultsOn(pages.account, owner, look),
    faultsOn(pages.studio, owner, look),
    faultsOn(pages.platform, platformOwner, look),
  ])
  expect(faults.flat()).toEqual([])
})
