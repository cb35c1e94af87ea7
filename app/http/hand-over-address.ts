import { randomBytes } from 'node:crypto'
import type { Request } from 'express'
import { isbot } from 'isbot'

/** Kept on an organization's host while a browser is asked about at the platform's, and for a while after. */
const askedName = (isSecure: boolean) => (isSecure ? '__Host-codex-asked' : 'codex-asked')
/** The carried session of an organization's host. */
export const carriedName = (isSecure: boolean) => (isSecure ? '__Host-codex-carried' : 'codex-carried')
/** A guest is asked about again after this long. */
const askedSeconds = 600

const hasCookie = (header: string | undefined, name: string) =>
  (header ?? '').split(';').some((part) => part.trimStart().startsWith(`${name}=`))

/** The state that this browser was asked about with on this host; undefined when it was not, or keeps no cookies. */
export function askedState(header: string | null, isSecure: boolean): string | undefined {
  const name = askedName(isSecure)
  return header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1)
}

/**
 * Does this request open a page in a browser that may be signed in on the platform's host, and was not asked about lately? Search
 * engines, scripts and prefetches are not asked; a browser that keeps no cookies says so in `cookies=off`.
 */
export function isWorthAsking(request: Request, isSecure: boolean): boolean {
  const cookies = request.get('cookie')
  return (
    request.method === 'GET' &&
    request.get('sec-fetch-mode') === 'navigate' &&
    request.get('sec-fetch-dest') === 'document' &&
    !request.get('sec-purpose') &&
    request.query.cookies !== 'off' &&
    !isbot(request.get('user-agent')) &&
    !hasCookie(cookies, carriedName(isSecure)) &&
    !hasCookie(cookies, askedName(isSecure))
  )
}

/**
 * The first leg of a hand-over, from an organization's host to the platform's: where to go, and the cookie that ties the answer
 * to this browser. `to` is a path of the organization's host.
 */
export function beginHandOver(main: URL, host: string, to: string): { address: string; cookie: string } {
  const state = randomBytes(16).toString('base64url')
  const isSecure = main.protocol === 'https:'
  return {
    address: `${main.origin}/hand-over?${new URLSearchParams({ host, to, state })}`,
    cookie: `${askedName(isSecure)}=${state}; Path=/; Max-Age=${askedSeconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`,
  }
}

/** The origin of a name of an organization's, seen beside the platform's own. */
export const originAt = (main: URL, name: string) =>
  `${main.protocol}//${name}${main.port ? `:${main.port}` : ''}`
