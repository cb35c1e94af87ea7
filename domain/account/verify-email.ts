import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'
import { hashToken } from '#platform/token.ts'
import { drawLink } from './links.ts'
import { refuseDeadLink } from './refuse-dead-link.ts'
import type { SessionPerson } from './sessions.ts'

/** Uses the link that proves an address. Refuses with `dead_link`. */
export async function verifyEmail(tx: ActorTx, token: string, origin: Origin): Promise<SessionPerson> {
  const { rows } = await tx.execute<Omit<SessionPerson, 'isVerified'>>(
    sql`select id, email, full_name as "fullName", role from app.verify_email(${hashToken(token)}, ${origin.ipAddress}, ${origin.userAgent})`,
  )
  const person = rows[0] ?? refuseDeadLink()
  return { ...person, isVerified: true }
}

/** Promises another link to whoever is signed in; nothing when their address is proved. */
export async function requestVerification(
  tx: ActorTx,
  linkSecret: string,
  redirectTo: string,
): Promise<void> {
  const { id, hash, lifetime } = drawLink(linkSecret, 'verify_email')
  await tx.execute(
    sql`select app.request_verification(${id}, ${hash}, ${lifetime}, ${JSON.stringify({ redirectTo })})`,
  )
}
