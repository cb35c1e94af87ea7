import { sql } from 'drizzle-orm'
import type { ActorTx } from './actor.ts'

/** Throws when the database does not answer. */
export async function ping(tx: ActorTx): Promise<void> {
  await tx.execute(sql`select 1`)
}
