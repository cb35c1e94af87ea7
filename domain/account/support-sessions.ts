import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { PlatformRole } from '#db/schema/account.ts'
import type { SessionPerson } from './sessions.ts'

/** A session looks at the product as this person, until then. */
export type OpenSupport = {
  readonly id: string
  readonly person: SessionPerson
  /** When their account is deleted; null when it stays. */
  readonly deletionDueAt: string | null
  /** ISO 8601. */
  readonly expiresAt: string
}

/** Whom a session looks at the product as; undefined when as nobody else, or when the half hour is over. */
export async function readSupport(tx: ActorTx, sessionId: string): Promise<OpenSupport | undefined> {
  const { rows } = await tx.execute<{
    id: string
    expires_at: string
    user_id: string
    email: string
    full_name: string
    role: PlatformRole
    is_verified: boolean
    deletion_due_at: string | null
  }>(sql`select * from app.support_of_session(${sessionId})`)
  const row = rows[0]
  if (!row) return undefined
  return {
    id: row.id,
    person: {
      id: row.user_id,
      email: row.email,
      fullName: row.full_name,
      role: row.role,
      isVerified: row.is_verified,
    },
    deletionDueAt: row.deletion_due_at && new Date(row.deletion_due_at).toISOString(),
    expiresAt: new Date(row.expires_at).toISOString(),
  }
}
