import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { readTotp, type TotpOwner } from './enrol-totp.ts'
import { isTotpCode, type FactorKind } from './factor-rules.ts'
import { spendRecoveryCode } from './recovery-codes.ts'
import { matchTotp } from './totp.ts'

/**
 * Uses up a code of the actor's: six digits are their app's, anything else is a recovery code. Answers which it was; undefined
 * when it is not right, or was used. Of two that bring the same code at once, one is right.
 */
export async function proveByCode(
  tx: ActorTx,
  { code, now, ...owner }: TotpOwner & { readonly code: string; readonly now: Date },
): Promise<Extract<FactorKind, 'totp' | 'recovery_code'> | undefined> {
  if (!isTotpCode(code)) return (await spendRecoveryCode(tx, owner, code)) ? 'recovery_code' : undefined
  const stored = await readTotp(tx, owner)
  if (!stored?.isConfirmed) return undefined
  const step = await matchTotp({ ...stored, code, now })
  if (step === undefined) return undefined
  const { rows } = await tx.execute<{ used: boolean }>(sql`select app.use_totp_step(${step}) as used`)
  return rows[0]!.used ? 'totp' : undefined
}
