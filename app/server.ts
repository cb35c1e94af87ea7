import { randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { createRequestHandler } from '@remix-run/express'
import type { ServerBuild } from '@remix-run/node'
import compression from 'compression'
import express from 'express'
import { asActor, openDatabase } from '#db/actor.ts'
import { connectNeeds } from '#platform/connect.ts'
import { readEnv } from '#platform/env.ts'
import type { Refusal } from '#platform/refusal.ts'
import { findSlugAtDomain } from '#domain/organization/queries.ts'
import type { RequestContext } from './http/context.ts'
import { mountVite } from './http/dev-server.ts'
import { rememberDomains } from './http/domain-memory.ts'
import { lastResort } from './http/last-resort.ts'
import { limitBody, plainRequests } from './http/plain-requests.ts'
import { privateUnlessSaid } from './http/private-unless-said.ts'
import { refusingActions } from './http/refuse-actions.server.ts'
import { sameOrigin } from './http/same-origin.ts'
import { securityHeaders } from './http/security-headers.ts'
import { tenantFinder, tenantHost } from './http/tenant-host.ts'
import { refusedWrites } from './http/refused-writes.ts'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
const env = readEnv(process.env)
const needs = connectNeeds(env, 'web')
const database = openDatabase({ connectionString: env.DATABASE_URL, max: env.DATABASE_POOL }, (error) =>
  needs.log.warn({ reason: error.message }, 'an idle database connection was lost'),
)

const app = express()
const server = createServer(app)
app.disable('x-powered-by')
app.set('trust proxy', env.TRUST_PROXY)
app.use((_request, response, next) => {
  response.locals.nonce = randomBytes(16).toString('base64')
  response.locals.requestId = randomUUID()
  response.set('X-Request-Id', response.locals.requestId as string)
  next()
})
app.use(securityHeaders(env))
app.use(plainRequests)
app.use(compression())

const builtIndex = new URL('../server/index.js', import.meta.url)
let build: ServerBuild | (() => Promise<ServerBuild>)
if (env.NODE_ENV === 'development') {
  const newest = await mountVite(app, server)
  build = async () => refusingActions(await newest())
} else {
  app.use('/assets', express.static('build/client/assets', { immutable: true, maxAge: '1y' }))
  app.use(express.static('build/client', { maxAge: '1h' }))
  build = refusingActions((await import(builtIndex.href)) as ServerBuild)
}

const tenantAt = tenantFinder(
  env.APP_URL,
  rememberDomains((domain) =>
    asActor(database, { kind: 'guest' }, (tx) => findSlugAtDomain(tx, domain), 'read'),
  ),
)
app.use(tenantHost({ appUrl: env.APP_URL, isStrict: env.NODE_ENV !== 'development', tenantAt }))
app.use(sameOrigin)
app.use(privateUnlessSaid)
const contextOf = (request: express.Request, response: express.Response): RequestContext => ({
  needs,
  asActor: (actor, work, mode) => asActor(database, actor, work, mode),
  nonce: response.locals.nonce as string,
  requestId: response.locals.requestId as string,
  clientAddress: request.ip ?? '',
  tenant: response.locals.tenant as string | undefined,
  refusesWrites: response.locals.refusesWrites as Refusal | undefined,
})
app.use(refusedWrites(contextOf))
const answer = createRequestHandler({ build, mode: env.NODE_ENV, getLoadContext: contextOf })
app.use(limitBody, (request, response, next) => void answer(request, response, next))
app.use(lastResort(needs.log, env.NODE_ENV === 'development'))

server.listen(env.PORT, () => needs.log.info({ port: env.PORT }, 'listening'))
// Longer than the idle time of common load balancers, so that they close first.
server.keepAliveTimeout = 75_000

let leaving = false
async function leave(): Promise<void> {
  if (leaving) return
  leaving = true
  const closed = new Promise((resolve) => server.close(resolve))
  // Event streams never end by themselves.
  setTimeout(() => server.closeAllConnections(), 3000).unref()
  await closed
  await Promise.all([needs.close(), database.close()])
  process.exit(0)
}
process.on('SIGTERM', () => void leave())
process.on('SIGINT', () => void leave())
