import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { PlatformRole } from '#db/schema/account.ts'

/** The person behind a session. */
export type SessionPerson = {
  readonly id: string
  readonly email: string
  readonly fullName: string
  readonly role: PlatformRole
}

export type OpenSession = {
  /** SHA-256 of the token in the cookie. */
  readonly id: string
  readonly personId: string
  readonly ipAddress: string
  readonly userAgent: string
  readonly expiresAt: Date
  readonly absoluteExpiresAt: Date
}

/** Begins a session. It ends at `expiresAt` unless it is extended, and at `absoluteExpiresAt` for good. */
export async function openSession(tx: ActorTx, session: OpenSession): Promise<void> {
  const { id, personId, ipAddress, userAgent, expiresAt, absoluteExpiresAt } = session
  await tx.execute(
    sql`select app.open_session(${id}, ${personId}, ${ipAddress}, ${userAgent}, ${expiresAt.toISOString()}, ${absoluteExpiresAt.toISOString()})`,
  )
}

/** undefined when there is none, it has expired, or its person is gone. */
export async function readSession(
  tx: ActorTx,
  id: string,
): Promise<{ person: SessionPerson; lastSeenAt: Date } | undefined> {
  const { rows } = await tx.execute<{
    user_id: string
    email: string
    full_name: string
    role: PlatformRole
    last_seen_at: string
  }>(sql`select user_id, email, full_name, role, last_seen_at from app.read_session(${id})`)
  const row = rows[0]
  if (!row) return undefined
  return {
    person: { id: row.user_id, email: row.email, fullName: row.full_name, role: row.role },
    lastSeenAt: new Date(row.last_seen_at),
  }
}

/** Notes that the session is used, and moves its end, at most to its absolute one. */
export async function extendSession(tx: ActorTx, id: string, expiresAt: Date): Promise<void> {
  await tx.execute(sql`select app.extend_session(${id}, ${expiresAt.toISOString()})`)
}

/** Ends a session; nothing happens when there is none. */
export async function closeSession(tx: ActorTx, id: string): Promise<void> {
  await tx.execute(sql`select app.close_session(${id})`)
}
