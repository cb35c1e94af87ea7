import { createCookie } from '@remix-run/node'
import { hashToken } from '#platform/token.ts'
import type { RequestContext } from './context.ts'

const cookieFor = ({ env }: RequestContext['needs']) =>
  createCookie('codex-registered', {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: env.APP_URL.startsWith('https:'),
    secrets: [env.SESSION_SECRET],
    maxAge: 24 * 3600,
  })

/** Set-Cookie of a browser that registered this address: only there the mailed link signs in, too. */
export const registeredCookie = (context: RequestContext, email: string) =>
  cookieFor(context.needs).serialize(hashToken(email))

/** Is this the browser that registered the address? */
export async function hasRegistered(
  context: RequestContext,
  request: Request,
  email: string,
): Promise<boolean> {
  return (await cookieFor(context.needs).parse(request.headers.get('cookie'))) === hashToken(email)
}
