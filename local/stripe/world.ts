import type { z } from 'zod'
import type { Faults } from './faults.ts'
import type { Store } from './store.ts'
import type { Webhooks } from './webhooks.ts'

/** What every room and action works with. */
export type World = {
  store: Store
  webhooks: Webhooks
  faults: Faults
  /** Where browsers reach the stand-in, without a slash at the end. */
  baseUrl: string
  /** Now, in whole seconds. */
  now(): number
  /** The API request that events are ascribed to; nulls when a person or a control did it. */
  request: { id: string | null; idempotency_key: string | null }
}

export type Route = {
  method: 'GET' | 'POST' | 'DELETE'
  /** Such as `/v1/refunds/:id`. */
  path: string
  params: z.ZodType
  /** `id` is what the address names, '' where it names nothing. */
  run(world: World, params: unknown, id: string): object
}

/** One part of the API: its routes, and how `expand` finds its objects. */
export type Room = {
  routes: Route[]
  expands?: {
    /** The value of `object` on its objects, such as `checkout.session`. */
    object: string
    prefix: string
    find(world: World, id: string): object | undefined
    /** Fields that are only there when asked for. */
    includes?: Record<string, (world: World, id: string) => object>
  }
}

/** A route whose `run` sees the parameters as its schema reads them. `expand` is every route's and needs no mention. */
export function route<S extends z.ZodType>(
  method: Route['method'],
  path: string,
  params: S,
  run: (world: World, params: z.output<S>, id: string) => object,
): Route {
  return { method, path, params, run: run as Route['run'] }
}
