import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import type { RequestContext } from '#app/http/context.ts'
import { signInCookie } from '#app/http/session.server.ts'
import type { Wiring } from './wiring.ts'
import type { Person } from './world.ts'

type Handle = (args: LoaderFunctionArgs & ActionFunctionArgs) => Promise<Response>

/**
 * Asks a resource route as the web process does: a real request, session and context; the answer is the route's response.
 */
export function routesOf({ needs, asActor, env }: Wiring) {
  const context: RequestContext = { needs, asActor, nonce: '', requestId: 'test', clientAddress: '127.0.0.1' }
  const cookies = new Map<string, string>()

  const cookieOf = async (person: Person): Promise<string> => {
    const known = cookies.get(person.id)
    if (known) return known
    const { id, email, fullName, actor } = person
    const role = actor.kind === 'user' ? actor.role : 'customer'
    const signedIn = { id, email, fullName, role, isVerified: true }
    const proved = { hasSecondFactor: actor.kind === 'user' && actor.hasSecondFactor }
    const set = await signInCookie(context, new Request(env.APP_URL), signedIn, proved)
    const cookie = set.split(';')[0]!
    cookies.set(id, cookie)
    return cookie
  }

  return {
    cookieOf,
    /** `handle` is a route's loader or action; `who` is null for a guest. */
    async ask(
      handle: Handle,
      path: string,
      params: Record<string, string>,
      who: Person | null,
      init: RequestInit = {},
    ): Promise<Response> {
      const headers = new Headers(init.headers)
      if (who) headers.set('cookie', await cookieOf(who))
      const request = new Request(new URL(path, env.APP_URL), { ...init, headers })
      return handle({ request, params, context })
    },
  }
}

/** The cookie of somebody who is signed in, for a browser's context. */
export async function browserCookie(wiring: Wiring, person: Person) {
  const [name = '', value = ''] = (await routesOf(wiring).cookieOf(person)).split(/=(.*)/s)
  return { name, value, url: wiring.env.APP_URL }
}
