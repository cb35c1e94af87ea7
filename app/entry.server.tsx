import { PassThrough } from 'node:stream'
import { createReadableStreamFromReadable } from '@remix-run/node'
import type { AppLoadContext, EntryContext, HandleErrorFunction } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import { FailedRequestContext, NonceContext } from '#app/ui/nonce.ts'

const renderMilliseconds = 10_000

/** How long a streamed loader may take before its promise is given up. */
export const streamTimeout = renderMilliseconds - 1_000

/** Logs what a loader or an action threw by mistake; a reader who left is no error. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted) return
  context.needs.log.error({ err: error, requestId: context.requestId }, 'a route failed')
}

/** Renders a document: people get it as soon as its shell is ready, robots when it is whole. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { nonce, requestId, needs }: AppLoadContext,
): Promise<Response> {
  const ready = isbot(request.headers.get('user-agent')) ? 'onAllReady' : 'onShellReady'
  return new Promise((resolve, reject) => {
    let responseStatus = status
    let answered = false
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <FailedRequestContext.Provider value={status >= 500 ? requestId : ''}>
          <RemixServer context={remixContext} url={request.url} nonce={nonce} />
        </FailedRequestContext.Provider>
      </NonceContext.Provider>,
      {
        nonce,
        [ready]() {
          answered = true
          const body = new PassThrough()
          body.on('close', () => clearTimeout(timer))
          headers.set('Content-Type', 'text/html; charset=utf-8')
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status: responseStatus }))
          pipe(body)
        },
        onShellError(error) {
          clearTimeout(timer)
          reject(error)
        },
        onError(error) {
          responseStatus = 500
          // Before the shell is out, the rejection reports it.
          if (answered && !request.signal.aborted)
            needs.log.error({ err: error, requestId }, 'a page failed to render')
        },
      },
    )
    const timer = setTimeout(abort, renderMilliseconds)
  })
}
