import type { AsActor } from '#db/actor.ts'
import { Refusal } from '#platform/refusal.ts'
import { isPassword } from './passwords.ts'
import { findForSignIn } from './queries.ts'
import type { SignIn } from './rules.ts'
import type { SessionPerson } from './sessions.ts'

/**
 * Recognizes a person by address and password. Refuses with `unauthenticated`, in the same words and after the same work
 * whether the address is unknown or the password wrong. Nothing of the database is held while the password is checked.
 */
export async function signIn(asActor: AsActor, { email, password }: SignIn): Promise<SessionPerson> {
  const known = await asActor({ kind: 'guest' }, (tx) => findForSignIn(tx, email), 'read')
  const matches = await isPassword(password, known?.passwordHash)
  if (!known || !matches) {
    throw new Refusal(
      'unauthenticated',
      'wrong_credentials',
      'That address and password do not belong together. Check both and try again.',
    )
  }
  const { id, fullName, role, isVerified, isDisabled } = known
  if (isDisabled) throw accountClosed()
  return { id, email, fullName, role, isVerified }
}

/** What is said to somebody whose account the platform owner has closed. */
export const accountClosed = () =>
  new Refusal(
    'forbidden',
    'account_disabled',
    'This account is closed. If that is a mistake, please write to us.',
  )
