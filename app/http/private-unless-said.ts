import type { RequestHandler } from 'express'

/**
 * A response is made for one person and kept by no cache, unless its route says that it is for everybody. One that sets a
 * cookie is never for everybody.
 */
export const privateUnlessSaid: RequestHandler = (_request, response, next) => {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => typeof response
  response.writeHead = (...args: unknown[]) => {
    if (!response.hasHeader('Cache-Control') || response.hasHeader('Set-Cookie')) {
      response.setHeader('Cache-Control', 'private, no-store')
    }
    return writeHead(...args)
  }
  next()
}
