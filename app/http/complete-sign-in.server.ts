import { redirect } from '@remix-run/node'
import { hasSecondFactor, type PasskeyAssertion, type SecondFactors } from '#domain/account/factor-rules.ts'
import { findForSignIn } from '#domain/account/queries.ts'
import { readSecondFactors } from '#domain/account/second-factors.ts'
import type { SessionPerson } from '#domain/account/sessions.ts'
import { accountDisabled } from '#domain/account/sign-in.ts'
import { Refusal } from '#platform/refusal.ts'
import { hashToken } from '#platform/token.ts'
import type { Asked } from './guards.server.ts'
import { rememberBrowser } from './known-browser.server.ts'
import {
  beginPendingSignIn,
  findPendingSignIn,
  forgetPendingSignIn,
  takePendingSignIn,
  type PendingSignIn,
} from './pending-sign-in.server.ts'
import { personActor, requireCode, requirePasskey } from './second-factor.server.ts'
import { signInCookie } from './session.server.ts'

const guest = { kind: 'guest' } as const
const signInOver = () => new Refusal('conflict', 'sign_in_over', 'This sign-in is over. Please begin again.')

/**
 * What follows a right password, or anything that counts as one: somebody without a second factor is signed in and goes on,
 * anybody else has to prove it first.
 */
export async function afterPassword(asked: Asked, person: SessionPerson, to: string): Promise<Response> {
  const { context } = asked
  const factors = await context.asActor(personActor(person), readSecondFactors, 'read')
  if (!hasSecondFactor(factors))
    return redirect(to, { headers: await signedInHeaders(asked, person, { hasSecondFactor: false }) })
  const known = await context.asActor(guest, (tx) => findForSignIn(tx, person.email), 'read')
  if (!known) throw signInOver()
  const password = hashToken(known.passwordHash)
  const pending = { personId: person.id, email: person.email, password, redirectTo: to }
  const cookie = await beginPendingSignIn(context, pending)
  return redirect('/login/second-factor', { headers: { 'Set-Cookie': cookie } })
}

type SecondStep = {
  readonly pending: PendingSignIn
  readonly person: SessionPerson
  readonly factors: SecondFactors
}

/** Somebody at the second step of signing in, and what they can take it with; undefined when there was no first step. */
export async function findSecondStep({ request, context }: Asked): Promise<SecondStep | undefined> {
  const pending = await findPendingSignIn(context, request)
  if (!pending) return undefined
  const known = await context.asActor(guest, (tx) => findForSignIn(tx, pending.email), 'read')
  if (known?.id !== pending.personId || known.isDisabled) return undefined
  if (hashToken(known.passwordHash) !== pending.password) return undefined
  const { id, fullName, role, isVerified } = known
  const person = { id, email: pending.email, fullName, role, isVerified }
  return { pending, person, factors: await context.asActor(personActor(person), readSecondFactors, 'read') }
}

/** The same; without a first step they go back to it. */
export async function requireSecondStep(asked: Asked): Promise<SecondStep> {
  const step = await findSecondStep(asked)
  if (!step) throw redirect('/login')
  return step
}

/** Signs in whoever takes the second step by a code. Refuses with `unauthenticated`, `too_many`, or `conflict` when it is late. */
export async function signInByCode(asked: Asked, code: string): Promise<Response> {
  const { pending, person } = await requireSecondStep(asked)
  await requireCode(asked, person, code)
  return completePending(asked, pending, person)
}

/** The same by a passkey. */
export async function signInBySecondPasskey(asked: Asked, assertion: PasskeyAssertion): Promise<Response> {
  const { pending, person } = await requireSecondStep(asked)
  await requirePasskey(asked, { purpose: 'second_factor', personId: person.id }, assertion, person)
  return completePending(asked, pending, person)
}

async function completePending(
  asked: Asked,
  pending: PendingSignIn,
  person: SessionPerson,
): Promise<Response> {
  const { request, context } = asked
  if (!(await takePendingSignIn(context, request))) throw signInOver()
  const headers = await signedInHeaders(asked, person, { hasSecondFactor: true })
  headers.append('Set-Cookie', await forgetPendingSignIn(context))
  return redirect(pending.redirectTo, { headers })
}

/** Signs in whoever brings a passkey and nothing else: it is held, and its person has shown that it is them. */
export async function signInByPasskey(
  asked: Asked,
  assertion: PasskeyAssertion,
  to: string,
): Promise<Response> {
  const { person, isDisabled } = await requirePasskey(asked, { purpose: 'sign_in' }, assertion)
  if (isDisabled) throw accountDisabled(asked.context.needs.env.SUPPORT_EMAIL)
  return redirect(to, { headers: await signedInHeaders(asked, person, { hasSecondFactor: true }) })
}

/** What makes a browser signed in, and known to the account from then on. */
async function signedInHeaders(
  asked: Asked,
  person: SessionPerson,
  { hasSecondFactor }: { hasSecondFactor: boolean },
): Promise<Headers> {
  const headers = new Headers()
  const { request, context } = asked
  headers.append('Set-Cookie', await signInCookie(context, request, person, { hasSecondFactor }))
  const password = ['password', person.email] as const
  const known = hasSecondFactor ? [password, ['second_factor', person.id] as const] : [password]
  headers.append('Set-Cookie', await rememberBrowser(asked, ...known))
  return headers
}
