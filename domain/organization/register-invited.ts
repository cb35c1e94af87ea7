import { sql } from 'drizzle-orm'
import type { AsActor } from '#db/actor.ts'
import { refuseCommonPassword } from '#domain/account/common-passwords.ts'
import { hashPassword } from '#domain/account/passwords.ts'
import type { InvitedRegistration } from '#domain/account/rules.ts'
import { takenOver, type TakenOver, type TakenOverRow } from '#domain/account/take-over.ts'
import type { Origin } from '#domain/audit/record.ts'
import { Refusal } from '#platform/refusal.ts'
import { hashToken } from '#platform/token.ts'
import { refusing } from './refusals.ts'

/**
 * Opens an account for the address that an invitation was mailed to. The link came to that mailbox, so that the address is proved; of
 * an account that nobody has proved nothing stays but its address. Refuses as an answer to the invitation does, with `conflict`
 * when somebody has proved the address already, and a common password with `invalid`.
 */
export async function registerInvited(
  asActor: AsActor,
  { token, registration, origin }: { token: string; registration: InvitedRegistration; origin: Origin },
): Promise<TakenOver> {
  const { fullName, password } = registration
  refuseCommonPassword(password)
  const passwordHash = await hashPassword(password)
  const { rows } = await refusing(() =>
    asActor({ kind: 'guest' }, (tx) =>
      tx.execute<TakenOverRow>(
        sql`select id, email, full_name as "fullName", role, ended
          from app.register_invited(${hashToken(token)}, ${passwordHash}, ${fullName}, ${origin.ipAddress}, ${origin.userAgent})`,
      ),
    ),
  )
  if (!rows[0])
    throw new Refusal(
      'conflict',
      'has_account',
      'This address has an account. Sign in to accept the invitation.',
    )
  return takenOver(rows[0])
}
