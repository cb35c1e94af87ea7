import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { Refusal } from '#platform/refusal.ts'

/** Refuses with `conflict` what somebody cannot begin whose account is about to be deleted; `toDo` as in “buy this”. */
export async function refuseLeaving(tx: ActorTx, toDo: string): Promise<void> {
  const { rows } = await tx.execute<{ leaving: boolean }>(sql`select app.is_leaving() as leaving`)
  if (rows[0]?.leaving)
    throw new Refusal(
      'conflict',
      'leaving',
      `Your account is about to be deleted. Keep it first, under “Your data”, and then ${toDo}.`,
    )
}
