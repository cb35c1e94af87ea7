import { request } from 'node:http'
import getPort from 'get-port'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserCookie } from '#tests/support/ask.ts'
import { end, openWeb, type TestProcess } from '#tests/support/processes.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type Post, type World } from '#tests/support/world.ts'

const domain = 'films.maya-yoga.com'
let wiring: Wiring
let world: World
let web: TestProcess
let port: number
let organization: Organization
let rival: Organization
let buyer: Person
let post: Post

beforeAll(async () => {
  port = await getPort({ host: '127.0.0.1' })
  wiring = await wire({}, port)
  world = await openWorld(wiring.database)
  const maya = await world.person('Maya', 'creator')
  organization = await world.organization(maya, { name: 'Yoga' })
  rival = await world.organization(await world.person('Rita', 'creator'), { name: 'Rival' })
  post = await world.post(maya, organization, { title: 'Morning yoga' })
  buyer = await world.person('Bertram')
  await world.grant(buyer, post)
  await world.query(
    'update app.organizations set custom_domain = $2, custom_domain_verified_at = now() where id = $1',
    [organization.id, domain],
  )
  web = await openWeb(wiring.processEnv)
})
afterAll(async () => {
  await end(web)
  await world.close()
  await wiring.close()
})

type Answer = { status: number; location: string; text: string; setCookie: string[] }
const navigating = {
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36',
}

/** A browser with a jar of cookies for each host. `headers` replace those of somebody who opens a page. */
function openBrowser() {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (host: string) => {
    const jar = jars.get(host) ?? new Map<string, string>()
    jars.set(host, jar)
    return jar
  }
  const ask = (address: string, { method = 'GET', headers = navigating as Record<string, string> } = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const url = new URL(address)
      const jar = jarOf(url.hostname)
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const path = url.pathname + url.search
      const sent = { ...headers, host: url.host, ...(cookie && { cookie }) }
      const asking = request({ host: '127.0.0.1', port, path, method, headers: sent }, (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        answer.on('end', () => {
          const setCookie = answer.headers['set-cookie'] ?? []
          for (const line of setCookie) {
            const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
            if (/max-age=0/i.test(line)) jar.delete(name)
            else jar.set(name, value)
          }
          resolve({
            status: answer.statusCode ?? 0,
            location: new URL(answer.headers.location ?? '', url).href,
            text,
            setCookie,
          })
        })
      })
      asking.on('error', reject)
      asking.end()
    })
  /** Goes where redirects lead; answers the last page and the addresses on the way. */
  const open = async (address: string) => {
    const way = [address]
    for (let at = address; way.length < 12;) {
      const answer = await ask(at)
      if (answer.status !== 302) return { ...answer, way }
      at = answer.location
      way.push(at)
    }
    throw new Error(`redirected for ever: ${way.join(' → ')}`)
  }
  return { ask, open, jarOf }
}

async function signedIn(person: Person) {
  const browser = openBrowser()
  const { name, value } = await browserCookie(wiring, person)
  browser.jarOf('localhost').set(name, value)
  return browser
}

const subdomain = () => `http://${organization.slug}.localhost:${port}`
const hosts = () => [subdomain(), `http://${domain}:${port}`]
const access = async (browser: ReturnType<typeof openBrowser>, host: string) => {
  const { text } = await browser.ask(`${host}/api/content/${post.id}/access`, { headers: {} })
  return (JSON.parse(text) as { canWatch: boolean }).canWatch
}

test('whoever is signed in on the platform’s host is signed in on an organization’s own, and watches what they own there', async () => {
  for (const host of hosts()) {
    const browser = await signedIn(buyer)
    const page = await browser.open(`${host}/${post.slug}`)
    expect(page.way.at(-1)).toBe(`${host}/${post.slug}`)
    expect(page.way.length).toBe(4)
    expect(page.text).toContain('Words.')
    expect(page.text).not.toContain('Buy for')
    expect(await access(browser, host)).toBe(true)
    expect((await browser.open(`${host}/`)).way.length).toBe(1)
  }
})

test('a guest sees the page after one look at the platform’s host, and is not asked about again', async () => {
  for (const host of hosts()) {
    const browser = openBrowser()
    const page = await browser.open(`${host}/${post.slug}?x=1`)
    expect(page.way.at(-1)).toBe(`${host}/${post.slug}?x=1`)
    expect(page.text).toContain('Buy for')
    expect((await browser.open(`${host}/`)).way.length).toBe(1)
  }
})

