import { sql } from 'drizzle-orm'
import type { AsActor } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'
import { hashToken } from '#platform/token.ts'
import { refuseCommonPassword } from './common-passwords.ts'
import { drawLink } from './links.ts'
import { hashPassword } from './passwords.ts'
import { findLink } from './queries.ts'
import { refuseDeadLink } from './refuse-dead-link.ts'

const guest = { kind: 'guest' } as const

/** Promises a link to choose a new password, if the address has an account. The answer is the same when it has none. */
export async function requestPasswordReset(
  asActor: AsActor,
  { email, linkSecret, origin }: { email: string; linkSecret: string; origin: Origin },
): Promise<void> {
  const { id, hash, lifetime } = drawLink(linkSecret, 'reset_password')
  await asActor(guest, (tx) =>
    tx.execute(
      sql`select app.request_password_reset(${email}, ${id}, ${hash}, ${lifetime}, ${origin.ipAddress}, ${origin.userAgent})`,
    ),
  )
}

/**
 * Keeps the password that was chosen behind a link, and ends every session of the person; answers their ids, and the
 * person's address. Refuses with
 * `dead_link`, or a common password with `invalid`: then the link still works.
 */
export async function resetPassword(
  asActor: AsActor,
  { token, password, origin }: { token: string; password: string; origin: Origin },
): Promise<{ readonly email: string; readonly ended: readonly string[] }> {
  refuseCommonPassword(password)
  const link = await asActor(guest, (tx) => findLink(tx, token), 'read')
  if (link?.purpose !== 'reset_password') refuseDeadLink()
  const passwordHash = await hashPassword(password)
  const { rows } = await asActor(guest, (tx) =>
    tx.execute<{ ended: string[] | null }>(
      sql`select app.reset_password(${hashToken(token)}, ${passwordHash}, ${origin.ipAddress}, ${origin.userAgent}) as ended`,
    ),
  )
  return { email: link.email, ended: rows[0]?.ended ?? refuseDeadLink() }
}
