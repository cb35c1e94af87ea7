import { redirect } from '@remix-run/node'
import type { Tenant } from '#app/ui/viewer.ts'
import { findOrganization } from '#domain/organization/queries.ts'
import { carriedCookie, carriedSessionId } from './carried-session.server.ts'
import { findVisitor, type Asked } from './guards.server.ts'

/** What the pages of an organization's own host know: whose it is, and whether somebody signed in looks at them. */
export async function findTenant(asked: Asked, slug: string): Promise<Tenant> {
  const { request, context } = asked
  const { actor, session } = await findVisitor(asked)
  if (!session) await dropEnded(asked, slug)
  const found = await context.asActor(actor, (tx) => findOrganization(tx, slug), 'read')
  const url = new URL(request.url)
  return {
    slug,
    organization: found
      ? { id: found.id, name: found.name, primaryColor: found.primaryColor, logoVersion: found.logoVersion }
      : null,
    host: url.hostname,
    mainOrigin: new URL(context.needs.env.APP_URL).origin,
    isSignedIn: session !== null,
  }
}

/** A session that was handed over and has ended since is forgotten as a page is opened, so that the browser is asked about anew. */
async function dropEnded({ request, context }: Asked, slug: string): Promise<void> {
  const isPage = request.method === 'GET' && request.headers.get('sec-fetch-dest') === 'document'
  if (!isPage || !(await carriedSessionId(context, request, slug))) return
  const { pathname, search } = new URL(request.url)
  throw redirect(pathname + search, {
    headers: {
      'Set-Cookie': await carriedCookie(context).serialize('', { maxAge: 0 }),
      'Cache-Control': 'no-store',
    },
  })
}
