import { eq, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { users, type TokenPurpose } from '#db/schema/account.ts'
import { hashToken } from '#platform/token.ts'
import type { NewLink } from './links.ts'
import type { Profile } from './rules.ts'
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

/**
 * Adds a person and promises the mail that proves their address; who has proved it is told by mail alone. Answers the sessions that
 * end, of whoever registered the address before and never proved it.
 */
export async function insertPerson(
  tx: ActorTx,
  person: { email: string; passwordHash: string; fullName: string },
  link: NewLink,
  { redirectTo, origin }: { redirectTo: string; origin?: Origin | undefined },
): Promise<readonly string[]> {
  const { email, passwordHash, fullName } = person
  const { rows } = await tx.execute<{ ended: string[] }>(
    sql`select app.register_user(${email}, ${passwordHash}, ${fullName}, ${link.id}, ${link.hash}, ${link.lifetime},
      ${JSON.stringify({ redirectTo })}, ${origin?.ipAddress ?? null}, ${origin?.userAgent ?? null}) as ended`,
  )
  return rows[0]!.ended
}

export type FoundLink = {
  readonly purpose: TokenPurpose
  readonly email: string
  readonly personId: string
  /** Of the person's present address. */
  readonly isProved: boolean
}

/** What a link's token would do; undefined when it has been used, replaced, or its time is over. */
export async function findLink(tx: ActorTx, token: string): Promise<FoundLink | undefined> {
  const { rows } = await tx.execute<FoundLink>(
    sql`select purpose, email, person as "personId", is_proved as "isProved" from app.find_link(${hashToken(token)})`,
  )
  return rows[0]
}

/** A person's own profile. */
export async function findProfile(tx: ActorTx, personId: string): Promise<Profile | undefined> {
  const [row] = await tx
    .select({ fullName: users.fullName, bio: users.bio })
    .from(users)
    .where(eq(users.id, personId))
  return row && { fullName: row.fullName, bio: row.bio ?? '' }
}

/** Keeps a person's name and what they say of themselves. */
export async function updateProfile(
  tx: ActorTx,
  personId: string,
  { fullName, bio }: Profile,
): Promise<void> {
  await tx
    .update(users)
    .set({ fullName, bio: bio || null })
    .where(eq(users.id, personId))
}

/** Why somebody was not signed in. */
export type SignInFault = 'wrong_password' | 'account_disabled'

/** Writes down that somebody could not sign in, and why. An address that nobody has is not kept. */
export async function noteSignIn(
  tx: ActorTx,
  attempt: { email: string; fault: SignInFault; origin: Origin | undefined },
): Promise<void> {
  const { email, fault, origin } = attempt
  await tx.execute(
    sql`select app.note_sign_in(${email}, ${fault}, ${origin?.ipAddress ?? null}, ${origin?.userAgent ?? null})`,
  )
}
