import { randomBytes } from 'node:crypto'
import { redirect } from '@remix-run/node'
import { findSlugAtDomain } from '#domain/organization/queries.ts'
import { isRefusal } from '#platform/refusal.ts'
import { z } from '#platform/schema.ts'
import { keepOnce, takeOnce } from '#platform/single-use.ts'
import { carriedCookie } from './carried-session.server.ts'
import { notFoundResponse, type Asked } from './guards.server.ts'
import { askedState, originAt } from './hand-over-address.ts'
import { safeRedirect } from './redirect.ts'
import { findSession } from './session.server.ts'
import { tenantFinder } from './tenant-host.ts'

const purpose = 'hand-over'
/** Long enough for one redirect on a slow line. */
const codeSeconds = 60

const HandedOver = z.object({ session: z.string(), slug: z.string(), state: z.string() })

const noStore = { 'Cache-Control': 'no-store' }

/**
 * The platform's leg of a hand-over: whoever is signed in here is sent back to the organization's host with a code that works
 * once, for a minute, for that organization and that browser; a guest is sent back without one. Without `state` somebody comes to sign in:
 * they do so here first, and their browser then begins at the answered address, on the organization's host. 404 for a name that is no
 * organization's.
 */
export async function depart({ request, context }: Asked): Promise<{ address: string }> {
  const search = new URL(request.url).searchParams
  const to = safeRedirect(search.get('to'))
  const host = (search.get('host') ?? '').slice(0, 253)
  const state = search.get('state')
  const main = new URL(context.needs.env.APP_URL)
  const slug = await tenantFinder(main.href, (domain) =>
    context.asActor({ kind: 'guest' }, (tx) => findSlugAtDomain(tx, domain), 'read'),
  )(host)
  if (slug === undefined) throw notFoundResponse()
  const backAt = (answer: Record<string, string>) =>
    `${originAt(main, host)}/hand-over?${new URLSearchParams({ to, ...answer })}`
  const back = (answer: Record<string, string>) => redirect(backAt(answer), { headers: noStore })
  const session = await findSession(context, request)
  if (!state) {
    if (session) return { address: backAt({}) }
    const here = `/hand-over?${new URLSearchParams({ host, to })}`
    throw redirect(`/login?${new URLSearchParams({ redirectTo: here })}`, { headers: noStore })
  }
  // What the platform owner sees in support mode stays on the platform's host.
  if (!session || session.support) throw back({ state })
  const code = randomBytes(32).toString('base64url')
  const value = JSON.stringify({ session: session.id, slug, state })
  try {
    await keepOnce(context.needs, purpose, code, { value, seconds: codeSeconds })
  } catch (error) {
    if (isRefusal(error)) throw back({ state })
    throw error
  }
  throw back({ state, code })
}

/**
 * The last leg, on the organization's host: a code that was made for this organization and this browser becomes a carried session. Goes on
 * to the page that was asked for, whatever came of it.
 */
export async function arrive({ request, context }: Asked, slug: string): Promise<never> {
  const url = new URL(request.url)
  const to = safeRedirect(url.searchParams.get('to'))
  const main = new URL(context.needs.env.APP_URL)
  const asked = askedState(request.headers.get('cookie'), main.protocol === 'https:')
  if (!asked) throw redirect(withoutCookies(to), { headers: noStore })
  const code = url.searchParams.get('code')
  const kept = code && (await takeOnce(context.needs, purpose, code))
  const handed = kept ? HandedOver.parse(JSON.parse(kept)) : undefined
  const isForHere = handed?.slug === slug && handed.state === asked
  if (!handed || !isForHere) throw redirect(to, { headers: noStore })
  throw redirect(to, {
    headers: {
      ...noStore,
      'Set-Cookie': await carriedCookie(context).serialize({ session: handed.session, slug }),
    },
  })
}

/** The page for a browser that keeps no cookies: it is not asked about again. */
function withoutCookies(to: string): string {
  const url = new URL(to, 'http://codex.invalid')
  url.searchParams.set('cookies', 'off')
  return url.pathname + url.search + url.hash
}
