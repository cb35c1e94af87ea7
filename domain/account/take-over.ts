import { sql } from 'drizzle-orm'
import type { AsActor } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'
import { hashToken } from '#platform/token.ts'
import { refuseCommonPassword } from './common-passwords.ts'
import { hashPassword } from './passwords.ts'
import { refuseDeadLink } from './refuse-dead-link.ts'
import type { SessionPerson } from './sessions.ts'

export type TakeOver = { readonly token: string; readonly password: string; readonly origin: Origin }
/** Whose account it is now, and the sessions that ended. */
export type TakenOver = { readonly person: SessionPerson; readonly ended: readonly string[] }

/** How the database answers it. */
export type TakenOverRow = Omit<SessionPerson, 'isVerified'> & { ended: string[] }

/**
 * Proves an address by the mailed link, in another browser than the one that set the account up: its holder chooses the password,
 * and no session, factor or link from before stays. Refuses with `dead_link`, or a common password with `invalid`: then the link
 * still works.
 */
export async function takeOver(asActor: AsActor, { token, password, origin }: TakeOver): Promise<TakenOver> {
  refuseCommonPassword(password)
  const passwordHash = await hashPassword(password)
  const { rows } = await asActor({ kind: 'guest' }, (tx) =>
    tx.execute<TakenOverRow>(
      sql`select id, email, full_name as "fullName", role, ended
        from app.take_over(${hashToken(token)}, ${passwordHash}, ${origin.ipAddress}, ${origin.userAgent})`,
    ),
  )
  return takenOver(rows[0] ?? refuseDeadLink())
}

/** What a proof by mail has made of an account. */
export const takenOver = ({ ended, ...person }: TakenOverRow): TakenOver => ({
  person: { ...person, isVerified: true },
  ended,
})
