import { sql } from 'drizzle-orm'
import { isUniqueViolation, type Actor, type ActorTx, type AsActor } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'
import { Refusal } from '#platform/refusal.ts'
import { hashToken } from '#platform/token.ts'
import { drawLink } from './links.ts'
import { proveWithPassword } from './prove-with-password.ts'
import { refuseDeadLink } from './refuse-dead-link.ts'
import type { EmailChange } from './rules.ts'

export type RequestEmailChange = {
  readonly asActor: AsActor
  readonly actor: Actor
  /** The address of now. */
  readonly currentEmail: string
  readonly linkSecret: string
  readonly origin: Origin
}

/**
 * Promises a mail to each address; the change happens when both links were used. Refuses a wrong password and the address of
 * now with `invalid`; whether the new one is somebody else's is not told.
 */
export async function requestEmailChange(
  { asActor, actor, currentEmail, linkSecret, origin }: RequestEmailChange,
  { email, currentPassword }: EmailChange,
): Promise<void> {
  if (email === currentEmail) {
    const message = 'This is your address already.'
    throw new Refusal('invalid', 'same_address', message, { email: [message] })
  }
  await proveWithPassword(asActor, currentEmail, currentPassword)
  const [old, next] = [drawLink(linkSecret, 'change_email_old'), drawLink(linkSecret, 'change_email_new')]
  await asActor(actor, (tx) =>
    tx.execute(
      sql`select app.request_email_change(${email}, ${old.id}, ${old.hash}, ${next.id}, ${next.hash}, ${next.lifetime},
        ${origin.ipAddress}, ${origin.userAgent})`,
    ),
  )
}

/** Uses one link of a change. Refuses with `dead_link`, or `address_not_usable` when somebody took the address meanwhile. */
export async function confirmEmailChange(
  tx: ActorTx,
  token: string,
  origin: Origin,
): Promise<{ personId: string; isDone: boolean }> {
  try {
    const { rows } = await tx.execute<{ person: string; done: boolean }>(
      sql`select person, done from app.confirm_email_change(${hashToken(token)}, ${origin.ipAddress}, ${origin.userAgent})`,
    )
    const row = rows[0] ?? refuseDeadLink()
    return { personId: row.person, isDone: row.done }
  } catch (error) {
    if (!isUniqueViolation(error, 'users_email_unique')) throw error
    throw new Refusal('conflict', 'address_not_usable', 'That address cannot be used. Yours is unchanged.')
  }
}
