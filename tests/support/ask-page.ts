import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { routesOf } from './ask.ts'
import type { Wiring } from './wiring.ts'
import type { Person } from './world.ts'

export type PageHandle = (args: LoaderFunctionArgs & ActionFunctionArgs) => Promise<unknown>

/** The status, headers and body of what a page's loader or action answers or throws; a bug is thrown on. */
export async function askPage(
  wiring: Wiring,
  handle: PageHandle,
  path: string,
  params: Record<string, string>,
  who: Person | null,
  init: RequestInit = {},
) {
  const asked = routesOf(wiring).ask(handle as never, path, params, who, init) as Promise<unknown>
  const answer = await asked.catch((thrown: unknown) => {
    if (thrown instanceof Error) throw thrown
    return thrown
  })
  if (answer instanceof Response) return { status: answer.status, headers: answer.headers, body: undefined }
  const { data, init: sent } = (answer ?? {}) as { data?: unknown; init?: ResponseInit }
  return { status: sent?.status ?? 200, headers: new Headers(sent?.headers), body: data ?? answer }
}
