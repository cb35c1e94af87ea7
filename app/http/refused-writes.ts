import type { Request as ExpressRequest, RequestHandler, Response as ExpressResponse } from 'express'
import { Refusal } from '#platform/refusal.ts'
import type { RequestContext } from './context.ts'
import { recordRefused } from './record-read.server.ts'
import { bodyOf } from './refusal-response.server.ts'
import { findSession, type SignedInSession } from './session.server.ts'
import { addressUnproved } from './unproved.server.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

const supportReads = new Refusal(
  'forbidden',
  'support_reads_only',
  'You are looking at the product as somebody else: nothing was changed, and nothing can be. End support mode first.',
)

/** The ways out of support mode, and what only this browser keeps. Remix asks for data below the same address with `.data`. */
const allowedInSupport = /^\/(support\/end|logout|theme)(\.data)?$/
/**
 * What somebody may do whose address is not proved: prove it, sign in and out, look after their own sessions, say no, leave. A
 * checkout shows the way to the proof by itself. Whatever is not named here is refused, and so is whatever comes to be.
 */
const allowedUnproved =
  /^\/(verify|login|login\/second-factor|logout|register|reset|theme|hand-over|invite\/[^/]+|checkout\/[^/]+|account\/(confirm|devices|password|profile|data|data\/deletion)|api\/content\/[^/]+\/resume)(\.data)?$/

function whyRefused(session: SignedInSession, path: string): Refusal | undefined {
  if (session.support) return allowedInSupport.test(path) ? undefined : supportReads
  if (!session.person.isVerified) return allowedUnproved.test(path) ? undefined : addressUnproved
  return undefined
}

/** A form of a page, sent by Remix or by the browser itself; anything else is a program's request. */
const isForm = (request: ExpressRequest) =>
  request.path.endsWith('.data') || request.get('sec-fetch-mode') === 'navigate'

/**
 * Refuses writes that a whole session may not make, whatever they are and whoever would take them: of the platform owner who looks at
 * the product as somebody else, and of whoever has not proved that their address is theirs. The database takes none either:
 * this says so in words. A page's form goes on, marked, and is refused in its place by `refusingActions`.
 */
export function refusedWrites(
  contextOf: (request: ExpressRequest, response: ExpressResponse) => RequestContext,
): RequestHandler {
  return (request, response, next) => {
    const cookie = request.get('cookie')
    if (safeMethods.has(request.method) || !cookie) return next()
    const refuse = async () => {
      const context = contextOf(request, response)
      const asked = new Request(context.needs.env.APP_URL, {
        headers: { cookie, 'user-agent': request.get('user-agent') ?? '' },
      })
      const session = await findSession(context, asked)
      const refusal = session && whyRefused(session, request.path)
      if (!refusal) return next()
      if (session.support)
        await recordRefused({ request: asked, context }, session, {
          action: 'support.write',
          subjectType: 'address',
          subjectId: request.path.slice(0, 200),
        })
      if (isForm(request)) {
        response.locals.refusesWrites = refusal
        return next()
      }
      response.status(403).json(bodyOf(refusal))
    }
    refuse().catch(next)
  }
}
