import { data, redirect } from '@remix-run/node'
import type { Actor } from '#db/actor.ts'
import type { OrganizationRole } from '#db/schema/organization.ts'
import type { SessionPerson } from '#domain/account/sessions.ts'
import type { Membership } from '#domain/organization/queries.ts'
import type { RequestContext } from './context.ts'
import { actorOf, findSession, type SignedInSession } from './session.server.ts'

/** What every loader and action has of its request. */
export type Asked = { readonly request: Request; readonly context: RequestContext }

/** Whoever asks: as whom the database is asked, and the person with their session, both null for a guest. */
export type Visitor = SignedIn | { readonly actor: Actor; readonly person: null; readonly session: null }
export type SignedIn = {
  readonly actor: Actor
  readonly person: SessionPerson
  readonly session: SignedInSession
}
export type Member = SignedIn & { readonly membership: Membership }

/** Who asks, guest or not: for pages and API addresses that everybody may ask. */
export async function findVisitor({ request, context }: Asked): Promise<Visitor> {
  const session = await findSession(context, request)
  if (!session) return { actor: { kind: 'guest' }, person: null, session: null }
  return { actor: actorOf(session), person: session.person, session }
}

/** Somebody who is signed in; a guest is sent to sign in and back again. */
export async function requireUser(asked: Asked): Promise<SignedIn> {
  const visitor = await findVisitor(asked)
  if (visitor.session) return visitor
  throw redirect(`/login?${new URLSearchParams({ redirectTo: addressOf(asked.request) })}`)
}

/** The page that was asked for, to come back to; for anything but a page, home. */
export function addressOf(request: Request): string {
  const { pathname, search } = new URL(request.url)
  return request.method === 'GET' ? pathname.replace(/\.data$/, '') + search : '/'
}

/** An active member of the organization at this address with one of these roles; for anybody else it does not exist (404). */
export async function requireRole(
  asked: Asked,
  slug: string | undefined,
  roles: readonly OrganizationRole[],
): Promise<Member> {
  const signedIn = await requireUser(asked)
  const membership = signedIn.session.memberships.find(({ organization }) => organization.slug === slug)
  if (!membership || !roles.includes(membership.role)) throw notFoundResponse()
  return { ...signedIn, membership }
}

/** Staff who make things: the studio's door. */
export const requireCreator = (asked: Asked, slug: string | undefined) =>
  requireRole(asked, slug, ['owner', 'admin', 'creator'])
/** Whoever runs the organization: its owner and its admins. */
export const requireAdmin = (asked: Asked, slug: string | undefined) =>
  requireRole(asked, slug, ['owner', 'admin'])

/** The platform owner; for anybody else, and while they look at the product as somebody else, it does not exist (404). */
export async function requirePlatformOwner(asked: Asked): Promise<SignedIn> {
  const signedIn = await requireUser(asked)
  if (signedIn.person.role !== 'platform_owner') throw notFoundResponse()
  return signedIn
}

/** Somebody who has proved who they are within so many minutes; others are sent to prove it and back again. */
export async function requireFreshSession(asked: Asked, minutes = 10): Promise<SignedIn> {
  const signedIn = await requireUser(asked)
  const age = asked.context.needs.clock.now().getTime() - Date.parse(signedIn.session.authenticatedAt)
  if (age <= minutes * 60_000) return signedIn
  const { pathname, search } = new URL(asked.request.url)
  throw redirect(
    `/account/confirm?${new URLSearchParams({ redirectTo: pathname.replace(/\.data$/, '') + search })}`,
  )
}

/** What is thrown where something does not exist for whoever asks (404). */
export const notFoundResponse = () => data({ message: 'We could not find that.' }, { status: 404 })
