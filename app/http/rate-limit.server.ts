import { isIPv6 } from 'node:net'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Needs } from '#platform/needs.ts'
import { Refusal } from '#platform/refusal.ts'

const minute = 60
const limits = {
  /** Tries of one client, or of one known browser, at one account. */
  signInToAccount: { points: 10, duration: 15 * minute },
  /** Tries of all strangers at one account, whether or not there is one. Who has a known browser, a passkey or the mailbox gets in. */
  signInFromAnywhere: { points: 50, duration: 60 * minute },
  /** Tries of one client at any account. */
  signIn: { points: 100, duration: 15 * minute },
  register: { points: 60, duration: 60 * minute },
  /** Mails with a link that one client, or one person who is signed in, asks for to one address, whether or not it has an account. */
  mailTo: { points: 5, duration: 60 * minute },
  /** The same of all who are strangers to it. Half as long as the shortest of the links works: the newest in the mailbox is alive. */
  mailFromAnywhere: { points: 5, duration: 30 * minute },
  /** Tries of one client at links. */
  link: { points: 60, duration: 15 * minute },
  /** Tries of one person to prove that it is them. */
  prove: { points: 10, duration: 15 * minute },
  /** Codes of one client, or of one known browser, for one person, who has given the right password already. */
  secondFactor: { points: 10, duration: 15 * minute },
  /** The same of all strangers: six digits do not stand up to a thousand clients. Only who knows the password gets here. */
  codeFromAnywhere: { points: 50, duration: 60 * minute },
  /** Challenges of one client for passkeys. */
  passkeyChallenge: { points: 600, duration: 15 * minute },
  /** Refusals of one person at the doors of studio and platform that are written down. */
  refusedEntry: { points: 60, duration: 60 * minute },
  /** Invitations that an organization mails. */
  invite: { points: 500, duration: 24 * 60 * minute },
} as const
export type Limit = keyof typeof limits

/** What is said to whoever comes to a limit; `wait` is "a minute" or a number of minutes. */
const waitText = (wait: string) => `There were many tries in a short time. Please wait ${wait} and try again.`
const texts: Partial<Record<Limit, typeof waitText>> = {
  signInFromAnywhere: (wait) =>
    `Many passwords were tried for this address. A browser in which you signed in before still works, and so does a passkey. In this one, choose a new password by a mail to you, or wait ${wait}.`,
  codeFromAnywhere: (wait) =>
    `Many codes were tried for this account: somebody else may know its password. A browser in which you signed in before still works, and so do a passkey and your recovery codes. Or wait ${wait}.`,
  mailTo: (wait) =>
    `Many mails to this address were asked for. Look for the newest one, among the spam too, or wait ${wait} and ask again.`,
}

/** How long somebody may have to wait at most, and for how long earlier waits are remembered: each doubles the next. */
const longestWait = 24 * 60 * minute
const waits = { points: Number.MAX_SAFE_INTEGER, duration: longestWait }

type Limiters = Record<Limit, { tries: RateLimiterRedis; waits: RateLimiterRedis }>
const made = new WeakMap<object, Limiters>()

/** Counted in Redis, and in this process's memory while Redis is away. */
function limitersOf({ redis, env }: Pick<Needs, 'redis' | 'env'>): Limiters {
  const known = made.get(redis)
  if (known) return known
  const limiterOf = (name: string, limit: { points: number; duration: number }) => {
    const options = { ...limit, keyPrefix: `${env.REDIS_PREFIX}:limit:${name}` }
    return new RateLimiterRedis({
      ...options,
      storeClient: redis,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory(options),
    })
  }
  const entries = Object.entries(limits).map(([name, limit]) => [
    name,
    { tries: limiterOf(name, limit), waits: limiterOf(`${name}:waits`, waits) },
  ])
  const limiters = Object.fromEntries(entries) as Limiters
  made.set(redis, limiters)
  return limiters
}

/**
 * Counts one try. Refuses with `too_many` when there were more than the limit allows; whoever comes there again within a day
 * waits twice as long as the last time, at most a day.
 */
export const countTry = (needs: Pick<Needs, 'redis' | 'env'>, limit: Limit, ...who: string[]) =>
  countTries(needs, limit, 1, ...who)

/** The same for several at once: all of them, or none. */
export async function countTries(
  needs: Pick<Needs, 'redis' | 'env'>,
  limit: Limit,
  tries: number,
  ...who: string[]
): Promise<void> {
  const key = who.join('|')
  const limiters = limitersOf(needs)[limit]
  try {
    await limiters.tries.consume(key, tries)
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    const { points, duration } = limits[limit]
    let waitMs = error.msBeforeNext
    if (error.consumedPoints - tries <= points) {
      const { consumedPoints: times } = await limiters.waits.consume(key)
      const seconds = Math.min(duration * 2 ** (times - 1), longestWait)
      if (times > 1) await limiters.tries.block(key, seconds)
      waitMs = Math.max(waitMs, times > 1 ? seconds * 1000 : 0)
    }
    const minutes = Math.max(1, Math.ceil(waitMs / 60_000))
    const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`
    throw new Refusal('too_many', 'too_many_tries', (texts[limit] ?? waitText)(wait))
  }
}

/** Counts one of what is dropped beyond its limit, rather than refused: false when there were too many. */
export async function countQuietly(
  needs: Pick<Needs, 'redis' | 'env'>,
  limit: Limit,
  ...who: string[]
): Promise<boolean> {
  try {
    await limitersOf(needs)[limit].tries.consume(who.join('|'))
    return true
  } catch (error) {
    if (error instanceof RateLimiterRes) return false
    throw error
  }
}

/** Forgets the tries: they ended well. */
export async function forgetTries(
  needs: Pick<Needs, 'redis' | 'env'>,
  limit: Limit,
  ...who: string[]
): Promise<void> {
  const { tries, waits } = limitersOf(needs)[limit]
  await Promise.all([tries, waits].map((limiter) => limiter.delete(who.join('|'))))
}

/** Takes one try back: it ended well. Those of others stay counted. */
export async function giveBackTry(
  needs: Pick<Needs, 'redis' | 'env'>,
  limit: Limit,
  ...who: string[]
): Promise<void> {
  await limitersOf(needs)[limit].tries.reward(who.join('|'))
}

/** A client's address as it is counted: of IPv6 the network of 64 bits, which is one subscriber's. */
export function clientKey(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address
  const [head = '', tail = ''] = address.split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const missing = address.includes('::') ? 8 - left.length - right.length : 0
  return [...left, ...Array<string>(missing).fill('0'), ...right].slice(0, 4).join(':')
}
