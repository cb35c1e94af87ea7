import { randomBytes } from 'node:crypto'
import { createCookie } from '@remix-run/node'
import { z } from '#platform/schema.ts'
import { keyedHash } from '#platform/seal.ts'
import type { Asked } from './guards.server.ts'
import type { RequestContext } from './context.ts'

/** What a browser has passed at an account: its password, named by the address, or its second factor, named by the person. */
export type Passed = readonly [step: 'password' | 'second_factor', account: string]

/** Accounts by their keyed hash, newest first, each with the name under which this browser's tries at it are counted. */
const Entries = z.array(z.tuple([z.string(), z.string()]))
/** A shared browser keeps a few accounts; more would make every request longer. */
const mostEntries = 8
const maxAge = 365 * 24 * 3600

function cookieOf({ needs: { env } }: RequestContext) {
  const secure = env.APP_URL.startsWith('https:')
  return createCookie(secure ? '__Host-codex-known' : 'codex-known', {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    secrets: [env.SESSION_SECRET],
    maxAge,
  })
}

const hashOf = ({ needs: { env } }: RequestContext, [step, account]: Passed) =>
  keyedHash(env.SESSION_SECRET, `known-browser:${step}`, account).slice(0, 22)

async function entriesOf({ request, context }: Asked): Promise<z.output<typeof Entries>> {
  const entries = Entries.safeParse(await cookieOf(context).parse(request.headers.get('cookie')))
  return entries.success ? entries.data : []
}

/**
 * The name of this browser at an account where it has passed before, undefined elsewhere: OWASP's device cookie. It opens
 * nothing; its tries are counted apart from those of strangers, who therefore cannot lock its person out.
 */
export async function findKnownBrowser(asked: Asked, passed: Passed): Promise<string | undefined> {
  const hash = hashOf(asked.context, passed)
  return (await entriesOf(asked)).find(([account]) => account === hash)?.[1]
}

/** The Set-Cookie header of a browser that has just passed; what it has passed before stays, under a fresh name where it is the same. */
export async function rememberBrowser(asked: Asked, ...passed: readonly Passed[]): Promise<string> {
  const now = passed.map((step) => hashOf(asked.context, step))
  const before = (await entriesOf(asked)).filter(([account]) => !now.includes(account))
  const named = now.map((account): [string, string] => [account, randomBytes(8).toString('base64url')])
  return cookieOf(asked.context).serialize([...named, ...before].slice(0, mostEntries))
}
