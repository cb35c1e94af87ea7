import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'

/** Ends what the actor's session looks at as somebody else; the actor is the supporter. Nothing happens when it looks at nothing. */
export async function endSupport(
  tx: ActorTx,
  { sessionId, origin }: { readonly sessionId: string; readonly origin: Origin },
): Promise<void> {
  await tx.execute(sql`select app.end_support(${sessionId}, ${origin.ipAddress}, ${origin.userAgent})`)
}
