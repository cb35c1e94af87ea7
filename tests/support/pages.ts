import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import type { RequestContext } from '#app/http/context.ts'
import type { Wiring } from './wiring.ts'

type Handle = (args: LoaderFunctionArgs & ActionFunctionArgs) => unknown
export type Page = { readonly loader?: Handle; readonly action?: Handle }

export type Reply = {
  readonly status: number
  /** Where a redirect leads; empty for anything else. */
  readonly location: string
  /** Everything that was said, as text. */
  readonly text: string
  readonly data: unknown
}

/** A browser that keeps cookies and asks pages as the web process does; a thrown answer is an answer too. */
export function openVisit(wiring: Wiring, { from = '127.0.0.1', now = () => new Date() } = {}) {
  const jar = new Map<string, string>()
  const context: RequestContext = {
    needs: { ...wiring.needs, clock: { now } },
    asActor: wiring.asActor,
    nonce: '',
    requestId: 'test',
    clientAddress: from,
  }
  const requestTo = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    if (cookie) headers.set('cookie', cookie)
    return new Request(new URL(path, wiring.env.APP_URL), { ...init, headers })
  }
  const keep = (headers: Headers) => {
    for (const line of headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      if (/max-age=0/i.test(line)) jar.delete(name!)
      else jar.set(name!, value!)
    }
  }
  const ask = async (handle: Handle, request: Request, params: Record<string, string>): Promise<Reply> => {
    const answer = await Promise.resolve()
      .then(() => handle({ request, params, context }))
      .catch((thrown: unknown) => {
        if (thrown instanceof Error) throw thrown
        return thrown
      })
    if (answer instanceof Response) {
      keep(answer.headers)
      const text = await answer.text()
      return { status: answer.status, location: answer.headers.get('location') ?? '', text, data: undefined }
    }
    const wrapped = answer as { data?: unknown; init?: ResponseInit | null; type?: string } | null
    const isWrapped = wrapped?.type === 'DataWithResponseInit'
    const data = isWrapped ? wrapped.data : answer
    const status = (isWrapped && wrapped.init?.status) || 200
    return { status, location: '', text: JSON.stringify(data) ?? '', data }
  }

  return {
    context,
    jar,
    requestTo,
    get: ({ loader }: Page, path: string, params: Record<string, string> = {}) =>
      ask(loader!, requestTo(path), params),
    post: ({ action }: Page, path: string, fields: Record<string, string>, params = {}) =>
      ask(action!, requestTo(path, { method: 'POST', body: new URLSearchParams(fields) }), params),
    postJson: ({ action }: Page, path: string, body: unknown) =>
      ask(action!, requestTo(path, { method: 'POST', body: JSON.stringify(body) }), {}),
  }
}

export type Visit = ReturnType<typeof openVisit>