test('search engines, scripts and prefetches are shown the page at once', async () => {
  const browser = openBrowser()
  const others = [
    {},
    { ...navigating, 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' },
    { ...navigating, 'sec-purpose': 'prefetch' },
    { ...navigating, 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' },
  ]
  for (const headers of others)
    expect((await browser.ask(`${subdomain()}/${post.slug}`, { headers })).status).toBe(200)
})

test('a browser that keeps no cookies sees the page all the same', async () => {
  const browser = openBrowser()
  let at = `${subdomain()}/${post.slug}`
  for (let step = 0; step < 6; step += 1) {
    const answer = await browser.ask(at)
    for (const name of ['localhost', new URL(subdomain()).hostname]) browser.jarOf(name).clear()
    if (answer.status === 200) return
    at = answer.location
  }
  throw new Error(`still on the way at ${at}`)
})

test('pages of an organization’s own host tell nobody who is looking at them', async () => {
  const browser = await signedIn(buyer)
  const { text } = await browser.open(`${subdomain()}/${post.slug}`)
  const data = await browser.ask(`${subdomain()}/${post.slug}.data`, { headers: {} })
  for (const known of [buyer.email, buyer.fullName, buyer.id]) {
    expect(text).not.toContain(known)
    expect(data.text).not.toContain(known)
  }
  expect(data.text).toContain('isSignedIn')
})

test('a code works once, for a minute, in the browser and for the organization that it was made for', async () => {
  const browser = await signedIn(buyer)
  const { location: asking } = await browser.ask(`${subdomain()}/`)
  const { location: coming } = await browser.ask(asking)
  expect(new URL(coming).searchParams.get('code')).toBeTruthy()

  // Somebody else's browser, which was asked about by itself.
  const thief = openBrowser()
  await thief.ask(`${subdomain()}/`)
  await thief.ask(coming)
  expect(await access(thief, subdomain())).toBe(false)
  // It is used up by that.
  await browser.ask(coming)
  expect(await access(browser, subdomain())).toBe(false)

  // Another organization's host, with the state of this browser.
  const again = await signedIn(buyer)
  const { location: askingAgain } = await again.ask(`${subdomain()}/`)
  const { location: comingAgain } = await again.ask(askingAgain)
  const elsewhere = `${rival.slug}.localhost`
  again.jarOf(elsewhere).set('codex-asked', new URL(askingAgain).searchParams.get('state')!)
  const moved = new URL(comingAgain)
  moved.hostname = elsewhere
  await again.ask(moved.href)
  expect([...again.jarOf(elsewhere).keys()]).not.toContain('codex-carried')
})

test('what an organization’s host was handed is worth nothing on any other', async () => {
  const browser = await signedIn(buyer)
  await browser.open(`${subdomain()}/`)
  const carried = browser.jarOf(new URL(subdomain()).hostname).get('codex-carried')!
  for (const name of ['codex', 'codex-carried']) {
    const thief = openBrowser()
    for (const host of ['localhost', `${rival.slug}.localhost`]) {
      thief.jarOf(host).set(name, carried)
      thief.jarOf(host).set('codex-asked', 'x')
      expect(await access(thief, `http://${host}:${port}`)).toBe(false)
      const { status } = await thief.ask(`http://${host}:${port}/`)
      expect(status).toBe(200)
    }
    expect((await thief.ask(`http://localhost:${port}/library`)).location).toContain('/login')
  }
})

test('it ends with the session behind it, and signing out there signs out everywhere', async () => {
  const browser = await signedIn(buyer)
  await browser.open(`${subdomain()}/`)
  expect(await access(browser, subdomain())).toBe(true)
  const out = await browser.ask(`${subdomain()}/hand-over`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(out.status).toBe(302)
  expect(await access(browser, subdomain())).toBe(false)
  expect((await browser.ask(`http://localhost:${port}/library`)).location).toContain('/login')

  const other = openBrowser()
  const { name, value } = await browserCookie(wiring, buyer)
  other.jarOf('localhost').set(name, value)
  await other.open(`${subdomain()}/`)
  await other.ask(`http://localhost:${port}/logout`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(await access(other, subdomain())).toBe(false)
  // A page is opened anew as a guest's, and the browser may be asked about again.
  const page = await other.open(`${subdomain()}/${post.slug}`)
  expect(page.text).toContain('Buy for')
})

test('signing in from an organization’s host leads back to it', async () => {
  const guest = openBrowser()
  const { text } = await guest.open(`${subdomain()}/${post.slug}`)
  const href = /href="(http:\/\/localhost:\d+\/login\?[^"]*)"/.exec(text)![1]!.replaceAll('&amp;', '&')
  const back = new URL(href).searchParams.get('redirectTo')!
  const browser = await signedIn(buyer)
  const between = await browser.open(`http://localhost:${port}${back}`)
  const on = /http-equiv="refresh" content="0;url=([^"]*)"/.exec(between.text)![1]!.replaceAll('&amp;', '&')
  const page = await browser.open(on)
  expect(page.way.at(-1)).toBe(`${subdomain()}/${post.slug}`)
  expect(page.text).toContain('Words.')
})

test('a hand-over leads to no name but an organization’s', async () => {
  const browser = await signedIn(buyer)
  for (const host of [
    'evil.example',
    `evil.example/${organization.slug}.localhost`,
    `x@evil.example#.localhost`,
    'localhost',
    `www.localhost`,
    '',
  ]) {
    const search = new URLSearchParams({ host, to: '/', state: 'x' })
    const answer = await browser.ask(`http://localhost:${port}/hand-over?${search}`)
    expect(answer.status, host).toBe(404)
  }
  const evil = new URLSearchParams({ to: '//evil.example', host: `${organization.slug}.localhost` })
  const { location } = await browser.ask(`http://localhost:${port}/hand-over?${evil}&state=x`)
  expect(new URL(location).searchParams.get('to')).toBe('/')
})

test('only what a post needs is answered below /api on an organization’s own host', async () => {
  const browser = await signedIn(buyer)
  await browser.open(`${subdomain()}/`)
  for (const path of ['/api/uploads', `/api/media/${post.id}/stream`])
    expect((await browser.ask(subdomain() + path, { headers: {} })).location).toBe(
      `http://localhost:${port}${path}`,
    )
})
