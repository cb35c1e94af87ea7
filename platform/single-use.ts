import type { Env } from './env.ts'
import type { Redis } from './redis.ts'
import { Refusal } from './refusal.ts'
import { hashToken } from './token.ts'

type Keeper = { readonly env: Pick<Env, 'REDIS_PREFIX'>; readonly redis: Redis }

/** Tokens are kept by their hash: what is in Redis opens nothing. */
const keyOf = ({ env }: Keeper, purpose: string, token: string) =>
  `${env.REDIS_PREFIX}:once:${purpose}:${hashToken(token)}`

/** Keeps `value` under a token for a while. Refuses with `unavailable` when Redis is away. */
export async function keepOnce(
  keeper: Keeper,
  purpose: string,
  token: string,
  { value, seconds }: { value: string; seconds: number },
): Promise<void> {
  await orRefuse(() => keeper.redis.set(keyOf(keeper, purpose, token), value, 'EX', seconds))
}

/** Looks at what a token stands for and leaves it; null when it is used, unknown or too old. Refuses as `keepOnce` does. */
export function peekOnce(keeper: Keeper, purpose: string, token: string): Promise<string | null> {
  return orRefuse(() => keeper.redis.get(keyOf(keeper, purpose, token)))
}

/** Takes what a token stands for, once: of two that take it, one gets null. Refuses as `keepOnce` does. */
export function takeOnce(keeper: Keeper, purpose: string, token: string): Promise<string | null> {
  return orRefuse(() => keeper.redis.getdel(keyOf(keeper, purpose, token)))
}

async function orRefuse<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const refusal = new Refusal(
      'unavailable',
      'cannot_prove_now',
      'We cannot check that at the moment. Please try again in a minute.',
    )
    refusal.cause = cause
    throw refusal
  }
}
