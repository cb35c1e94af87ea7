import type { AsActor } from '#db/actor.ts'
import { Refusal } from '#platform/refusal.ts'
import { isOwnPassword } from './is-own-password.ts'

/** Is it really the person who is signed in? Refuses with `invalid`, beside the field `currentPassword`. */
export async function proveWithPassword(asActor: AsActor, email: string, password: string): Promise<void> {
  if (await isOwnPassword(asActor, email, password)) return
  const message = 'That is not your password.'
  throw new Refusal('invalid', 'wrong_password', message, { currentPassword: [message] })
}
