import type { AsActor } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'
import { Refusal } from '#platform/refusal.ts'
import { hashPassword } from './passwords.ts'
import { insertPerson } from './queries.ts'
import type { Registration } from './rules.ts'
import type { SessionPerson } from './sessions.ts'

/** Opens an account; the welcome mail is promised and the audit event written with it. Refuses with `conflict` when the address cannot be used. */
export async function registerPerson(
  asActor: AsActor,
  { fullName, email, password }: Registration,
  origin?: Origin,
): Promise<SessionPerson> {
  const passwordHash = await hashPassword(password)
  const id = await asActor({ kind: 'guest' }, (tx) =>
    insertPerson(tx, { email, passwordHash, fullName }, origin),
  )
  if (!id) {
    throw new Refusal(
      'conflict',
      'address_not_usable',
      'That address cannot be used. If it is yours, sign in.',
    )
  }
  return { id, email, fullName, role: 'customer', isVerified: false }
}
