import type { AsActor } from '#db/actor.ts'
import { Refusal } from '#platform/refusal.ts'
import { isOwnPassword } from './is-own-password.ts'

/** Is this the password of somebody who is signed in? Refuses with `unauthenticated`, beside the field. */
export async function confirmPassword(asActor: AsActor, email: string, password: string): Promise<void> {
  if (await isOwnPassword(asActor, email, password)) return
  const message = 'That is not your password. Check it and try again.'
  throw new Refusal('unauthenticated', 'wrong_password', message, { password: [message] })
}
