import { notFound, Refusal } from '#platform/refusal.ts'
import { findVisitor, type Asked, type SignedIn } from './guards.server.ts'
import { isId } from './parse.server.ts'

/** Somebody who is signed in, for addresses that programs ask: a guest gets 401 in JSON, not a page to sign in on. */
export async function requireCaller(asked: Asked): Promise<SignedIn> {
  const visitor = await findVisitor(asked)
  if (!visitor.session) throw new Refusal('unauthenticated', 'not_signed_in', 'Sign in first.')
  return visitor
}

/** An id from an address that programs ask; anything that is no UUID names nothing (404 in JSON). */
export function apiId(value: string | undefined): string {
  if (isId(value)) return value
  throw notFound('no_such_thing')
}

/** 405 in JSON for a method that an address does not take. */
export const methodNotAllowed = (...allowed: string[]) =>
  Response.json(
    { reason: 'method_not_allowed', message: `This address takes ${allowed.join(' and ')}.` },
    { status: 405, headers: { Allow: allowed.join(', ') } },
  )
