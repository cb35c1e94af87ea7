import type { AsActor } from '#db/actor.ts'
import { Refusal } from '#platform/refusal.ts'
import { isPassword } from './passwords.ts'
import { findForSignIn } from './queries.ts'

/** Is it really the person who is signed in? Refuses with `invalid`, beside the field `currentPassword`. */
export async function proveWithPassword(asActor: AsActor, email: string, password: string): Promise<void> {
  const known = await asActor({ kind: 'guest' }, (tx) => findForSignIn(tx, email), 'read')
  if (await isPassword(password, known?.passwordHash)) return
  const message = 'That is not your password.'
  throw new Refusal('invalid', 'wrong_password', message, { currentPassword: [message] })
}
