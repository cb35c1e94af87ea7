import { isIP } from 'node:net'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { whyNotSlug } from '#domain/organization/rules.ts'
import { routeWords } from '#domain/reserved-words.ts'
import { beginHandOver, isWorthAsking } from './hand-over-address.ts'
import { safeRedirect } from './redirect.ts'

/** What every host answers with itself: files, pictures, previews, the theme, and whoever watches over the process. */
const everywhere =
  /^\/(?:assets|api\/content|posters|healthz|readyz)(?:\/|$)|^\/(?:theme(?:\.data)?|hand-over(?:\.data)?|favicon\.svg)$/
/** Machines that call us by whatever name they know. */
const machines = /^\/(?:healthz|readyz|webhooks)(?:\/|$)/
const page = /^\/(?:_root\.data|([^/]+?)(?:\.data)?)?$/

export type TenantHosts = {
  readonly appUrl: string
  /** Is a name that nobody knows turned away? While developing it may be a tunnel's. */
  readonly isStrict: boolean
  /** The organization whose own host has a name. */
  readonly tenantAt: (name: string) => Promise<string | undefined>
}

/** Which organization's own host a name is: `{slug}.{our host}`, or a domain that it has verified. */
export function tenantFinder(
  appUrl: string,
  findSlugAtDomain: (domain: string) => Promise<string | undefined>,
): TenantHosts['tenantAt'] {
  const { hostname } = new URL(appUrl)
  return async (name) => {
    if (name === hostname || isInternal(name)) return undefined
    if (!name.endsWith(`.${hostname}`)) return findSlugAtDomain(name)
    const slug = name.slice(0, -hostname.length - 1)
    return whyNotSlug(slug) ? undefined : slug
  }
}

/**
 * `{slug}.{our host}` and verified domains show one organization's storefront, at `/`, and its posts, at `/{post}`; all else is
 * on our own host, where the session is. Which organization it is stands in `locals.tenant`. A name that is neither is sent to
 * our own host, or is misdirected (421) when it wants something done; addresses and names without a dot are our own network's.
 */
export function tenantHost({ appUrl, isStrict, tenantAt }: TenantHosts): RequestHandler {
  const main = new URL(appUrl)
  const toMain = (request: Request, response: Response) => {
    if (!isReading(request))
      return void response.status(421).type('text/plain').send(`This is done at ${main.origin}.`)
    const { originalUrl, path } = request
    const search = originalUrl.includes('?') ? originalUrl.slice(originalUrl.indexOf('?')) : ''
    goTo(response, main.origin + path.replace(/^\/+/, '/') + search)
  }
  const isSecure = main.protocol === 'https:'
  const ask = (response: Response, name: string, to: string) => {
    const { address, cookie } = beginHandOver(main, name, to)
    goTo(response.append('Set-Cookie', cookie), address)
  }
  const decide = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    try {
      const name = nameOf(request.get('host'))
      if (name === main.hostname || isInternal(name)) return next()
      const slug = await tenantAt(name)
      if (slug === undefined)
        return !isStrict || machines.test(request.path) ? next() : toMain(request, response)
      response.locals.tenant = slug
      if (isBeginning(request)) return ask(response, name, safeRedirect(String(request.query.to)))
      if (everywhere.test(request.path)) return next()
      const [first = '', second, ...rest] = request.path.slice(1).split('/')
      if (first === slug && second && rest.length === 0)
        return routeWords.has(second.replace(/\.data$/, ''))
          ? toMain(request, response)
          : goTo(response, `/${second}`)
      const word = page.exec(request.path)
      const isShown = word && !(word[1] !== undefined && routeWords.has(word[1])) && isReading(request)
      if (!isShown) return toMain(request, response)
      return isWorthAsking(request, isSecure) ? ask(response, name, request.originalUrl) : next()
    } catch (error) {
      next(error)
    }
  }
  return (request, response, next) => void decide(request, response, next)
}

/** Somebody who comes from the platform's host, where they are signed in, to be asked about. */
const isBeginning = ({ method, path, query }: Request) =>
  method === 'GET' && path === '/hand-over' && query.state === undefined && query.code === undefined

const isReading = ({ method }: Request) => method === 'GET' || method === 'HEAD'

/** Names may come to belong to others: no cache keeps where they led. */
const goTo = (response: Response, address: string) =>
  response.set('Cache-Control', 'no-store').redirect(302, address)

/** The name a request was sent to, without its port. */
const nameOf = (host = '') => host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')

const isInternal = (name: string) => !name.includes('.') || isIP(name.replace(/^\[|\]$/g, '')) !== 0
