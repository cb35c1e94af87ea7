import { sql } from 'drizzle-orm'
import type { Actor, AsActor } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'
import { refuseCommonPassword } from './common-passwords.ts'
import { hashPassword } from './passwords.ts'
import { proveWithPassword } from './prove-with-password.ts'
import type { PasswordChange } from './rules.ts'

export type ChangePassword = {
  readonly asActor: AsActor
  readonly actor: Actor
  readonly email: string
  /** The session that asks, and is kept. */
  readonly sessionId: string
  readonly origin: Origin
}

/**
 * Keeps a new password and ends the person's other sessions; answers their ids. Refuses a wrong current or a common new
 * password with `invalid`.
 */
export async function changePassword(
  { asActor, actor, email, sessionId, origin }: ChangePassword,
  { currentPassword, password }: PasswordChange,
): Promise<readonly string[]> {
  refuseCommonPassword(password)
  await proveWithPassword(asActor, email, currentPassword)
  const passwordHash = await hashPassword(password)
  const { rows } = await asActor(actor, (tx) =>
    tx.execute<{ ended: string[] }>(
      sql`select app.change_password(${passwordHash}, ${sessionId}, ${origin.ipAddress}, ${origin.userAgent}) as ended`,
    ),
  )
  return rows[0]!.ended
}
