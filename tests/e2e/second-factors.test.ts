import { generate } from 'otplib'
import type { CDPSession, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { hashPassword } from '#domain/account/passwords.ts'
import type { Visitor } from '#tests/support/browser.ts'
import { faultsOf } from '#tests/support/page-faults.ts'
import type { Person } from '#tests/support/world.ts'
import { useProduct } from '#tests/support/product.ts'

const product = useProduct()

const password = 'a long enough secret'

async function newcomer(name: string): Promise<Person> {
  const person = await product.world.person(name)
  await product.world.query('update app.users set password_hash = $2 where id = $1', [
    person.id,
    await hashPassword(password),
  ])
  return person
}

/** Chromium's own authenticator; nobody touches it until `touch`. */
async function addAuthenticator(cdp: CDPSession) {
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: false,
    },
  })
  const answers = (enabled: boolean) =>
    cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
  return {
    answers,
    async touch(work: () => Promise<void>): Promise<void> {
      await answers(true)
      await work()
      await answers(false)
    },
  }
}

async function givePassword(page: Page, { email }: Person): Promise<void> {
  await page.goto('/login?redirectTo=%2Faccount%2Fsecurity')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

const isIn = (page: Page) => page.getByRole('heading', { name: 'Security', level: 1 }).waitFor()

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor()
}

/** Sets an app up; answers its secret and the recovery codes. */
async function setUpApp({ page }: Visitor): Promise<{ secret: string; codes: string[]; faults: string[] }> {
  await page.getByRole('button', { name: 'Set up an app' }).click()
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  const faults = await faultsOf(page)
  const secret = (await page.locator('code').innerText()).replaceAll(/\s/g, '')
  await page.getByLabel('Code', { exact: true }).fill(await generate({ secret }))
  await page.getByRole('button', { name: 'Turn on' }).click()
  await page.getByRole('button', { name: 'Show recovery codes' }).click()
  const list = page.getByRole('list', { name: 'Recovery codes' })
  await list.waitFor()
  faults.push(...(await faultsOf(page)))
  const codes = await list.getByRole('listitem').allInnerTexts()
  await page.getByRole('link', { name: 'I have kept them' }).click()
  await isIn(page)
  await page.getByText('10 left').waitFor()
  return { secret, codes, faults }
}

/** A code of the next half minute: the present one may be used. */
const nextCode = (secret: string) => generate({ secret, epoch: Math.floor(Date.now() / 1000) + 30 })

test('somebody sets up an app and a passkey, and signs in with each of them, and with a recovery code', async () => {
  const nora = await newcomer('Nora')
  const visitor = await product.visit()
  const { page, context } = visitor
  const authenticator = await addAuthenticator(await context.newCDPSession(page))

  await givePassword(page, nora)
  await isIn(page)
  const { secret, codes, faults } = await setUpApp(visitor)
  expect(codes).toHaveLength(10)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByLabel('Name').fill('Test laptop')
  await authenticator.touch(async () => {
    await page.getByRole('button', { name: 'Create passkey' }).click()
    await page.getByText('Passkey added', { exact: true }).waitFor()
  })
  await page.getByRole('list', { name: 'Your passkeys' }).getByText('Test laptop').waitFor()
  faults.push(...(await faultsOf(page)))

  // With the app.
  await signOut(page)
  await givePassword(page, nora)
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  faults.push(...(await faultsOf(page)))
  await page.getByLabel('Code', { exact: true }).fill(await nextCode(secret))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await isIn(page)

  // With the passkey after the password.
  await signOut(page)
  await givePassword(page, nora)
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  await authenticator.touch(async () => {
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await isIn(page)
  })

  // With the passkey alone, in a browser that offers none by itself.
  await signOut(page)
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false)
  })
  await page.goto('/login?redirectTo=%2Faccount%2Fsecurity')
  await authenticator.touch(async () => {
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await isIn(page)
  })

  // With a recovery code.
  await signOut(page)
  await givePassword(page, nora)
  await page.getByRole('link', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill(codes[0]!)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await isIn(page)
  await page.getByText('9 left').waitFor()

  expect(faults).toEqual([])
  expect(visitor.complaints).toEqual([])
})

test('a passkey is offered in the e-mail field, and choosing it signs in', async () => {
  const olaf = await newcomer('Olaf')
  const visitor = await product.visit()
  const { page, context } = visitor
  const authenticator = await addAuthenticator(await context.newCDPSession(page))
  await givePassword(page, olaf)
  await isIn(page)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await authenticator.touch(async () => {
    await page.getByRole('button', { name: 'Create passkey' }).click()
    await page.getByText('Passkey added', { exact: true }).waitFor()
  })
  await signOut(page)
  await authenticator.answers(true)
  await page.goto('/login?redirectTo=%2Faccount%2Fsecurity')
  await isIn(page)
  expect(visitor.complaints).toEqual([])
})

test('a wrong code is said so in place, on a phone in the dark, and a passkey can be removed by keyboard', async () => {
  const pia = await newcomer('Pia')
  const visitor = await product.visit([/status of 40[01]/])
  const { page, context } = visitor
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  const authenticator = await addAuthenticator(await context.newCDPSession(page))
  await givePassword(page, pia)
  await isIn(page)
  const { faults } = await setUpApp(visitor)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await authenticator.touch(async () => {
    await page.getByRole('button', { name: 'Create passkey' }).click()
    await page.getByText('Passkey added', { exact: true }).waitFor()
  })
  faults.push(...(await faultsOf(page)))
  await page.getByRole('button', { name: 'Remove My passkey' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('alertdialog').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('No passkeys yet').waitFor()

  await signOut(page)
  await givePassword(page, pia)
  await page.getByLabel('Code', { exact: true }).fill('000000')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('alert').getByText('That did not work').waitFor()
  faults.push(...(await faultsOf(page)))
  expect(faults).toEqual([])
  expect(visitor.complaints).toEqual([])
})
