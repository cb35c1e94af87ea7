import { and, desc, eq, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { passkeys } from '#db/schema/account.ts'
import { notFound } from '#platform/refusal.ts'
import type { SessionPerson } from './sessions.ts'

export type Passkey = {
  /** The credential's id. */
  readonly id: string
  readonly name: string
  /** Its maker keeps copies, so it is on the person's other devices too. */
  readonly isBackedUp: boolean
  readonly transports: string[]
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/** A person's passkeys, newest first. */
export async function listPasskeys(tx: ActorTx, personId: string): Promise<Passkey[]> {
  return tx
    .select({
      id: passkeys.id,
      name: passkeys.name,
      isBackedUp: passkeys.isBackedUp,
      transports: passkeys.transports,
      createdAt: passkeys.createdAt,
      lastUsedAt: passkeys.lastUsedAt,
    })
    .from(passkeys)
    .where(eq(passkeys.userId, personId))
    .orderBy(desc(passkeys.createdAt))
}

/** Gives a passkey of the person another name. Refuses with `not_found`. */
export async function renamePasskey(
  tx: ActorTx,
  { personId, passkeyId, name }: { personId: string; passkeyId: string; name: string },
): Promise<void> {
  const { rowCount } = await tx
    .update(passkeys)
    .set({ name })
    .where(and(eq(passkeys.id, passkeyId), eq(passkeys.userId, personId)))
  if (!rowCount) throw notFound('no_such_passkey', 'That passkey is not there any more.')
}

export type KnownPasskey = {
  readonly publicKey: string
  readonly counter: number
  readonly person: SessionPerson
  readonly isDisabled: boolean
}

/** The passkey of this id with whose it is, before anybody is known; undefined when nobody has it. */
export async function findPasskey(tx: ActorTx, id: string): Promise<KnownPasskey | undefined> {
  const { rows } = await tx.execute<
    Omit<SessionPerson, 'id'> & { userId: string; publicKey: string; counter: string; isDisabled: boolean }
  >(
    sql`select user_id as "userId", public_key as "publicKey", counter, email, full_name as "fullName", role,
      is_verified as "isVerified", is_disabled as "isDisabled" from app.passkey_lookup(${id})`,
  )
  const row = rows[0]
  if (!row) return undefined
  const { userId, publicKey, counter, isDisabled, ...person } = row
  return { publicKey, counter: Number(counter), isDisabled, person: { id: userId, ...person } }
}

/** Notes that a passkey was used; false when its counter went back: there is a copy of it. */
export async function notePasskeyUse(
  tx: ActorTx,
  { id, counter, isBackedUp }: { id: string; counter: number; isBackedUp: boolean },
): Promise<boolean> {
  const { rows } = await tx.execute<{ noted: boolean }>(
    sql`select app.note_passkey_use(${id}, ${counter}, ${isBackedUp}) as noted`,
  )
  return rows[0]!.noted
}
