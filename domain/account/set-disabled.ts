import { sql } from 'drizzle-orm'
import type { Actor, AsActor } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'
import { notFound, Refusal } from '#platform/refusal.ts'

export type SetDisabled = {
  /** The platform owner's own session. */
  readonly sessionId: string
  readonly personId: string
  readonly isDisabled: boolean
  readonly reason: string
  readonly origin: Origin
}

type Fault = 'stale_authentication' | 'no_second_factor' | 'no_such_person' | 'oneself'

const refusals: Record<Exclude<Fault, 'no_such_person'>, string> = {
  stale_authentication: 'Confirm that it is you first: the last time was more than ten minutes ago.',
  no_second_factor: 'Sign in with a second factor first.',
  oneself: 'You cannot disable your own account.',
}

/**
 * Disables a person's account, or enables it again, and answers the ids of the sessions that ended with it. The person is promised
 * a mail in the same transaction, and the audit log keeps it, refused or not. Nothing happens when it is so already.
 * Refuses with `not_found` and `forbidden`; the database checks all of it.
 */
export async function setDisabled(
  asActor: AsActor,
  owner: Actor,
  { sessionId, personId, isDisabled, reason, origin }: SetDisabled,
): Promise<readonly string[]> {
  const { standing, ended } = await asActor(owner, async (tx) => {
    const { rows } = await tx.execute<{ standing: Fault | 'changed' | 'unchanged'; ended: string[] }>(
      sql`select * from app.set_account_disabled(${sessionId}, ${personId}, ${isDisabled}, ${reason}, ${origin.ipAddress}, ${origin.userAgent})`,
    )
    return rows[0]!
  })
  if (standing === 'no_such_person') throw notFound('no_such_person')
  if (standing !== 'changed' && standing !== 'unchanged')
    throw new Refusal('forbidden', standing, refusals[standing])
  return ended
}
