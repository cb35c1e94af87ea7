import { createHash, randomBytes } from 'node:crypto'
import { createSessionStorage, type Session, type SessionStorage } from '@remix-run/node'
import {
  closeSession,
  extendSession,
  listSessionIds,
  openSession,
  readSession,
  type OpenedSession,
  type SessionPerson,
} from '#domain/account/sessions.ts'
import { readSupport } from '#domain/account/support-sessions.ts'
import { recordAudit } from '#domain/audit/record.ts'
import { listMemberships, type Membership } from '#domain/organization/queries.ts'
import type { Actor } from '#db/actor.ts'
import { carriedCookie, carriedSessionId } from './carried-session.server.ts'
import type { RequestContext } from './context.ts'
import { originOf } from './origin.server.ts'

/** The platform owner looks at the product as the session's person, until then (ISO 8601). */
export type Support = {
  readonly id: string
  readonly supporter: SessionPerson
  readonly expiresAt: string
}
/** What a session says: who it is, how surely, and where they belong. In support mode `person` is the one looked at. */
export type SignedInSession = OpenedSession & {
  readonly memberships: readonly Membership[]
  readonly support: Support | null
}
type SessionData = { facts: SignedInSession }
export type CodexSession = Session<SessionData>

const rollingMs = 24 * 3600_000
const absoluteMs = 30 * 24 * 3600_000
const extendEveryMs = 10 * 60_000
/** How long a session may be served from Redis before Postgres is asked again. What ends or changes it says so at once. */
const cacheSeconds = 60
/** Longer than any request that has read the old state may still want to keep it. */
const staleSeconds = 10

const guest = { kind: 'guest' } as const
const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')
const cacheKey = ({ env }: RequestContext['needs'], hash: string) => `${env.REDIS_PREFIX}:session:5:${hash}`

/**
 * Sessions in Postgres under the hash of the cookie's token, cached in Redis with the person and their memberships. When
 * Redis is away Postgres answers alone. `request` is only read for what "Your devices" shows.
 */
function sessionStorage(context: RequestContext, request: Request): SessionStorage<SessionData> {
  const { needs, asActor } = context
  const secure = needs.env.APP_URL.startsWith('https:')

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
      const { person, secondFactorAt } = data.facts!
      await asActor(guest, (tx) =>
        openSession(tx, {
          id: hashOf(token),
          personId: person.id,
          hasSecondFactor: secondFactorAt !== null,
          ipAddress: context.clientAddress,
          userAgent: request.headers.get('user-agent') ?? '',
          expiresAt: new Date(now + rollingMs),
          absoluteExpiresAt: new Date(now + absoluteMs),
        }),
      )
      return token
    },
    async readData(token) {
      // Whatever else was signed with the same secret is no token.
      if (typeof token !== 'string') return null
      const facts = await readFacts(context, hashOf(token))
      return facts && { facts }
    },
    // The database is the truth about a session: there is nothing to keep.
    async updateData() {},
    deleteData: (token) => endSession(context, request, hashOf(token)),
  })
}

/** Ends one session in the database and in the cache, and writes it down. */
async function endSession(context: RequestContext, request: Request, hash: string): Promise<void> {
  const facts = await readFacts(context, hash)
  await context.asActor(facts ? keeperOf(facts) : guest, async (tx) => {
    if (facts) await recordAudit(tx, { action: 'account.sign_out', origin: originOf({ request, context }) })
    await closeSession(tx, hash)
  })
  await forgetSessions(context.needs, [hash])
}

async function readFacts(context: RequestContext, id: string): Promise<SignedInSession | null> {
  const { needs, asActor } = context
  const key = cacheKey(needs, id)
  const now = needs.clock.now().getTime()
  const cached = await needs.redis.get(key).catch(() => null)
  if (cached && cached !== 'stale') {
    const kept = JSON.parse(cached) as SignedInSession | null
    if (!kept?.support || Date.parse(kept.support.expiresAt) > now) return kept
  }
  const found = await readWithSupport(context, id)
  if (!found) return null
  const { person, lastSeenAt } = found
  // The address may be somebody else's until it is proved, and so may what that somebody belongs to.
  const memberships = person.isVerified
    ? await asActor(actorOf(found), (tx) => listMemberships(tx, person.id), 'read')
    : []
  if (now - Date.parse(lastSeenAt) > extendEveryMs)
    await asActor(guest, (tx) => extendSession(tx, id, new Date(now + rollingMs)))
  const facts = { ...found, memberships }
  const supportMs = facts.support ? Date.parse(facts.support.expiresAt) - now : Infinity
  const milliseconds = Math.min(cacheSeconds * 1000, supportMs)
  // Only where nothing is: what was ended or changed meanwhile has left a word there.
  if (milliseconds > 0)
    await needs.redis.set(key, JSON.stringify(facts), 'PX', milliseconds, 'NX').catch(() => {})
  return facts
}

/** A session with the person that it looks at: somebody else than its own in support mode. */
async function readWithSupport(
  { asActor }: RequestContext,
  id: string,
): Promise<Omit<SignedInSession, 'memberships'> | undefined> {
  return asActor(
    guest,
    async (tx) => {
      const found = await readSession(tx, id)
      // Nobody else can have begun one.
      const looksAt = found?.person.role === 'platform_owner' ? await readSupport(tx, id) : undefined
      if (!found || !looksAt) return found && { ...found, support: null }
      const { person, deletionDueAt, ...rest } = looksAt
      return { ...found, person, deletionDueAt, support: { ...rest, supporter: found.person } }
    },
    'read',
  )
}

