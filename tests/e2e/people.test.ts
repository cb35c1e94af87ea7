import { beforeAll, expect, inject, test } from 'vitest'
import { hashPassword } from '#domain/account/passwords.ts'
import { until } from '#tests/support/until.ts'
import type { Organization, Person } from '#tests/support/world.ts'
import { signIn } from '#tests/support/browser.ts'
import { useProduct } from '#tests/support/product.ts'

const product = useProduct({ worker: true })
let owner: Person
let newcomer: Person
let organization: Organization
const password = 'a long enough secret'

beforeAll(async () => {
  owner = await product.world.person('Maya', 'creator')
  newcomer = await product.world.person('Nora')
  await product.world.query('update app.users set password_hash = $1', [await hashPassword(password)])
  organization = await product.world.organization(owner, { name: 'Stillwater' })
})
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
  const maya = await product.visit()
  await maya.page.goto(`/login?redirectTo=/studio/${organization.slug}/people`)
  await signIn(maya.page, owner, password)
  await maya.page.getByRole('button', { name: 'Invite people' }).click()
  await maya.page.getByLabel('E-mail addresses').fill(`Nora <${newcomer.email}>\nnobody`)
  await maya.page.getByRole('button', { name: 'Send invitations' }).click()
  await maya.page.getByText('Line 2: “nobody” is not an e-mail address.').waitFor()
  await maya.page.getByLabel('E-mail addresses').fill(`Nora <${newcomer.email}>`)
  await maya.page.getByRole('button', { name: 'Send invitations' }).click()
  await maya.page.getByText(`${newcomer.email} is invited`).waitFor()

  const link = await linkTo(newcomer.email)
  const nora = await product.visit([/status of 404/])
  await nora.page.goto(link)
  await nora.page.getByRole('heading', { name: 'Join Stillwater' }).waitFor()
  await nora.page.getByRole('link', { name: 'Sign in to accept' }).click()
  await signIn(nora.page, newcomer, password)
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
  const other = await product.world.person('Otto')
  await product.world.query(
    'update app.users set password_hash = (select password_hash from app.users where id = $2) where id = $1',
    [other.id, owner.id],
  )
  const invited = await product.world.person('Ines')
  await product.world.query(
    'update app.users set password_hash = (select password_hash from app.users where id = $2) where id = $1',
    [invited.id, owner.id],
  )
  const maya = await product.visit()
  await maya.page.goto(`/login?redirectTo=/studio/${organization.slug}/people`)
  await signIn(maya.page, owner, password)
  await maya.page.getByRole('button', { name: 'Invite people' }).click()
  await maya.page.getByLabel('E-mail addresses').fill(invited.email)
  await maya.page.getByRole('button', { name: 'Send invitations' }).click()
  const link = await linkTo(invited.email)

  const { page, complaints } = await product.visit()
  await page.goto(`/login?redirectTo=${link}`)
  await signIn(page, other, password)
  await page.getByText(`You are signed in as ${other.email}`).waitFor()
  await page.getByText(invited.email).waitFor()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('link', { name: 'Sign in to accept' }).click()
  await signIn(page, invited, password)
  await page.getByRole('button', { name: 'Decline' }).click()
  await page.getByRole('heading', { name: 'This invitation was declined' }).waitFor()
  expect(complaints).toEqual([])
})

test('whoever hands an organization over proves first whose the session is, and finds the question again', async () => {
  const seller = await product.world.person('Sven', 'creator')
  const heir = await product.world.person('Hedda', 'creator')
  await Promise.all([seller, heir].map((person) => product.world.setPassword(person, password)))
  const shop = await product.world.organization(seller, { name: 'Shop' })
  await product.world.join(shop, heir, 'admin')
  const { page, complaints } = await product.visit()
  await page.goto('/login')
  await signIn(page, seller, password)
  await product.world.query(
    `update app.sessions set authenticated_at = now() - interval '11 minutes' where user_id = $1`,
    [seller.id],
  )
  const keys = await product.wiring.needs.redis.keys(`${product.wiring.env.REDIS_PREFIX}:session:*`)
  if (keys.length > 0) await product.wiring.needs.redis.del(keys)

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
