import type { ErrorRequestHandler } from 'express'
import type { Logger } from '#platform/log.ts'

/**
 * Answers what broke outside of every route: an address that cannot be read is the caller's mistake, anything else a bug that
 * is logged with its request's id. Nobody is shown a trace, but for developers.
 */
export const lastResort =
  (log: Logger, isDevelopment: boolean): ErrorRequestHandler =>
  (error: { code?: unknown; status?: unknown }, request, response, next) => {
    if (response.headersSent) return void response.destroy()
    const { code, status } = error
    const isTheirs = code === 'ERR_INVALID_URL' || (typeof status === 'number' && status < 500)
    if (isTheirs) return void response.status(400).type('text/plain').send('This address cannot be read.')
    if (isDevelopment) return next(error)
    if (request.destroyed) return void response.destroy()
    const requestId = response.locals.requestId as string
    log.error({ err: error, requestId }, 'a request failed outside of every route')
    response.status(500).type('text/plain').send(`Something went wrong on our side. Request ${requestId}`)
  }
