import Stripe from 'stripe'
import type { Env } from './env.ts'

export type { Stripe } from 'stripe'

/** The Stripe client; `STRIPE_API_URL` points it at the stand-in. Two quick network retries, each with Stripe's own idempotency. */
export function createStripe(env: Pick<Env, 'STRIPE_SECRET_KEY' | 'STRIPE_API_URL'>): Stripe {
  const base = env.STRIPE_API_URL ? new URL(env.STRIPE_API_URL) : undefined
  return new Stripe(env.STRIPE_SECRET_KEY, {
    maxNetworkRetries: 2,
    timeout: 10_000,
    telemetry: false,
    ...(base
      ? {
          host: base.hostname,
          port: Number(base.port),
          protocol: base.protocol === 'https:' ? ('https' as const) : ('http' as const),
        }
      : {}),
  })
}
