import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import getPort from 'get-port'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mostBodyBytes } from '#app/http/plain-requests.ts'
import { end, openWeb, type TestProcess } from '#tests/support/processes.ts'
import { routesOf } from '#tests/support/ask.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let web: TestProcess
let port: number
let cookie: string

beforeAll(async () => {
  port = await getPort({ host: '127.0.0.1' })
  wiring = await wire({}, port)
  world = await openWorld(wiring.database)
  web = await openWeb(wiring.processEnv)
  const creator = await world.person('Maya', 'creator')
  await world.organization(creator)
  cookie = await routesOf(wiring).cookieOf(creator)
})
afterAll(async () => {
  await end(web)
  await world.close()
  await wiring.close()
})

type Answer = { status: number; text: string }

/** Sends bytes as they are: what no client library would send. The server may end the line before all of it is said. */
function say(head: string, body: Iterable<Buffer> = []): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    const finish = () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text })
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    socket.on('close', finish)
    socket.on('error', finish)
    socket.setTimeout(20_000, () => reject(new Error('no answer')))
    socket.write(head)
    for (const chunk of body) socket.write(chunk)
  })
}

const request = (line: string, ...headers: string[]) =>
  [`${line} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n')
const host = () => `Host: localhost:${port}`

/** A body in chunks that never says how long it will be. */
function* endless(bytes: number): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, 'a')
  for (let sent = 0; sent < bytes; sent += chunk.length)
    yield Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')])
  yield Buffer.from('0\r\n\r\n')
}

const form = 'Content-Type: application/x-www-form-urlencoded'
const isCalm = ({ status, text }: Answer) => {
  expect(status, text).toBeGreaterThanOrEqual(400)
  expect(status, text).toBeLessThan(500)
  expect(text).not.toMatch(/node_modules|\bat .*:\d+:\d+/)
}

test.each(['/login', '/webhooks/stripe', '/theme', '/api/uploads', '/no/such/place'])(
  'a body too large for memory is refused at %s before it is read',
  async (path) => {
    const length = `Content-Length: ${mostBodyBytes + 1}`
    expect((await say(request(`POST ${path}`, host(), form, length))).status).toBe(413)
  },
)

test('a body that grows too large while it is read ends the line, and the process goes on', async () => {
  const post = request('POST /login', host(), form, 'Transfer-Encoding: chunked')
  expect((await say(post, endless(mostBodyBytes * 4))).status).not.toBe(200)
  expect((await say(post, endless(1000))).status).toBe(400)
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
})

test.each([
  ['GET /studio/%00/media', []],
  ['GET /checkout/done?session_id=%00', []],
  ['GET /acme/%00', []],
  ['GET /%E0%A4%A', []],
  ['GET /login', ['X-Forwarded-Host: evil.test:99999999']],
  ['TRACE /login', []],
])('%s is answered calmly, without a trace', async (line, headers) => {
  const signedIn = await say(request(line, host(), ...headers, `Cookie: ${cookie}`))
  isCalm(signedIn)
  isCalm(await say(request(line, host(), ...headers)))
})

test('a host that is none is the mistake of whoever sent it', async () => {
  isCalm(await say(request('GET /', 'Host: a b')))
})

test.each([
  ['/theme', 'POST', '{}', 'application/json'],
  [
    '/api/uploads',
    'POST',
    JSON.stringify({ filename: 'a.mp4', sizeBytes: 9, fingerprint: `${randomUUID()}\0` }),
    'application/json',
  ],
])('what %s cannot use is answered with what is wrong', async (path, method, body, type) => {
  const answer = await fetch(`http://localhost:${port}${path}`, {
    method,
    body,
    headers: { 'Content-Type': type, Cookie: cookie },
    redirect: 'manual',
  })
  expect(answer.status).toBe(400)
})

test.each([
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { Origin: 'https://evil.test' },
  { Origin: 'null' },
])('a write that another site sends with our cookies is not carried out: %j', async (headers) => {
  for (const path of ['/logout', '/logout.data', '/webhooks/../logout', '/studio/new']) {
    const sent = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    const answer = await say(
      request(`POST ${path}`, host(), ...sent, `Cookie: ${cookie}`, form, 'Content-Length: 0'),
    )
    expect(answer.status, path).toBe(403)
  }
})

test.each(['/', '/login', '/library', '/purchases', '/no-such-place', '/api/uploads?fingerprint=12345678'])(
  'an answer made for a person is kept by no cache: %s',
  async (path) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie }, redirect: 'manual' })
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  },
)

test('a live page is kept by no cache', async () => {
  const leaving = new AbortController()
  const answer = await fetch(`http://127.0.0.1:${port}/live/media`, {
    headers: { cookie },
    signal: leaving.signal,
  })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  expect(answer.headers.get('cache-control')).toBe('private, no-store, no-transform')
  leaving.abort()
})
