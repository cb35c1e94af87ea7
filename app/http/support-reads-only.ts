import type { RequestHandler } from 'express'
import type { RequestContext } from './context.ts'
import { recordRead } from './record-read.server.ts'
import { findSession } from './session.server.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])
/** The ways out of support mode. Remix asks for data below the same address with `.data`. */
const waysOut = /^\/(support\/end|logout)(\.data)?$/

/**
 * Refuses every write while the platform owner looks at the product as somebody else, whatever it is and whoever would take
 * it, but for the ways out. The database takes none either: this says so in words.
 */
export function supportReadsOnly(
  contextOf: (
    request: Parameters<RequestHandler>[0],
    response: Parameters<RequestHandler>[1],
  ) => RequestContext,
): RequestHandler {
  return (request, response, next) => {
    const cookie = request.get('cookie')
    if (safeMethods.has(request.method) || !cookie || waysOut.test(request.path)) return next()
    const refuse = async () => {
      const context = contextOf(request, response)
      const asked = new Request(context.needs.env.APP_URL, {
        headers: { cookie, 'user-agent': request.get('user-agent') ?? '' },
      })
      const session = await findSession(context, asked)
      if (!session?.support) return next()
      await recordRead({ request: asked, context }, session, {
        action: 'support.write',
        result: 'refused',
        subjectType: 'address',
        subjectId: request.path.slice(0, 200),
      })
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
