import { z } from 'zod'
import type { StoredEvent } from '../store.ts'
import { invalid, noSuch } from '../wire/errors.ts'
import { inRange, listPage } from '../wire/lists.ts'
import { created, flag, list, paging, text } from '../wire/params.ts'
import { route, type Room, type World } from '../world.ts'

/** How long events can be asked for. */
const keptSeconds = 30 * 24 * 60 * 60

const isKept = (world: World, { created: since }: StoredEvent) => since > world.now() - keptSeconds

/** The event. Refuses with `resource_missing`, also when it is older than thirty days. */
export function findEvent(world: World, id: string): StoredEvent {
  const event = world.store.rows.events.get(id)
  if (!event || !isKept(world, event)) throw noSuch('event', id)
  return event
}

/** Whether an event's type passes a filter such as `charge.refunded` or `charge.*`. */
function isOfType(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted
}

const listFields = z.strictObject({
  ...paging,
  created: created.optional(),
  delivery_success: flag.optional(),
  type: text.optional(),
  types: list(text).optional(),
})

export const events: Room = {
  routes: [
    route('GET', '/v1/events', listFields, (world, params) => {
      if (params.type && params.types)
        throw invalid('You may only specify one of these parameters: type, types.')
      const wanted = params.types ?? (params.type ? [params.type] : undefined)
      return listPage(
        [...world.store.rows.events.values()].filter((each) => isKept(world, each)),
        params,
        '/v1/events',
        (each) =>
          inRange(each.created, params.created) &&
          (!wanted || wanted.some((type) => isOfType(each.type, type))) &&
          (params.delivery_success === undefined ||
            (each.pending_webhooks === 0) === params.delivery_success),
      )
    }),
    route('GET', '/v1/events/:id', z.strictObject({}), (world, _params, id) => findEvent(world, id)),
  ],
}
