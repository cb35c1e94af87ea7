import type { Viewer } from '#app/ui/viewer.ts'
import type { RequestContext } from './context.ts'
import { findVisitor } from './guards.server.ts'

/** Who looks at the page, with the organizations they can switch to; null for a guest. */
export async function findViewer(request: Request, context: RequestContext): Promise<Viewer | null> {
  const { session } = await findVisitor({ request, context })
  if (!session) return null
  return {
    ...session.person,
    supportUntil: session.support?.expiresAt ?? null,
    organizations: session.memberships.map(({ organization, role }) => ({
      slug: organization.slug,
      name: organization.name,
      role,
    })),
  }
}
