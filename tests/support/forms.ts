import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import type { RequestContext } from '#app/http/context.ts'
import { findVisitor } from '#app/http/guards.server.ts'
import type { Wiring } from './wiring.ts'

type Handle = (args: LoaderFunctionArgs & ActionFunctionArgs) => Promise<unknown>
export type Reply = { readonly status: number; readonly headers: Headers; readonly text: string }
type Extra = { from?: string; headers?: Record<string, string>; method?: string }

export const formOf = (fields: Record<string, string>) => new URLSearchParams(fields)

/** The cookie of the session that an answer began. */
export const cookieOf = (reply: Reply) =>
  reply.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]!)
    .join('; ')

/** Sends forms to pages' actions and asks their loaders as a browser does; a thrown answer is an answer too. */
export function formsOf(wiringOf: () => Wiring) {
  const contextFrom = (clientAddress: string): RequestContext => ({
    needs: wiringOf().needs,
    asActor: wiringOf().asActor,
    nonce: '',
    requestId: 'test',
    clientAddress,
  })

  async function post(
    handle: Handle,
    path: string,
    body: NonNullable<RequestInit['body']> | null,
    { from = '127.0.0.1', headers = {}, method = 'POST' }: Extra = {},
  ): Promise<Reply> {
    const request = new Request(new URL(path, wiringOf().env.APP_URL), { method, body, headers })
    const answer = await handle({ request, params: {}, context: contextFrom(from) }).catch(
      (thrown: unknown) => {
        if (thrown instanceof Error) throw thrown
        return thrown
      },
    )
    if (answer instanceof Response)
      return { status: answer.status, headers: answer.headers, text: await answer.text() }
    const isWrapped = typeof answer === 'object' && answer !== null && 'data' in answer && 'init' in answer
    const { data, init } = isWrapped
      ? (answer as { data: unknown; init?: ResponseInit | null })
      : { data: answer, init: undefined }
    return { status: init?.status ?? 200, headers: new Headers(init?.headers), text: JSON.stringify(data) }
  }

  return {
    contextFrom,
    post,
    /** What a page's loader answers. */
    get: (handle: Handle, path: string, headers: Record<string, string> = {}) =>
      post(handle, path, null, { headers, method: 'GET' }),
    /** The person that a cookie's session is of. */
    async whoIs(cookie: string) {
      const request = new Request(wiringOf().env.APP_URL, { headers: { cookie } })
      return (await findVisitor({ request, context: contextFrom('127.0.0.1') })).person
    },
  }
}
