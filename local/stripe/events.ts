import type Stripe from 'stripe'
import { newId } from './wire/ids.ts'
import type { World } from './world.ts'

export const apiVersion = '2026-10-28.endive' satisfies typeof Stripe.API_VERSION

type EventType = Stripe.Event['type']

/** Records that something happened to `object` (as it is now) and hands the event to the webhooks. */
export function emit(world: World, type: EventType, object: object, previous?: object): void {
  const event = {
    id: newId('evt_'),
    object: 'event' as const,
    api_version: apiVersion,
    created: world.now(),
    data: {
      object: structuredClone(object),
      ...(previous ? { previous_attributes: structuredClone(previous) } : {}),
    },
    livemode: false,
    pending_webhooks: 1,
    request: world.request,
    type,
  } satisfies Omit<Stripe.EventBase, 'data'> & { data: object }
  world.store.rows.events.set(event.id, event)
  world.webhooks.announce(event)
}
