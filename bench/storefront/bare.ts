/**
 * The least that can answer with a storefront: the tree of the built application over data that was loaded once, rendered
 * anew by React for each request in a plain HTTP server. No router of requests, no loader, no database, no headers.
 */
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'
import { createRequestHandler, type EntryContext, type ServerBuild } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { createElement } from 'react'
import { renderToPipeableStream } from 'react-dom/server'
import { asActor, openDatabase } from '#db/actor.ts'
import { connectNeeds } from '#platform/connect.ts'
import { readEnv } from '#platform/env.ts'

const env = readEnv(process.env)
const url = `${env.APP_URL}${process.env.BENCH_PATH}`
const build = (await import(pathToFileURL('build/server/index.js').href)) as ServerBuild
const { handoff, ...context } = await loadOnce()

createServer((_, response) => {
  const serverHandoffStream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of handoff) controller.enqueue(chunk)
      controller.close()
    },
  })
  const fresh = {
    ...context,
    staticHandlerContext: { ...context.staticHandlerContext },
    serverHandoffStream,
    renderMeta: {},
  }
  const { pipe } = renderToPipeableStream(createElement(RemixServer, { context: fresh, url }), {
    onShellReady() {
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      pipe(response)
    },
  })
}).listen(env.PORT)

/** Lets the application load one request's data, and catches it on its way into React. */
async function loadOnce(): Promise<EntryContext & { handoff: Uint8Array[] }> {
  const needs = connectNeeds(env, 'bench')
  const database = openDatabase({ connectionString: env.DATABASE_URL, max: 2 })
  let caught: EntryContext | undefined
  const entry = {
    ...build.entry,
    module: {
      ...build.entry.module,
      default: (_request: Request, _status: number, _headers: Headers, context: EntryContext) => {
        caught = context
        return Promise.resolve(new Response())
      },
    },
  }
  await createRequestHandler({ ...build, entry }, 'production')(new Request(url), {
    needs,
    asActor: (actor, work, mode) => asActor(database, actor, work, mode),
    nonce: '',
    requestId: '',
    clientAddress: '',
  })
  if (!caught?.serverHandoffStream) throw new Error(`${url} came to no page`)
  const handoff: Uint8Array[] = []
  for await (const chunk of caught.serverHandoffStream as unknown as AsyncIterable<Uint8Array>)
    handoff.push(chunk)
  await Promise.all([needs.close(), database.close()])
  return { ...caught, handoff }
}
