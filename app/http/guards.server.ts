import { data, redirect } from '@remix-run/node'
import type { Actor } from '#db/actor.ts'
import type { OrganizationRole } from '#db/schema/organization.ts'
import { hasSecondFactor } from '#domain/account/factor-rules.ts'
import { readSecondFactors } from '#domain/account/second-factors.ts'
import type { SessionPerson } from '#domain/account/sessions.ts'
import type { Permission } from '#domain/organization/permissions.ts'
import type { Membership } from '#domain/organization/queries.ts'
import type { RequestContext } from './context.ts'
import { recordRefusedEntry } from './refused-entry.server.ts'
import { actorOf, findSession, hasLostSession, type SignedInSession } from './session.server.ts'

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

/** Somebody who is signed in; a guest is sent to sign in and back again, and told why if they were signed in before. */
export async function requireUser(asked: Asked): Promise<SignedIn> {
  const visitor = await findVisitor(asked)
  if (visitor.session) return visitor
  const search = new URLSearchParams({ redirectTo: addressOf(asked.request) })
  if (await hasLostSession(asked.context, asked.request)) search.set('ended', '')
  throw redirect(`/login?${search}`)
}

/** Somebody whose address is proved: before money changes hands. Anybody else is shown how to prove it, and comes back. */
export async function requireVerified(asked: Asked, redirectTo?: string): Promise<SignedIn> {
  const signedIn = await requireUser(asked)
  if (signedIn.person.isVerified) return signedIn
  throw redirect(`/verify?${new URLSearchParams({ redirectTo: redirectTo ?? addressOf(asked.request) })}`)
}

/** The page that was asked for, to come back to; for anything but a page, home. */
export function addressOf(request: Request): string {
  return request.method === 'GET' ? pathOf(request) + new URL(request.url).search : '/'
}

const pathOf = (request: Request) => new URL(request.url).pathname.replace(/\.data$/, '')

/**
 * Somebody who has proved who they are within the last minutes; anybody else does that now and comes back. For what cannot be
 * undone, and for what opens an account. An action's form is posted to its own page: that is where one comes back to, with `asking`
 * in the address when the page is to ask again what was asked there.
 */
export async function requireFreshSession(
  asked: Asked,
  asking: Readonly<Record<string, string>> = {},
): Promise<SignedIn> {
  const signedIn = await requireUser(asked)
  if (await isFresh(asked, signedIn)) return signedIn
  const { request } = asked
  const search = new URLSearchParams(asking)
  const page =
    request.method === 'GET' ? addressOf(request) : pathOf(request) + (search.size ? `?${search}` : '')
  throw redirect(`/account/confirm?${new URLSearchParams({ redirectTo: page })}`)
}

const freshMinutes = 10

/** Has this session proved lately whose it is? A password alone proves nothing of somebody who has a second factor. */
export async function isFresh({ context }: Asked, { actor, session }: SignedIn): Promise<boolean> {
  const age = context.needs.clock.now().getTime() - Date.parse(session.authenticatedAt)
  if (age > freshMinutes * 60_000) return false
  if (session.secondFactorAt !== null) return true
  return !hasSecondFactor(await context.asActor(actor, readSecondFactors, 'read'))
}

/**
 * The platform owner, proved by a second factor; for anybody else, and while they look at the product as somebody else, what is
 * asked for does not exist (404).
 */
export async function requirePlatformOwner(asked: Asked): Promise<SignedIn> {
  const signedIn = await requireUser(asked)
  if (signedIn.person.role !== 'platform_owner') throw await refuseEntry(asked, signedIn)
  await requireSecondFactor(asked, signedIn, 'platform')
  return signedIn
}

/** Sends a session of one factor to prove a second one, or to enrol it; `requiredBy` is an organization's address or `platform`. */
async function requireSecondFactor(asked: Asked, { actor, session }: SignedIn, requiredBy: string) {
  if (session.secondFactorAt !== null) return
  const redirectTo = addressOf(asked.request)
  const factors = await asked.context.asActor(actor, readSecondFactors, 'read')
  throw hasSecondFactor(factors)
    ? redirect(`/account/confirm?${new URLSearchParams({ redirectTo })}`)
    : redirect(`/account/security?${new URLSearchParams({ required: requiredBy, redirectTo })}`)
}

/** Somebody who belongs to the organization at this address, as whatever; for anybody else it does not exist (404). */
async function requireOrganization(asked: Asked, slug: string | undefined): Promise<Member> {
  const signedIn = await requireUser(asked)
  const membership = signedIn.session.memberships.find(({ organization }) => organization.slug === slug)
  if (!membership) throw await refuseEntry(asked, signedIn)
  return { ...signedIn, membership }
}

/** A member who works there: where the organization asks for a second factor, its people enrol or prove one first. */
async function enter(asked: Asked, member: Member): Promise<Member> {
  const { organization } = member.membership
  if (organization.requiresSecondFactor) await requireSecondFactor(asked, member, organization.slug)
  return member
}

/** The same with one of these roles. */
export async function requireRole(
  asked: Asked,
  slug: string | undefined,
  roles: readonly OrganizationRole[],
): Promise<Member> {
  const member = await requireOrganization(asked, slug)
  if (!roles.includes(member.membership.role)) throw await refuseEntry(asked, member)
  return enter(asked, member)
}

/** The same with one of these permissions: by role, by a custom role, or by a grant of their own. */
export async function requirePermission(
  asked: Asked,
  slug: string | undefined,
  ...oneOf: readonly Permission[]
): Promise<Member> {
  const member = await requireOrganization(asked, slug)
  if (!oneOf.some((permission) => may(member.membership, permission))) throw await refuseEntry(asked, member)
  return enter(asked, member)
}

/** Whoever owns the organization. */
export const requireOwner = (asked: Asked, slug: string | undefined) => requireRole(asked, slug, ['owner'])
/** Whoever runs the organization: its owner and its admins. */
export const requireAdmin = (asked: Asked, slug: string | undefined) =>
  requireRole(asked, slug, ['owner', 'admin'])
/** Whoever belongs to the organization and is not only its customer. */
export const requireMember = (asked: Asked, slug: string | undefined) =>
  requireRole(asked, slug, ['owner', 'admin', 'creator', 'member'])
/** Whoever makes things in the organization, by whatever role: the library's door. */
export const requireCreator = (asked: Asked, slug: string | undefined) =>
  requirePermission(asked, slug, 'content.create', 'media.upload')

/** May this member do this? */
export const may = ({ permissions }: Pick<Membership, 'permissions'>, permission: Permission) =>
  permissions.includes(permission)

/** What is thrown where something does not exist for whoever asks (404). */
export const notFoundResponse = () => data({ message: 'We could not find that.' }, { status: 404 })

/** The same for a place of the studio or the platform that is there, and not theirs: that they asked is written down. */
export async function refuseEntry(asked: Asked, who: SignedIn | Member) {
  const organizationId = 'membership' in who ? who.membership.organization.id : undefined
  await recordRefusedEntry(asked, who.session, { path: pathOf(asked.request), organizationId })
  return notFoundResponse()
}
