import type { Viewer } from '#app/ui/viewer.ts'
import type { RequestContext } from './context.ts'
import { findVisitor } from './guards.server.ts'
import { studioSections } from './studio-sections.server.ts'

/** Who looks at the page, with the organizations they can switch to; null for a guest. */
export async function findViewer(request: Request, context: RequestContext): Promise<Viewer | null> {
  const { session } = await findVisitor({ request, context })
  if (!session) return null
  return {
    ...session.person,
    deletionDueAt: session.deletionDueAt,
    supportUntil: session.support?.expiresAt ?? null,
    organizations: session.memberships.map((membership) => ({
      id: membership.organization.id,
      slug: membership.organization.slug,
      name: membership.organization.name,
      primaryColor: membership.organization.primaryColor,
      logoVersion: membership.organization.logoVersion,
      role: membership.role,
      places: studioSections(membership),
    })),
  }
}
