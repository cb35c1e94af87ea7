import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'

export type AccessReason = 'public' | 'purchased' | 'subscription' | 'complimentary' | 'staff' | 'not_authorized'

export type Access = {
  readonly canWatch: boolean
  readonly reason: AccessReason
  /** When the right ends; null: never. */
  readonly expiresAt: Date | null
}

/**
 * May the actor watch this post? THE access decision (`app.access_to`): every door asks it.
 * undefined: the post does not exist for them.
 */
export async function decideAccess(tx: ActorTx, contentId: string): Promise<Access | undefined> {
  const { rows } = await tx.execute<{ can_watch: boolean; reason: AccessReason; expires_at: string | null }>(
    sql`select can_watch, reason, expires_at from app.access_to(${contentId})`,
  )
  const row = rows[0]
  return row && { canWatch: row.can_watch, reason: row.reason, expiresAt: row.expires_at ? new Date(row.expires_at) : null }
}
