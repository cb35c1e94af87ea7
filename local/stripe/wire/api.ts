import type { IncomingHttpHeaders } from 'node:http'
import { timingSafeEqual } from 'node:crypto'
import { apiVersion } from '../events.ts'
import type { Room, Route, World } from '../world.ts'
import { invalid, StripeFault, unknownAddress } from './errors.ts'
import { expand, readExpand } from './expand.ts'
import { parseForm, type FormTree } from './form.ts'
import { json, type Answer } from './http.ts'
import { findReplay, fingerprint, keepReplay } from './idempotency.ts'
import { newId } from './ids.ts'
import { readParams } from './params.ts'

export type ApiCall = {
  method: string
  path: string
  query: string
  headers: IncomingHttpHeaders
  body: string
}

/** One line of the call log, for tests that ask what the product really sent. `status` is null for a time-out. */
export type LoggedCall = {
  at: number
  method: string
  path: string
  idempotency_key: string | null
  status: number | null
  replayed: boolean
}

/** The API under `/v1`: authorizes, finds the route, reads its parameters, runs it once for each idempotency key. */
export function createApi(rooms: Room[], secretKey: string) {
  const routes = rooms.flatMap((room) => room.routes).map((each) => ({ each, matcher: matcherOf(each.path) }))

  /** Answers a call; `timeout` means that the caller must wait in vain. */
  return function answer(world: World, call: ApiCall): Answer | 'timeout' {
    const requestId = newId('req_').slice(0, 18)
    const key = one(call.headers['idempotency-key'])
    const headers = {
      'request-id': requestId,
      'stripe-version': one(call.headers['stripe-version']) ?? apiVersion,
      'cache-control': 'no-cache, no-store',
      ...(key ? { 'idempotency-key': key, 'original-request': requestId } : {}),
    }
    const fault = (error: StripeFault) => {
      const body = { error: { ...error.body.error, request_log_url: `${world.baseUrl}/#${requestId}` } }
      return json(error.status, body, {
        ...headers,
        ...(error.status === 401 ? { 'www-authenticate': 'Bearer realm="Stripe"' } : {}),
      })
    }
    try {
      authorize(call.headers.authorization, secretKey)
      const trouble = world.faults.take(call.method, call.path)
      if (trouble === 'timeout_before_write') return 'timeout'
      if (trouble === '429')
        throw new StripeFault(429, { code: 'rate_limit', message: 'Too many requests (injected).' })
      if (trouble === '500')
        throw new StripeFault(500, { type: 'api_error', message: 'Something went wrong (injected).' })
      const done = answerOnce(world, call, requestId, key, headers)
      return trouble === 'timeout_after_write' ? 'timeout' : done
    } catch (error) {
      if (error instanceof StripeFault) return fault(error)
      console.error('stripe stand-in:', error)
      return fault(
        new StripeFault(500, { type: 'api_error', message: 'The stand-in has a bug; its log says more.' }),
      )
    }
  }

  function answerOnce(
    world: World,
    call: ApiCall,
    requestId: string,
    key: string | undefined,
    headers: Record<string, string>,
  ): Answer {
    const { route, id } = find(call)
    const scoped =
      key && call.method === 'POST' ? `${one(call.headers['stripe-account']) ?? ''}:${key}` : undefined
    const asked = fingerprint(call.method, call.path, call.body)
    const replay = scoped && findReplay(world.store, scoped, asked, world.now())
    if (replay) {
      const again = {
        'idempotent-replayed': 'true',
        'original-request': replay.requestId,
        'content-type': 'application/json',
      }
      return { status: replay.status, headers: { ...headers, ...again }, body: replay.body }
    }
    const { expand: wanted, ...sent } = readForm(call)
    const paths = readExpand(wanted)
    const params = readParams(route.params, sent)
    const inside = { ...world, request: { id: requestId, idempotency_key: key ?? null } }
    const answered = runRoute(inside, route, params, id, paths, headers)
    if (scoped) {
      const { status, body } = answered
      keepReplay(world.store, { id: scoped, asked, at: world.now(), status, body, requestId })
    }
    return answered
  }

  /** What the route answers, its refusals too: those are kept under the idempotency key as Stripe keeps them. */
  function runRoute(
    world: World,
    route: Route,
    params: unknown,
    id: string,
    paths: string[],
    headers: Record<string, string>,
  ): Answer {
    try {
      return json(200, expand(world, rooms, route.run(world, params, id), paths), headers)
    } catch (error) {
      if (error instanceof StripeFault) return json(error.status, error.body, headers)
      throw error
    }
  }

  function find({ method, path }: ApiCall): { route: Route; id: string } {
    for (const { each, matcher } of routes) {
      const match = each.method === method && matcher.exec(path)
      if (match) return { route: each, id: decode(match[1] ?? '') }
    }
    throw unknownAddress(method, path)
  }
}

function matcherOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/:id/, '([^/]+)')}/?$`)
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw invalid('The address is not properly encoded.')
  }
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}

function readForm({ method, query, headers, body }: ApiCall): FormTree {
  const type = headers['content-type'] ?? ''
  if (method === 'POST' && body !== '' && !type.startsWith('application/x-www-form-urlencoded')) {
    throw invalid('Invalid request (check that your POST content type is application/x-www-form-urlencoded).')
  }
  return parseForm([query, body].filter((part) => part !== '').join('&'))
}

function authorize(header: string | undefined, secretKey: string): void {
  const [scheme = '', given = ''] = (header ?? '').split(' ')
  const key = scheme.toLowerCase() === 'basic' ? Buffer.from(given, 'base64').toString().split(':')[0] : given
  if (!header || !key) {
    throw new StripeFault(401, {
      message: 'You did not provide an API key. Send it in the Authorization header, as a bearer token.',
    })
  }
  const [a, b] = [Buffer.from(key), Buffer.from(secretKey)]
  if (a.length !== b.length || !timingSafeEqual(a, b)) {
    throw new StripeFault(401, { message: `Invalid API Key provided: ${key.slice(0, 7)}****` })
  }
}
