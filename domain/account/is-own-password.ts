import type { AsActor } from '#db/actor.ts'
import { isPassword } from './passwords.ts'
import { findForSignIn } from './queries.ts'

/** Is this the password of the person with this address? Nothing of the database is held while it is checked. */
export async function isOwnPassword(asActor: AsActor, email: string, password: string): Promise<boolean> {
  const known = await asActor({ kind: 'guest' }, (tx) => findForSignIn(tx, email), 'read')
  return isPassword(password, known?.passwordHash)
}
