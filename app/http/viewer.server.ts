import { listMemberships } from '#domain/organization/queries.ts'
import type { Viewer } from '#app/ui/viewer.ts'
import type { RequestContext } from './context.ts'
import { actorOf, findPerson } from './guards.server.ts'

/** Who looks at the page, with the organizations they can switch to; null for a guest. */
export async function findViewer(request: Request, context: RequestContext): Promise<Viewer | null> {
  const person = await findPerson({ request, context })
  if (!person) return null
  const memberships = await context.asActor(actorOf(person), (tx) => listMemberships(tx, person.id), 'read')
  return {
    ...person,
    organizations: memberships.map(({ organization, role }) => ({
      slug: organization.slug,
      name: organization.name,
      role,
    })),
  }
}
