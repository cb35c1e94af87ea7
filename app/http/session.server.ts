import { createHash, randomBytes } from 'node:crypto'
import { createSessionStorage, type Session, type SessionStorage } from '@remix-run/node'
import {
  closeSession,
  extendSession,
  openSession,
  readSession,
  type SessionPerson,
} from '#domain/account/sessions.ts'
import type { RequestContext } from './context.ts'

type SessionData = { person: SessionPerson }
export type CodexSession = Session<SessionData>

const rollingMs = 24 * 3600_000
const absoluteMs = 30 * 24 * 3600_000
const extendEveryMs = 10 * 60_000
/** How long a session may be served from Redis before Postgres is asked again. Signing out removes it at once. */
const cacheSeconds = 60

const guest = { kind: 'guest' } as const
const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')

/**
 * Sessions in Postgres under the hash of the cookie's token, cached in Redis. When Redis is away Postgres answers alone.
 * `request` is only read for what "Your devices" shows.
 */
export function sessionStorage(context: RequestContext, request: Request): SessionStorage<SessionData> {
  const { needs, asActor } = context
  const secure = needs.env.APP_URL.startsWith('https:')
  const cacheKey = (hash: string) => `${needs.env.REDIS_PREFIX}:session:${hash}`
  const forget = (hash: string) => needs.redis.del(cacheKey(hash)).catch(() => {})
  // A request that had just read the session in Postgres cannot put it back: it writes only where nothing is.
  const forbid = (hash: string) => needs.redis.set(cacheKey(hash), 'null', 'EX', cacheSeconds).catch(() => {})

  return createSessionStorage<SessionData>({
    cookie: {
      name: secure ? '__Host-codex' : 'codex',
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure,
      secrets: [needs.env.SESSION_SECRET],
      maxAge: absoluteMs / 1000,
    },
    async createData(data) {
      const token = randomBytes(32).toString('base64url')
      const now = needs.clock.now().getTime()
      await asActor(guest, (tx) =>
        openSession(tx, {
          id: hashOf(token),
          personId: data.person!.id,
          ipAddress: context.clientAddress,
          userAgent: request.headers.get('user-agent') ?? '',
          expiresAt: new Date(now + rollingMs),
          absoluteExpiresAt: new Date(now + absoluteMs),
        }),
      )
      return token
    },
    async readData(token) {
      const hash = hashOf(token)
      const cached = await needs.redis.get(cacheKey(hash)).catch(() => null)
      if (cached) {
        const person = JSON.parse(cached) as SessionPerson | null
        return person && { person }
      }
      const found = await asActor(guest, (tx) => readSession(tx, hash), 'read')
      if (!found) return null
      const now = needs.clock.now().getTime()
      if (now - found.lastSeenAt.getTime() > extendEveryMs) {
        await asActor(guest, (tx) => extendSession(tx, hash, new Date(now + rollingMs)))
      }
      await needs.redis
        .set(cacheKey(hash), JSON.stringify(found.person), 'EX', cacheSeconds, 'NX')
        .catch(() => {})
      return { person: found.person }
    },
    // Only the person is kept, and the database is the truth about them: what is cached is dropped, and read anew next time.
    async updateData(token) {
      await forget(hashOf(token))
    },
    async deleteData(token) {
      const hash = hashOf(token)
      await asActor(guest, (tx) => closeSession(tx, hash))
      await forbid(hash)
    },
  })
}

const sessions = new WeakMap<Request, Promise<CodexSession>>()

/** The session of a request; read once however many loaders ask. */
export function getSession(context: RequestContext, request: Request): Promise<CodexSession> {
  const known = sessions.get(request)
  if (known) return known
  const reading = sessionStorage(context, request).getSession(request.headers.get('cookie'))
  sessions.set(request, reading)
  return reading
}

/** Signs a person in under a fresh id; answers the Set-Cookie header. */
export async function signInCookie(
  context: RequestContext,
  request: Request,
  person: SessionPerson,
): Promise<string> {
  const storage = sessionStorage(context, request)
  const fresh = await storage.getSession()
  fresh.set('person', person)
  return storage.commitSession(fresh)
}

/** Ends the session of a request; answers the Set-Cookie header. */
export async function signOutCookie(context: RequestContext, request: Request): Promise<string> {
  return sessionStorage(context, request).destroySession(await getSession(context, request))
}

/** What the session says of its person has changed (a role): the next request reads it anew. */
export async function refreshSession(context: RequestContext, request: Request): Promise<void> {
  await sessionStorage(context, request).commitSession(await getSession(context, request))
}
