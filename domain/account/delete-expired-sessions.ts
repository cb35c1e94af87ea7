import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'

/** Removes sessions whose time is over. Answers how many. */
export async function deleteExpiredSessions(tx: ActorTx): Promise<number> {
  const { rowCount } = await tx.execute(
    sql`delete from app.sessions where expires_at < now() or absolute_expires_at < now()`,
  )
  return rowCount ?? 0
}
