import { randomBytes } from 'node:crypto'
import { createCookie } from '@remix-run/node'
import { z } from '#platform/schema.ts'
import { keepOnce, peekOnce, takeOnce } from '#platform/single-use.ts'
import type { RequestContext } from './context.ts'

/**
 * Somebody who has given the right password and has to prove a second factor. `password` is a hash of what was kept of the password:
 * once another is kept, the sign-in is over.
 */
const Pending = z.object({
  personId: z.uuid(),
  email: z.string(),
  password: z.string(),
  redirectTo: z.string(),
})
export type PendingSignIn = z.output<typeof Pending>

const purpose = 'sign-in'
const seconds = 600

function cookieOf({ needs }: RequestContext) {
  const secure = needs.env.APP_URL.startsWith('https:')
  return createCookie(secure ? '__Host-codex-sign-in' : 'codex-sign-in', {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    secrets: [needs.env.SESSION_SECRET],
    maxAge: seconds,
  })
}

async function tokenOf(context: RequestContext, request: Request): Promise<string | undefined> {
  const token: unknown = await cookieOf(context).parse(request.headers.get('cookie'))
  return typeof token === 'string' ? token : undefined
}

/** Keeps for ten minutes that this browser has given the right password; answers the Set-Cookie header. */
export async function beginPendingSignIn(context: RequestContext, pending: PendingSignIn): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await keepOnce(context.needs, purpose, token, { value: JSON.stringify(pending), seconds })
  return cookieOf(context).serialize(token)
}

/** Whose sign-in this browser has begun; undefined when there is none, or it is too old. */
export async function findPendingSignIn(
  context: RequestContext,
  request: Request,
): Promise<PendingSignIn | undefined> {
  const token = await tokenOf(context, request)
  const value = token && (await peekOnce(context.needs, purpose, token))
  return value ? Pending.parse(JSON.parse(value)) : undefined
}

/** Ends a pending sign-in; false when somebody was faster. */
export async function takePendingSignIn(context: RequestContext, request: Request): Promise<boolean> {
  const token = await tokenOf(context, request)
  return token !== undefined && (await takeOnce(context.needs, purpose, token)) !== null
}

/** The Set-Cookie header that makes the browser forget its pending sign-in. */
export const forgetPendingSignIn = (context: RequestContext): Promise<string> =>
  cookieOf(context).serialize('', { maxAge: 0 })
