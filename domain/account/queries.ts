import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'
import type { SessionPerson } from './sessions.ts'

type SignInRow = Omit<SessionPerson, 'email'> & {
  readonly passwordHash: string
  /** The platform owner has closed the account. */
  readonly isDisabled: boolean
}

/** What signing in needs to know of an address, before anybody is known. */
export async function findForSignIn(tx: ActorTx, email: string): Promise<SignInRow | undefined> {
  const { rows } = await tx.execute<SignInRow>(
    sql`select id, full_name as "fullName", role, is_verified as "isVerified", password_hash as "passwordHash", is_disabled as "isDisabled"
      from app.sign_in_lookup(${email})`,
  )
  return rows[0]
}

/** Adds a person and promises the welcome mail; undefined when the address is taken. */
export async function insertPerson(
  tx: ActorTx,
  person: { email: string; passwordHash: string; fullName: string },
  origin?: Origin,
): Promise<string | undefined> {
  const { rows } = await tx.execute<{ id: string | null }>(
    sql`select app.register_user(${person.email}, ${person.passwordHash}, ${person.fullName}, ${origin?.ipAddress ?? null}, ${origin?.userAgent ?? null}) as id`,
  )
  return rows[0]?.id ?? undefined
}

/** Why somebody was not signed in. */
export type SignInFault = 'wrong_password' | 'account_disabled'

/** Writes down that somebody signed in, or why they could not. An address that nobody has is not kept. */
export async function noteSignIn(
  tx: ActorTx,
  attempt: { email: string; fault: SignInFault | null; origin: Origin | undefined },
): Promise<void> {
  const { email, fault, origin } = attempt
  await tx.execute(
    sql`select app.note_sign_in(${email}, ${fault}, ${origin?.ipAddress ?? null}, ${origin?.userAgent ?? null})`,
  )
}
