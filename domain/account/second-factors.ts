import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { notFound, Refusal } from '#platform/refusal.ts'
import type { SecondFactors } from './factor-rules.ts'

/** What the actor has beside their password. */
export async function readSecondFactors(tx: ActorTx): Promise<SecondFactors> {
  const { rows } = await tx.execute<SecondFactors>(
    sql`select has_totp as "hasTotp", passkeys, recovery_codes_left as "recoveryCodesLeft" from app.second_factors()`,
  )
  return rows[0]!
}

/** Notes that the actor has proved once more who they are, in this session of theirs; `byFactor`: not by a password. */
export async function proveAgain(tx: ActorTx, sessionId: string, byFactor: boolean): Promise<void> {
  await tx.execute(sql`select app.prove_again(${sessionId}, ${byFactor})`)
}

/**
 * Takes a passkey of the actor away, or without an id their authenticator app; the mail about it is promised with it.
 * Refuses with `not_found`, and with `conflict` when it is the last factor of a platform owner. When no factor is left, the
 * recovery codes go too.
 */
export async function removeSecondFactor(tx: ActorTx, passkeyId: string | null): Promise<void> {
  const { rows } = await tx.execute<{ outcome: 'removed' | 'absent' | 'last' }>(
    sql`select app.remove_second_factor(${passkeyId}) as outcome`,
  )
  switch (rows[0]!.outcome) {
    case 'removed':
      return
    case 'absent':
      throw notFound('no_such_factor', 'That is not there any more.')
    case 'last':
      throw new Refusal(
        'conflict',
        'last_factor',
        'A platform owner needs at least one second factor. Add another one first.',
      )
  }
}
