import type { RequestHandler } from 'express'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses writes that another site's page sends with our cookies (CSRF): by Fetch metadata, else by Origin.
 * Signed machine deliveries under `/webhooks/` carry no cookie's weight and pass.
 */
export const sameOrigin: RequestHandler = (request, response, next) => {
  if (safeMethods.has(request.method) || /^\/webhooks\/[a-z]+$/.test(request.path)) return next()
  const site = request.get('sec-fetch-site')
  const origin = request.get('origin')
  const isOwn = site
    ? site === 'same-origin' || site === 'none'
    : !origin || hostOf(origin) === request.get('host')
  if (isOwn) return next()
  response.status(403).type('text/plain').send('This request came from another site and was not carried out.')
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