type Looking = Pick<SignedInSession, 'person' | 'support' | 'secondFactorAt'>

/** As whom the database is asked for a session: in support mode it answers as to the person and takes no write. */
export function actorOf({ person: { id, role }, support, secondFactorAt }: Looking): Actor {
  const hasSecondFactor = secondFactorAt !== null
  return support
    ? { kind: 'support', id, role, hasSecondFactor, supporterId: support.supporter.id }
    : { kind: 'user', id, role, hasSecondFactor }
}

/** Whose session it is, whoever it looks at: what is written of support mode is written as the supporter. */
export function keeperOf({ person, support, secondFactorAt }: Looking): Actor {
  const { id, role } = support?.supporter ?? person
  return { kind: 'user', id, role, hasSecondFactor: secondFactorAt !== null }
}

/** These sessions have ended in Postgres: nobody is served from the cache any more. */
export async function forgetSessions(needs: RequestContext['needs'], ids: readonly string[]): Promise<void> {
  await Promise.all(
    ids.map((id) => needs.redis.set(cacheKey(needs, id), 'null', 'EX', cacheSeconds).catch(() => {})),
  )
}

const sessions = new WeakMap<Request, Promise<CodexSession>>()

function getSession(context: RequestContext, request: Request): Promise<CodexSession> {
  const known = sessions.get(request)
  if (known) return known
  const reading = sessionStorage(context, request).getSession(request.headers.get('cookie'))
  sessions.set(request, reading)
  return reading
}

/**
 * What a session is worth on an organization's own host: it watches as the person does, and says nothing of who they are. No name, no
 * address, no second factor, no platform role, and of memberships the one of this organization: whoever comes to control the
 * domain learns nothing of its buyers.
 */
function carriedSession(session: SignedInSession, slug: string): SignedInSession | null {
  if (session.support) return null
  const { id, isVerified, role } = session.person
  return {
    ...session,
    person: {
      id,
      isVerified,
      email: '',
      fullName: '',
      role: role === 'platform_owner' ? 'customer' : role,
    },
    secondFactorAt: null,
    deletionDueAt: null,
    memberships: session.memberships.filter(({ organization }) => organization.slug === slug),
  }
}

const carried = new WeakMap<Request, Promise<SignedInSession | null>>()

/** What an organization's own host was handed of a session; null for a guest. */
function findCarried(
  context: RequestContext,
  request: Request,
  slug: string,
): Promise<SignedInSession | null> {
  const known = carried.get(request)
  if (known) return known
  const reading = (async () => {
    const id = await carriedSessionId(context, request, slug)
    const session = id === undefined ? null : await readFacts(context, id)
    return session && carriedSession(session, slug)
  })()
  carried.set(request, reading)
  return reading
}

/** The session of a request, null for a guest; read once however many loaders ask. */
export async function findSession(
  context: RequestContext,
  request: Request,
): Promise<SignedInSession | null> {
  if (!request.headers.has('cookie')) return null
  if (context.tenant) return findCarried(context, request, context.tenant)
  return (await getSession(context, request)).get('facts') ?? null
}

/** Has a session of this browser ended without it: revoked elsewhere, or too old? A sign-out takes the cookie along. */
export async function hasLostSession(context: RequestContext, request: Request): Promise<boolean> {
  if (!request.headers.has('cookie')) return false
  const session = await getSession(context, request)
  return session.id !== '' && !session.has('facts')
}

/**
 * Signs a person in under a fresh id, and ends the session that the browser had before; answers the Set-Cookie header.
 * `hasSecondFactor`: they have proved who they are in two ways.
 */
export async function signInCookie(
  context: RequestContext,
  request: Request,
  person: SessionPerson,
  { hasSecondFactor = false } = {},
): Promise<string> {
  const storage = sessionStorage(context, request)
  const before = await findSession(context, request)
  if (before) {
    await context.asActor(guest, (tx) => closeSession(tx, before.id))
    await forgetSessions(context.needs, [before.id])
  }
  const fresh = await storage.getSession()
  const now = context.needs.clock.now().toISOString()
  fresh.set('facts', {
    id: '',
    person,
    lastSeenAt: now,
    authenticatedAt: now,
    secondFactorAt: hasSecondFactor ? now : null,
    deletionDueAt: null,
    memberships: [],
    support: null,
  })
  return storage.commitSession(fresh)
}

/** Ends the session of a request; answers the Set-Cookie header. */
export async function signOutCookie(context: RequestContext, request: Request): Promise<string> {
  return sessionStorage(context, request).destroySession(await getSession(context, request))
}

/** The same from an organization's own host: the session that it was handed ends, and so does the platform's. */
export async function signOutHere(context: RequestContext, request: Request): Promise<string> {
  const id = context.tenant && (await carriedSessionId(context, request, context.tenant))
  if (id) await endSession(context, request, id)
  return carriedCookie(context).serialize('', { maxAge: 0 })
}

/** What sessions say of these people has changed (a role, a name, an address): their next requests read it anew. */
export async function refreshSessionsOf(
  { needs, asActor }: Pick<RequestContext, 'needs' | 'asActor'>,
  people: readonly string[],
): Promise<void> {
  const ids = await asActor(guest, (tx) => listSessionIds(tx, people), 'read')
  await Promise.all(
    ids.map((id) => needs.redis.set(cacheKey(needs, id), 'stale', 'EX', staleSeconds).catch(() => {})),
  )
}
