import { randomInt } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { Refusal } from '#platform/refusal.ts'
import { keyedHash } from '#platform/seal.ts'
import type { TotpOwner } from './enrol-totp.ts'

const howMany = 10
const length = 10
/** Crockford's base 32: no letter that looks like another. Ten of them are 50 bits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const newCode = () => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]!).join('')

/** Read aloud or copied from paper, these are easily mistaken. */
const asWritten = (code: string) => code.replaceAll('O', '0').replaceAll(/[IL]/g, '1')

const hashOf = ({ personId, platformSecret }: TotpOwner, code: string) =>
  keyedHash(platformSecret, 'recovery-code', `${personId}:${asWritten(code)}`)

/**
 * Makes ten recovery codes for the actor, in place of all they had, and answers them as they are shown: once. They are kept by
 * a keyed hash. Refuses with `conflict` when there is no factor that they could stand in for.
 */
export async function makeRecoveryCodes(tx: ActorTx, owner: TotpOwner): Promise<string[]> {
  const codes = Array.from({ length: howMany }, newCode)
  const hashes = codes.map((code) => hashOf(owner, code))
  const { rows } = await tx.execute<{ made: boolean }>(
    sql`select app.replace_recovery_codes(${`{${hashes.join(',')}}`}::text[]) as made`,
  )
  if (!rows[0]!.made) {
    throw new Refusal(
      'conflict',
      'no_factor',
      'Recovery codes stand in for an authenticator app or a passkey. Add one of these first.',
    )
  }
  return codes.map((code) => `${code.slice(0, length / 2)}-${code.slice(length / 2)}`)
}

/** Uses one of the actor's recovery codes up; false when it is none, or was used. The mail about it is promised. */
export async function spendRecoveryCode(tx: ActorTx, owner: TotpOwner, code: string): Promise<boolean> {
  const { rows } = await tx.execute<{ used: boolean }>(
    sql`select app.use_recovery_code(${hashOf(owner, code)}) as used`,
  )
  return rows[0]!.used
}
