import type { AsActor } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'
import { Refusal } from '#platform/refusal.ts'
import { isPassword } from './passwords.ts'
import { findForSignIn, noteSignIn, type SignInFault } from './queries.ts'
import type { SignIn } from './rules.ts'
import type { SessionPerson } from './sessions.ts'

/**
 * Recognizes a person by address and password. Refuses with `unauthenticated`, in the same words and after the same work
 * whether the address is unknown or the password wrong. Nothing of the database is held while the password is checked.
 * The audit log keeps what was refused; a session that begins is written down with it.
 */
export async function signIn(
  { asActor, supportEmail }: { readonly asActor: AsActor; readonly supportEmail: string },
  { email, password }: SignIn,
  origin?: Origin,
): Promise<SessionPerson> {
  const note = (fault: SignInFault) =>
    asActor({ kind: 'guest' }, (tx) => noteSignIn(tx, { email, fault, origin }))
  const known = await asActor({ kind: 'guest' }, (tx) => findForSignIn(tx, email), 'read')
  const matches = await isPassword(password, known?.passwordHash)
  if (!known || !matches) {
    await note('wrong_password')
    throw new Refusal(
      'unauthenticated',
      'wrong_credentials',
      'That address and password do not belong together. Check both and try again.',
    )
  }
  const { id, fullName, role, isVerified, isDisabled } = known
  if (isDisabled) {
    await note('account_disabled')
    throw accountDisabled(supportEmail)
  }
  return { id, email, fullName, role, isVerified }
}

/** What is said to somebody whose account the platform owner has disabled, once they have proved that it is theirs. */
export const accountDisabled = (supportEmail: string) =>
  new Refusal(
    'forbidden',
    'account_disabled',
    `This account is disabled: the mail about it says why. If you think that this is a mistake, write to ${supportEmail}.`,
  )
