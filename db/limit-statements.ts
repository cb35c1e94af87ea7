import { sql } from 'drizzle-orm'
import type { ActorTx } from './actor.ts'

/** From here to the end of the transaction, a statement that takes longer than this is ended with an error. */
export async function limitStatements(tx: ActorTx, milliseconds: number): Promise<void> {
  await tx.execute(sql`select set_config('statement_timeout', ${String(Math.ceil(milliseconds))}, true)`)
}
