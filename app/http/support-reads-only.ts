import type { Request as ExpressRequest, RequestHandler, Response as ExpressResponse } from 'express'
import type { RequestContext } from './context.ts'
import { recordRefused } from './record-read.server.ts'
import { findSession } from './session.server.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])
/** The ways out of support mode, and what only this browser keeps. Remix asks for data below the same address with `.data`. */
const allowed = /^\/(support\/end|logout|theme)(\.data)?$/
/** A form of a page, sent by Remix or by the browser itself; anything else is a program's request. */
const isForm = (request: ExpressRequest) =>
  request.path.endsWith('.data') || request.get('sec-fetch-mode') === 'navigate'

/**
 * Refuses every write while the platform owner looks at the product as somebody else, whatever it is and whoever would take
 * it, but for the ways out. The database takes none either: this says so in words. A page's form goes on, marked, and is refused
 * in its place by `refusingActions`.
 */
export function supportReadsOnly(
  contextOf: (request: ExpressRequest, response: ExpressResponse) => RequestContext,
): RequestHandler {
  return (request, response, next) => {
    const cookie = request.get('cookie')
    if (safeMethods.has(request.method) || !cookie || allowed.test(request.path)) return next()
    const refuse = async () => {
      const context = contextOf(request, response)
      const asked = new Request(context.needs.env.APP_URL, {
        headers: { cookie, 'user-agent': request.get('user-agent') ?? '' },
      })
      const session = await findSession(context, asked)
      if (!session?.support) return next()
      await recordRefused({ request: asked, context }, session, {
        action: 'support.write',
        subjectType: 'address',
        subjectId: request.path.slice(0, 200),
      })
      if (isForm(request)) {
        response.locals.refusesWrites = true
        return next()
      }
      response
        .status(403)
        .type('text/plain')
        .send(
          'You are looking at the product as somebody else: nothing can be changed. End support mode first.',
        )
    }
    refuse().catch(next)
  }
}
