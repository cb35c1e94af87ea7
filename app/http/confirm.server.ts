import { redirect } from '@remix-run/node'
import type { FactorKind } from '#domain/account/factor-rules.ts'
import { confirmPassword } from '#domain/account/confirm-password.ts'
import { proveAgain } from '#domain/account/second-factors.ts'
import { recordAudit } from '#domain/audit/record.ts'
import { tryAtAccount } from './account-tries.server.ts'
import type { Asked, SignedIn } from './guards.server.ts'
import { originOf } from './origin.server.ts'
import { refreshSessionsOf } from './session.server.ts'

/** Checks the password of somebody who is signed in. Tries count as those of signing in. Refuses with `unauthenticated` and `too_many`. */
export async function requirePassword(asked: Asked, email: string, password: string): Promise<void> {
  await tryAtAccount(asked, 'password', email, () => confirmPassword(asked.context.asActor, email, password))
}

/** Keeps that this session has proved once more whose it is, and goes where that was asked for. */
export async function confirmed(
  asked: Asked,
  { actor, person, session }: SignedIn,
  by: 'password' | FactorKind,
  to: string,
): Promise<Response> {
  const { context } = asked
  await context.asActor(actor, async (tx) => {
    await proveAgain(tx, session.id, by !== 'password')
    await recordAudit(tx, {
      action: 'account.confirm',
      subjectType: 'user',
      subjectId: person.id,
      origin: originOf(asked),
      detail: { by },
    })
  })
  await refreshSessionsOf(context, [person.id])
  return redirect(to)
}
