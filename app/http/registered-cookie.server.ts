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

/** Set-Cookie of the browser whose registration promised this link: only there it signs in, too. */
export const registeredCookie = (context: RequestContext, linkHash: string) =>
  cookieFor(context.needs).serialize(linkHash)

/** Is this the browser whose registration promised the link with this token? */
export async function hasRegistered(
  context: RequestContext,
  request: Request,
  token: string,
): Promise<boolean> {
  return (await cookieFor(context.needs).parse(request.headers.get('cookie'))) === hashToken(token)
}
