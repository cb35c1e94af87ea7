import { data, redirect } from '@remix-run/node'
import type { Actor } from '#db/actor.ts'
import type { OrganizationRole } from '#db/schema/organization.ts'
import type { SessionPerson } from '#domain/account/sessions.ts'
import { findMembership, type Membership } from '#domain/organization/queries.ts'
import type { RequestContext } from './context.ts'
import { getSession } from './session.server.ts'

/** What every loader and action has of its request. */
export type Asked = { readonly request: Request; readonly context: RequestContext }

export type SignedIn = { readonly person: SessionPerson; readonly actor: Actor }
export type Member = SignedIn & { readonly membership: Membership }

/** As whom the database is asked for this person; null is a guest. */
export const actorOf = (person: SessionPerson | null): Actor =>
  person ? { kind: 'user', id: person.id, role: person.role } : { kind: 'guest' }

/** Who asks, or null for a guest. */
export async function findPerson({ request, context }: Asked): Promise<SessionPerson | null> {
  if (!request.headers.has('cookie')) return null
  return (await getSession(context, request)).get('person') ?? null
}

/** The actor of a request, guest or not: for pages and API addresses that everybody may ask. */
export async function findActor(asked: Asked): Promise<Actor> {
  return actorOf(await findPerson(asked))
}

/** Somebody who is signed in; a guest is sent to sign in and back again. */
export async function requireUser(asked: Asked): Promise<SignedIn> {
  const person = await findPerson(asked)
  if (person) return { person, actor: actorOf(person) }
  const { pathname, search } = new URL(asked.request.url)
  const back = asked.request.method === 'GET' ? pathname.replace(/\.data$/, '') + search : '/'
  throw redirect(`/login?${new URLSearchParams({ redirectTo: back })}`)
}

/** An active member of the organization at this address with one of these roles; for anybody else it does not exist (404). */
export async function requireRole(
  asked: Asked,
  slug: string | undefined,
  roles: readonly OrganizationRole[],
): Promise<Member> {
  const signedIn = await requireUser(asked)
  const membership = slug
    ? await asked.context.asActor(
        signedIn.actor,
        (tx) => findMembership(tx, slug, signedIn.person.id),
        'read',
      )
    : undefined
  if (!membership || !roles.includes(membership.role)) throw notFoundResponse()
  return { ...signedIn, membership }
}

/** Staff who make things: the studio's door. */
export const requireCreator = (asked: Asked, slug: string | undefined) =>
  requireRole(asked, slug, ['owner', 'admin', 'creator'])
/** Whoever runs the organization: its owner and its admins. */
export const requireAdmin = (asked: Asked, slug: string | undefined) =>
  requireRole(asked, slug, ['owner', 'admin'])

/** What is thrown where something does not exist for whoever asks (404). */
export const notFoundResponse = () => data({ message: 'We could not find that.' }, { status: 404 })
