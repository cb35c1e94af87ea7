import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'

/** Removes sessions and mailed links whose time is over. Answers how many sessions. */
export async function deleteExpired(tx: ActorTx): Promise<number> {
  await tx.execute(sql`delete from app.account_tokens where expires_at < now() - interval '1 day'`)
  const { rowCount } = await tx.execute(
    sql`delete from app.sessions where expires_at < now() or absolute_expires_at < now()`,
  )
  return rowCount ?? 0
}
