import { request } from 'node:http'
import getPort from 'get-port'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { end, openWeb, type TestProcess } from '#tests/support/processes.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Post, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let web: TestProcess
let port: number
let organization: Organization
let rival: Organization
let post: Post
const domain = 'films.maya-yoga.com'

beforeAll(async () => {
  port = await getPort({ host: '127.0.0.1' })
  wiring = await wire({}, port)
  world = await openWorld(wiring.database)
  const maya = await world.person('Maya', 'creator')
  organization = await world.organization(maya, { name: 'Yoga' })
  rival = await world.organization(await world.person('Rita', 'creator'), { name: 'Rival' })
  post = await world.post(maya, organization, { title: 'Morning yoga' })
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

type Answer = { status: number; location: string | undefined; cache: string | undefined; text: string }

/** Asks the process by any name, as if the name led there. */
function ask(host: string, path: string, { method = 'GET', headers = {} } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(
      { host: '127.0.0.1', port, path, method, headers: { ...headers, host } },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        answer.on('end', () => {
          const { location, 'cache-control': cache } = answer.headers
          resolve({ status: answer.statusCode ?? 0, location, cache, text })
        })
      },
    )
    asking.on('error', reject)
    asking.end()
  })
}
const main = () => `http://localhost:${port}`
const hosts = () => [`${organization.slug}.localhost:${port}`, domain, `${domain.toUpperCase()}:${port}`]

test('a host of an organization’s own shows its storefront at / and its posts below, to browsers and to scripts', async () => {
  for (const host of hosts()) {
    const front = await ask(host, '/')
    expect(front.status, host).toBe(200)
    expect(front.text).toContain('<h1')
    expect(front.text).toContain('Morning yoga')
    expect(front.text).toContain(`href="/${post.slug}"`)
    expect(front.cache).toContain('s-maxage')
    expect((await ask(host, '/_root.data')).text).toContain('Morning yoga')
    const page = await ask(host, `/${post.slug}`)
    expect(page.status).toBe(200)
    expect(page.text).toContain('Morning yoga')
    expect((await ask(host, `/${post.slug}.data`)).text).toContain('Morning yoga')
    expect((await ask(host, '/no-such-post')).status).toBe(404)
  }
})

test('buying and signing in lead to the platform’s own host, and from there back', async () => {
  for (const host of hosts()) {
    const { text } = await ask(host, `/${post.slug}`)
    expect(text).toContain(`href="${main()}/checkout/${post.id}"`)
    const name = host.toLowerCase().replace(/:\d+$/, '')
    const back = `/hand-over?${new URLSearchParams({ host: name, to: `/${post.slug}` })}`
    expect(text).toContain(
      `href="${main()}/login?${new URLSearchParams({ redirectTo: back })}"`.replaceAll('&', '&amp;'),
    )
    for (const path of [
      '/login?redirectTo=%2Fx',
      '/library',
      '/studio/yoga/media',
      '/checkout/1',
      `/${rival.slug}/x`,
    ])
      expect(await ask(host, path), path).toMatchObject({
        status: 302,
        location: main() + path,
        cache: 'no-store',
      })
  }
})

test('an address of the platform’s own host also leads to the post on the organization’s', async () => {
  const answer = await ask(domain, `/${organization.slug}/${post.slug}`)
  expect(answer).toMatchObject({ status: 302, location: `/${post.slug}` })
})

test('a post that was called like a page before that was refused is reached on the platform’s host', async () => {
  await world.query("update app.content set slug = 'library' where id = $1", [post.id])
  try {
    expect(await ask(domain, `/${organization.slug}/library`)).toMatchObject({
      status: 302,
      location: `${main()}/${organization.slug}/library`,
    })
    expect((await ask(domain, '/')).text).toContain(`href="${main()}/${organization.slug}/library"`)
    expect((await ask(`localhost:${port}`, `/${organization.slug}/library`)).text).toContain('Morning yoga')
  } finally {
    await world.query('update app.content set slug = $2 where id = $1', [post.id, post.slug])
  }
})

test('files, pictures and the theme are answered on every host', async () => {
  for (const host of hosts()) {
    expect((await ask(host, '/favicon.svg')).status).toBe(200)
    expect((await ask(host, '/healthz')).status).toBe(200)
    expect((await ask(host, `/posters/content/${post.id}`)).status).toBe(404)
    expect((await ask(host, `/api/content/${post.id}`)).status).toBe(200)
  }
})

test('nothing is done on a host of an organization’s own', async () => {
  for (const [path, method] of [
    ['/login', 'POST'],
    ['/', 'POST'],
    [`/${post.slug}`, 'DELETE'],
    ['/studio/new', 'POST'],
  ] as const)
    expect((await ask(domain, path, { method })).status, path).toBe(421)
})

test('a name that nobody knows is sent to the platform’s, and nothing is done for it', async () => {
  for (const host of ['evil.example', `www.localhost:${port}`, 'sub.films.maya-yoga.com']) {
    expect(await ask(host, '/library?x=1')).toMatchObject({ status: 302, location: `${main()}/library?x=1` })
    expect((await ask(host, '//evil.example/x')).location).toBe(`${main()}/evil.example/x`)
    expect((await ask(host, '/login', { method: 'POST' })).status).toBe(421)
    expect((await ask(host, '/healthz')).status).toBe(200)
  }
})

test('a forged name changes no link: each begins with the platform’s address or a proved domain', async () => {
  for (const host of [
    `localhost:${port}`,
    '127.0.0.1',
    'web',
    `${rival.slug}.localhost:${port}`,
    ...hosts(),
  ]) {
    const headers = { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }
    const { text } = await ask(host, host.startsWith('rival') ? '/' : `/`, { headers })
    expect(text).not.toContain('evil.example')
    for (const [, link] of text.matchAll(/(?:href|content|src)="(https?:\/\/[^"]*)"/g))
      expect(link!.startsWith(main()) || link!.startsWith(`http://${domain}/`), link).toBe(true)
  }
})

test('search engines are told one address of a storefront and of a post, wherever they find it', async () => {
  const canonical = (text: string) => /<link rel="canonical" href="([^"]*)"/.exec(text)?.[1]
  const pages = [
    ['localhost', `/${organization.slug}`, `http://${domain}/`],
    [domain, '/', `http://${domain}/`],
    [`${organization.slug}.localhost`, '/', `http://${domain}/`],
    [domain, `/${post.slug}`, `http://${domain}/${post.slug}`],
    [`${rival.slug}.localhost`, '/', `${main()}/${rival.slug}`],
  ] as const
  for (const [host, path, address] of pages) expect(canonical((await ask(host, path)).text)).toBe(address)
})

test('machines of our own network reach the platform by address and by name', async () => {
  for (const host of [`127.0.0.1:${port}`, '[::1]', 'web', 'web:3000', '10.0.0.7'])
    expect((await ask(host, '/')).status, host).toBe(200)
})
