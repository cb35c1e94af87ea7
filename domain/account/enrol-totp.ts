import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { Refusal } from '#platform/refusal.ts'
import { seal, unseal } from '#platform/seal.ts'
import { matchTotp, newTotpSecret } from './totp.ts'

/** Whose app it is, and the platform's secret, which theirs is sealed with. */
export type TotpOwner = { readonly personId: string; readonly platformSecret: string }

export type StoredTotp = {
  readonly secret: string
  readonly isConfirmed: boolean
  /** Of the last code that was used. */
  readonly lastStep: number
}

/** The actor's own authenticator app, confirmed or about to be; undefined when there is none. */
export async function readTotp(tx: ActorTx, owner: TotpOwner): Promise<StoredTotp | undefined> {
  const { rows } = await tx.execute<{ sealed_secret: string; is_confirmed: boolean; last_step: string }>(
    sql`select sealed_secret, is_confirmed, last_step from app.totp_secret()`,
  )
  const row = rows[0]
  if (!row) return undefined
  return {
    secret: unseal(owner.platformSecret, 'totp', owner.personId, row.sealed_secret),
    isConfirmed: row.is_confirmed,
    lastStep: Number(row.last_step),
  }
}

/** Makes a secret for the actor's authenticator app; it counts once it is confirmed. Refuses with `conflict` when there is an app. */
export async function beginTotp(tx: ActorTx, { personId, platformSecret }: TotpOwner): Promise<void> {
  const sealed = seal(platformSecret, 'totp', personId, newTotpSecret())
  const { rows } = await tx.execute<{ begun: boolean }>(sql`select app.begin_totp(${sealed}) as begun`)
  if (!rows[0]!.begun) throw alreadySetUp()
}

/**
 * Confirms the app by a code that it shows; from now on it is a factor, and the mail about it is promised. Refuses with
 * `invalid` beside the field when the code is not right, with `conflict` when an app is set up, or none was begun.
 */
export async function confirmTotp(
  tx: ActorTx,
  { code, now, ...owner }: TotpOwner & { readonly code: string; readonly now: Date },
): Promise<void> {
  const stored = await readTotp(tx, owner)
  if (!stored) throw new Refusal('conflict', 'totp_not_begun', 'Begin again: this set-up is over.')
  if (stored.isConfirmed) throw alreadySetUp()
  const step = await matchTotp({ secret: stored.secret, code, lastStep: 0, now })
  if (step === undefined) {
    const message = 'That is not the code that the app shows now. Wait for the next one and try again.'
    throw new Refusal('invalid', 'wrong_code', message, { code: [message] })
  }
  const { rows } = await tx.execute<{ confirmed: boolean }>(
    sql`select app.confirm_totp(${step}) as confirmed`,
  )
  if (!rows[0]!.confirmed) throw alreadySetUp()
}

const alreadySetUp = () =>
  new Refusal('conflict', 'totp_exists', 'An authenticator app is set up. Remove it before you add another.')
