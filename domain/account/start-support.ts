import { sql } from 'drizzle-orm'
import type { Actor, AsActor } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'
import { notFound, Refusal } from '#platform/refusal.ts'

export type StartSupport = {
  /** The supporter's own session. */
  readonly sessionId: string
  readonly personId: string
  readonly reason: string
  readonly origin: Origin
}

type Standing =
  | 'started'
  | 'stale_authentication'
  | 'no_second_factor'
  | 'no_such_person'
  | 'platform_owner'
  | 'already_supporting'

const refusals: Record<Exclude<Standing, 'started' | 'no_such_person'>, string> = {
  stale_authentication: 'Confirm that it is you first: the last time was more than ten minutes ago.',
  no_second_factor: 'Sign in with a second factor first. Support mode is not open without one.',
  platform_owner: 'Nobody looks at the product as a platform owner.',
  already_supporting: 'You are looking at the product as somebody already. End that first.',
}

/**
 * Lets the session of the platform owner see the product as another person for half an hour, changing nothing. The person
 * is promised a mail in the same transaction, and the audit log keeps it, refused or not.
 * Refuses with `not_found` and `forbidden`; the database checks all of it.
 */
export async function startSupport(
  asActor: AsActor,
  supporter: Actor,
  { sessionId, personId, reason, origin }: StartSupport,
): Promise<void> {
  const standing = await asActor(supporter, async (tx) => {
    const { rows } = await tx.execute<{ standing: Standing }>(
      sql`select app.start_support(${sessionId}, ${personId}, ${reason}, ${origin.ipAddress}, ${origin.userAgent}) as standing`,
    )
    return rows[0]!.standing
  })
  if (standing === 'no_such_person') throw notFound('no_such_person')
  if (standing !== 'started') throw new Refusal('forbidden', standing, refusals[standing])
}
