import { createCookie } from '@remix-run/node'
import { z } from '#platform/schema.ts'
import type { RequestContext } from './context.ts'
import { carriedName } from './hand-over-address.ts'

/** Which session of the platform's host an organization's host was handed, and for which organization. */
const Carried = z.object({ session: z.string(), slug: z.string() })

/** The cookie of an organization's own host. It is worth nothing on any other, and ends with the session behind it. */
export function carriedCookie({ needs: { env } }: RequestContext) {
  const secure = env.APP_URL.startsWith('https:')
  return createCookie(carriedName(secure), {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    secrets: [env.SESSION_SECRET],
    maxAge: 24 * 3600,
  })
}

/** The id of the session that this request's host was handed; undefined where it was none, or another organization's was. */
export async function carriedSessionId(
  context: RequestContext,
  request: Request,
  slug: string,
): Promise<string | undefined> {
  const carried = Carried.safeParse(await carriedCookie(context).parse(request.headers.get('cookie')))
  return carried.success && carried.data.slug === slug ? carried.data.session : undefined
}
