import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { hashPassword } from '#domain/account/passwords.ts'
import { openBrowser, visit } from '#tests/support/browser.ts'
import { end, openWeb, openWorker, type TestProcess } from '#tests/support/processes.ts'
import { until } from '#tests/support/until.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let web: TestProcess
let worker: TestProcess
let browser: Browser
let owner: Person
let newcomer: Person
let organization: Organization
const password = 'a long enough secret'

beforeAll(async () => {
  wiring = await wire({}, inject('stack').webPort)
  world = await openWorld(wiring.database)
  owner = await world.person('Maya', 'creator')
  newcomer = await world.person('Nora')
  await world.query('update app.users set password_hash = $1', [await hashPassword(password)])
  organization = await world.organization(owner, { name: 'Stillwater' })
  ;[web, worker] = await Promise.all([openWeb(wiring.processEnv), openWorker(wiring.processEnv)])
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await Promise.all([web, worker].map(end))
  await world.close()
  await wiring.close()
})

async function signIn(page: Page, { email }: Person): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => url.pathname !== '/login')
}

/** The link in the newest mail to somebody. */
async function linkTo(email: string): Promise<string> {
  let link: string | undefined
  const look = async () => {
    const answer = await fetch(`${inject('stack').outside.mailbox}/api/mails?to=${encodeURIComponent(email)}`)
    const [mail] = (await answer.json()) as { text: string }[]
    link = /\/invite\/[\w-]+/.exec(mail?.text ?? '')?.[0]
    return link !== undefined
  }
  await until(look, { seconds: 30, what: 'the mail of an invitation' })
  return link!
}

test('somebody is invited, finds the mail, accepts, works in the studio, and is out when they are removed', async () => {
  const maya = await visit(browser, wiring.env.APP_URL)
  await maya.page.goto(`/login?redirectTo=/studio/${organization.slug}/people`)
  await signIn(maya.page, owner)
  await maya.page.getByRole('button', { name: 'Invite people' }).click()
  await maya.page.getByLabel('E-mail addresses').fill(`Nora <${newcomer.email}>\nnobody`)
  await maya.page.getByRole('button', { name: 'Send invitations' }).click()
  await maya.page.getByText('Line 2: “nobody” is not an e-mail address.').waitFor()
  await maya.page.getByLabel('E-mail addresses').fill(`Nora <${newcomer.email}>`)
  await maya.page.getByRole('button', { name: 'Send invitations' }).click()
  await maya.page.getByText(`${newcomer.email} is invited`).waitFor()

  const link = await linkTo(newcomer.email)
  const nora = await visit(browser, wiring.env.APP_URL, [/status of 404/])
  await nora.page.goto(link)
  await nora.page.getByRole('heading', { name: 'Join Stillwater' }).waitFor()
  await nora.page.getByRole('link', { name: 'Sign in to accept' }).click()
  await signIn(nora.page, newcomer)
  await nora.page.getByRole('button', { name: 'Accept invitation' }).click()
  await nora.page.waitForURL(`**/studio/${organization.slug}/media`)
  await nora.page.getByRole('navigation', { name: 'Studio' }).getByRole('link', { name: 'Content' }).waitFor()
  expect(await nora.page.getByRole('link', { name: 'People' }).count()).toBe(0)

  // A role of their own, made and given; they see what it opens.
  await maya.page.goto(`/studio/${organization.slug}/people/roles`)
  await maya.page.getByRole('button', { name: 'Create role' }).click()
  const dialog = maya.page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Bookkeeper')
  await dialog.getByLabel('See sales').check()
  await dialog.getByRole('button', { name: 'Create role' }).click()
  await maya.page.getByRole('columnheader', { name: /Bookkeeper/ }).waitFor()
  await maya.page.goto(`/studio/${organization.slug}/people`)
  await maya.page.getByRole('button', { name: 'Actions for Nora' }).click()
  await maya.page.getByRole('menuitem', { name: 'Change role' }).click()
  await maya.page.getByRole('dialog').getByText('Bookkeeper').click()
  await maya.page.getByRole('button', { name: 'Change role' }).click()
  await maya.page.getByRole('row', { name: /Nora/ }).getByText('Bookkeeper').waitFor()
  await nora.page.goto(`/studio/${organization.slug}`)
  await nora.page.waitForURL(`**/studio/${organization.slug}/sales`)

  await maya.page.getByRole('button', { name: 'Actions for Nora' }).click()
  await maya.page.getByRole('menuitem', { name: 'Remove' }).click()
  await maya.page.getByRole('button', { name: 'Remove person' }).click()
  await maya.page.getByRole('row', { name: /Nora/ }).getByText('Removed').waitFor()
  const answer = await nora.page.goto(`/studio/${organization.slug}/sales`)
  expect(answer?.status()).toBe(404)

  for (const { complaints } of [maya, nora]) expect(complaints).toEqual([])
})

