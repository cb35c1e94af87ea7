import type { AsActor } from '#db/actor.ts'
import { Refusal } from '#platform/refusal.ts'
import { isPassword } from './passwords.ts'
import { findForSignIn } from './queries.ts'

/** Is this the password of somebody who is signed in? Refuses with `unauthenticated`, beside the field. */
export async function confirmPassword(asActor: AsActor, email: string, password: string): Promise<void> {
  const known = await asActor({ kind: 'guest' }, (tx) => findForSignIn(tx, email), 'read')
  if (await isPassword(password, known?.passwordHash)) return
  const message = 'That is not your password. Check it and try again.'
  throw new Refusal('unauthenticated', 'wrong_password', message, { password: [message] })
}
