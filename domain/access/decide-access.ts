import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { Access, AccessReason } from './rules.ts'

/**
 * May the transaction's actor have this post? The one decision that every door asks: page, stream, playlist, resource,
 * preview, checkout. undefined: the post does not exist for them.
 */
export async function decideAccess(tx: ActorTx, contentId: string): Promise<Access | undefined> {
  const { rows } = await tx.execute<{
    can_watch: boolean
    reason: AccessReason
    expires_at: string | Date | null
  }>(sql`select can_watch, reason, expires_at from app.access_to(${contentId})`)
  const row = rows[0]
  return (
    row && {
      canWatch: row.can_watch,
      reason: row.reason,
      expiresAt: row.expires_at === null ? null : new Date(row.expires_at),
    }
  )
}
