import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { PlatformRole } from '#db/schema/account.ts'

/** The person behind a session. */
export type SessionPerson = {
  readonly id: string
  readonly email: string
  readonly fullName: string
  readonly role: PlatformRole
  /** Buying asks for it, looking around does not. */
  readonly isVerified: boolean
}

/** An open session; times as ISO 8601. */
export type OpenedSession = {
  /** SHA-256 of the token in the cookie. */
  readonly id: string
  readonly person: SessionPerson
  readonly lastSeenAt: string
  /** When the person last proved who they are. */
  readonly authenticatedAt: string
  /** When they last proved it in a second way; null when they never did in this session. */
  readonly secondFactorAt: string | null
  /** When the account is deleted, unless its person keeps it; null when it stays. */
  readonly deletionDueAt: string | null
}

export type OpenSession = {
  /** SHA-256 of the token in the cookie. */
  readonly id: string
  readonly personId: string
  readonly hasSecondFactor: boolean
  readonly ipAddress: string
  readonly userAgent: string
  readonly expiresAt: Date
  readonly absoluteExpiresAt: Date
}

/** Begins a session. It ends at `expiresAt` unless it is extended, and at `absoluteExpiresAt` for good. */
export async function openSession(tx: ActorTx, session: OpenSession): Promise<void> {
  const { id, personId, hasSecondFactor, ipAddress, userAgent, expiresAt, absoluteExpiresAt } = session
  await tx.execute(
    sql`select app.open_session(${id}, ${personId}, ${hasSecondFactor}, ${ipAddress}, ${userAgent}, ${expiresAt.toISOString()}, ${absoluteExpiresAt.toISOString()})`,
  )
}

/** undefined when there is none, it has expired, or its person is gone or disabled. */
export async function readSession(tx: ActorTx, id: string): Promise<OpenedSession | undefined> {
  const { rows } = await tx.execute<{
    user_id: string
    email: string
    full_name: string
    role: PlatformRole
    is_verified: boolean
    deletion_due_at: string | null
    last_seen_at: string
    authenticated_at: string
    second_factor_at: string | null
  }>(sql`select * from app.read_session(${id})`)
  const row = rows[0]
  if (!row) return undefined
  const iso = (moment: string) => new Date(moment).toISOString()
  return {
    id,
    person: {
      id: row.user_id,
      email: row.email,
      fullName: row.full_name,
      role: row.role,
      isVerified: row.is_verified,
    },
    lastSeenAt: iso(row.last_seen_at),
    authenticatedAt: iso(row.authenticated_at),
    secondFactorAt: row.second_factor_at && iso(row.second_factor_at),
    deletionDueAt: row.deletion_due_at && iso(row.deletion_due_at),
  }
}

/** The ids of every open session of these people: to drop them from caches, nothing else can be done with an id. */
export async function listSessionIds(tx: ActorTx, people: readonly string[]): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(
    sql`select id from app.session_ids_of(${`{${people.join(',')}}`}::uuid[]) as id`,
  )
  return rows.map(({ id }) => id)
}

/** Notes that the session is used, and moves its end, at most to its absolute one. */
export async function extendSession(tx: ActorTx, id: string, expiresAt: Date): Promise<void> {
  await tx.execute(sql`select app.extend_session(${id}, ${expiresAt.toISOString()})`)
}

/** Ends a session; nothing happens when there is none. */
export async function closeSession(tx: ActorTx, id: string): Promise<void> {
  await tx.execute(sql`select app.close_session(${id})`)
}
