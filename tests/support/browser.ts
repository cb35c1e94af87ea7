import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { onTestFailed } from 'vitest'
import { ensurePrograms } from '#local/programs.mjs'
import { until } from './until.ts'

/** The system's Chromium. As root it has no sandbox; without the last flags it looks for servers of its maker. */
export async function openBrowser(): Promise<Browser> {
  const { chromium: executablePath } = ensurePrograms({ redis: false, chromium: true })
  if (!executablePath) throw new Error('Chromium was not found.')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
}

/** Where pictures of a failed test are put. */
export const resultsFolder = 'test-results'

export type Visitor = {
  readonly context: BrowserContext
  readonly page: Page
  /** What the console complained of and pages threw, unexpected all of it. */
  readonly complaints: string[]
}

/** Somebody with a browser of their own. Answers of storage or the API that a test provokes are named in `expected`. */
export async function visit(browser: Browser, baseURL: string, expected: RegExp[] = []): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  onTestFailed(async ({ task }) => {
    await page
      .screenshot({ path: `${resultsFolder}/${task.id}-${browser.contexts().indexOf(context)}.png` })
      .catch(() => {})
  })
  const complaints: string[] = []
  const note = (text: string) => {
    if (!expected.some((each) => each.test(text))) complaints.push(text)
  }
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      note(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => note(String(error)))
  return { context, page, complaints }
}

/** Signs somebody in at the page for it, which is open. */
export async function signIn(page: Page, { email }: { email: string }, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  // Where it leads may lead on: to another host, and back.
  await until(() => Promise.resolve(new URL(page.url()).pathname !== '/login'), {
    seconds: 30,
  })
}