test('a link that somebody else opens tells them whom it is for, and lets them sign out and come back', async () => {
  const other = await world.person('Otto')
  await world.query(
    'update app.users set password_hash = (select password_hash from app.users where id = $2) where id = $1',
    [other.id, owner.id],
  )
  const invited = await world.person('Ines')
  await world.query(
    'update app.users set password_hash = (select password_hash from app.users where id = $2) where id = $1',
    [invited.id, owner.id],
  )
  const maya = await visit(browser, wiring.env.APP_URL)
  await maya.page.goto(`/login?redirectTo=/studio/${organization.slug}/people`)
  await signIn(maya.page, owner)
  await maya.page.getByRole('button', { name: 'Invite people' }).click()
  await maya.page.getByLabel('E-mail addresses').fill(invited.email)
  await maya.page.getByRole('button', { name: 'Send invitations' }).click()
  const link = await linkTo(invited.email)

  const { page, complaints } = await visit(browser, wiring.env.APP_URL)
  await page.goto(`/login?redirectTo=${link}`)
  await signIn(page, other)
  await page.getByText(`You are signed in as ${other.email}`).waitFor()
  await page.getByText(invited.email).waitFor()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('link', { name: 'Sign in to accept' }).click()
  await signIn(page, invited)
  await page.getByRole('button', { name: 'Decline' }).click()
  await page.getByRole('heading', { name: 'This invitation was declined' }).waitFor()
  expect(complaints).toEqual([])
})

test('whoever hands an organization over proves first whose the session is, and finds the question again', async () => {
  const seller = await world.person('Sven', 'creator')
  const heir = await world.person('Hedda', 'creator')
  await Promise.all([seller, heir].map((person) => world.setPassword(person, password)))
  const shop = await world.organization(seller, { name: 'Shop' })
  await world.join(shop, heir, 'admin')
  const { page, complaints } = await visit(browser, wiring.env.APP_URL)
  await page.goto('/login')
  await signIn(page, seller)
  await world.query(
    `update app.sessions set authenticated_at = now() - interval '11 minutes' where user_id = $1`,
    [seller.id],
  )
  const keys = await wiring.needs.redis.keys(`${wiring.env.REDIS_PREFIX}:session:*`)
  if (keys.length > 0) await wiring.needs.redis.del(keys)

  await page.goto(`/studio/${shop.slug}/people`)
  await page.getByRole('button', { name: 'Actions for Hedda' }).click()
  await page.getByRole('menuitem', { name: 'Make owner' }).click()
  await page.getByRole('button', { name: 'Hand over the organization' }).click()
  await page.getByRole('heading', { name: 'Confirm it is you' }).waitFor()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('alertdialog', { name: 'Make Hedda the owner of Shop?' }).waitFor()
  await page.getByRole('button', { name: 'Hand over the organization' }).click()
  await page.getByRole('row', { name: /Hedda/ }).getByText('Owner').waitFor()
  await expect.poll(() => page.getByRole('alertdialog').count()).toBe(0)
  expect(complaints).toEqual([])
})
