import { spawn } from 'node:child_process'
import getPort from 'get-port'
import { cloneDatabase, startTestStack, testEnv, type TestDatabase } from '#tests/support/stack.ts'
import { openWorld } from '#tests/support/world.ts'
import { compare, type BenchOptions, type Row } from '../harness.ts'
import { fetchPage, requestsPerSecond } from './load.ts'

const posts = 24
const load = { requests: 400, connections: 8 }
const visitor = { email: 'visitor@codex.test', password: 'seven quiet herons' }

/**
 * The storefront page of the production web server against a bare React render of the same tree with the same data, and for
 * somebody who is signed in against the same page for a guest.
 */
export async function benchStorefront({ rounds = 9, say }: BenchOptions): Promise<Row[]> {
  say('storefront: building …')
  await finish(spawn('npm', ['run', 'build'], { stdio: 'ignore' }))
  const { stack, stop } = await startTestStack()
  const servers: Server[] = []
  try {
    const database = await cloneDatabase(stack)
    const path = `/${await fillStorefront(database)}`
    const env = { ...testEnv(stack, database), NODE_ENV: 'production', BENCH_PATH: path }
    const barePort = await getPort()
    const ours = start(['build/processes/web.js'], env)
    const theirs = start(['--import', 'tsx', 'bench/storefront/bare.ts'], { ...env, PORT: String(barePort) })
    servers.push(ours, theirs)
    const ourUrl = `http://127.0.0.1:${stack.webPort}${path}`
    const theirUrl = `http://127.0.0.1:${barePort}${path}`
    const [ourPage, theirPage] = await Promise.all([untilUp(ourUrl, ours), untilUp(theirUrl, theirs)])
    if (!essence(ourPage) || essence(ourPage) !== essence(theirPage))
      throw new Error('the two servers send different pages')

    say(
      `storefront: ${rounds} rounds of ${load.requests} requests for ${posts} posts, ${ourPage.length} characters …`,
    )
    const row = await compare({
      name: 'storefront',
      ours: 'the production web server',
      theirs: 'a bare React render of the same tree and data',
      unit: 'requests/s',
      target: { atLeast: 0.6 },
      warmups: 3,
      rounds,
      measureOurs: () => requestsPerSecond(ourUrl, load),
      measureTheirs: () => requestsPerSecond(theirUrl, load),
    })
    const cookie = await signIn(new URL(ourUrl).origin)
    if (!(await fetchPage(ourUrl, undefined, cookie)).includes(visitor.email))
      throw new Error('nobody is signed in')
    say(`signed in: ${rounds} rounds of ${load.requests} requests …`)
    const signedIn = await compare({
      name: 'signed in',
      ours: 'the storefront for a member of three organizations',
      theirs: 'the same page for a guest',
      unit: 'requests/s',
      target: { atLeast: 0.8 },
      warmups: 3,
      rounds,
      measureOurs: () => requestsPerSecond(ourUrl, { ...load, cookie }),
      measureTheirs: () => requestsPerSecond(ourUrl, load),
    })
    return [row, signedIn]
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    await stop()
  }
}

/** What both pages must share: the security policy's nonce and the order of streamed scripts are no part of it. */
const essence = (page: string) =>
  /<body[^>]*>([\s\S]*?)<script/.exec(page)?.[1]?.replaceAll(/ nonce="[^"]*"/g, '')

/** An organization with one page of published films; answers its slug. */
async function fillStorefront(database: TestDatabase): Promise<string> {
  const world = await openWorld(database)
  const creator = await world.person('Creator', 'creator')
  const organization = await world.organization(creator)
  for (let made = 0; made < posts; made++) {
    const { id } = await world.media(creator, { status: 'ready' })
    await world.post(creator, organization, { mediaId: id, title: `A film about something, part ${made}` })
  }
  await world.query(
    `update app.media_items set duration_seconds = 754, poster_key = 'poster.jpg', poster_hash = '1QcSHQRnh493V4dIh4eXh1h4kJUI'`,
  )
  const person = await world.person('Visitor')
  await world.query('update app.users set email = $2 where id = $1', [person.id, visitor.email])
  await world.setPassword(person, visitor.password)
  for (const name of ['First', 'Second', 'Third'])
    await world.join(await world.organization(creator, { name }), person, 'creator')
  await world.close()
  return organization.slug
}

/** Signs the visitor in as a browser does; answers all its cookies. */
async function signIn(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/login`, {
    method: 'POST',
    body: new URLSearchParams(visitor),
    headers: { 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  })
  const cookie = answer.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ')
  if (!cookie) throw new Error(`signing in answered ${answer.status}`)
  return cookie
}

type Server = { hasEnded(): boolean; stop(): Promise<void> }

function start(args: string[], env: Record<string, string>): Server {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  return {
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function untilUp(url: string, server: Server): Promise<string> {
  for (;;) {
    try {
      return await fetchPage(url)
    } catch (error) {
      if (server.hasEnded()) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

function finish(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`"npm run build" ended with ${String(code)}`)),
    )
  })
}
