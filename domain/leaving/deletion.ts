import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'
import { Refusal } from '#platform/refusal.ts'
import { graceDays } from './rules.ts'

export type RequestDeletion = {
  readonly email: string
  /** What the person typed to confirm. */
  readonly confirmation: string
  /** The session that asks, and is kept. */
  readonly sessionId: string
  readonly origin: Origin
}

const refusals: Record<string, string> = {
  platform_owner: 'The owner of the platform cannot be deleted. Give the platform another owner first.',
  owner: 'You own an organization. Hand it over or delete it first, and then come back.',
}

/**
 * Sets the day of the actor's deletion and ends their other sessions; answers their ids. Asked again, nothing changes. The mail
 * and the audit event are written with it. Refuses with `invalid` when the address does not match, and with `conflict` for
 * the owner of an organization or of the platform.
 */
export async function requestDeletion(
  tx: ActorTx,
  { email, confirmation, sessionId, origin }: RequestDeletion,
): Promise<readonly string[]> {
  if (confirmation !== email) {
    const message = `Type ${email} to delete your account.`
    throw new Refusal('invalid', 'not_confirmed', message, { confirmation: [message] })
  }
  const { rows } = await tx.execute<{ standing: string; ended: string[] }>(
    sql`select * from app.request_deletion(${sessionId}, ${graceDays}, ${origin.ipAddress}, ${origin.userAgent})`,
  )
  const { standing, ended } = rows[0]!
  const message = refusals[standing]
  if (message) throw new Refusal('conflict', standing, message)
  return ended
}

/** Keeps the actor's account. Nothing happens when it is not about to be deleted. */
export async function cancelDeletion(tx: ActorTx, { ipAddress, userAgent }: Origin): Promise<void> {
  await tx.execute(sql`select app.cancel_deletion(${ipAddress}, ${userAgent})`)
}
