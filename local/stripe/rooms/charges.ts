import type Stripe from 'stripe'
import { z } from 'zod'
import { noSuch } from '../wire/errors.ts'
import { inRange, listPage } from '../wire/lists.ts'
import { created, email, mergeMetadata, metadata, paging, text } from '../wire/params.ts'
import { route, type Room, type World } from '../world.ts'
import { emit } from '../events.ts'

/** The charge. Refuses with `resource_missing`, naming `param` where one is given. */
export function findCharge(world: World, id: string, param?: string): Stripe.Charge {
  const charge = world.store.rows.charges.get(id)
  if (!charge) throw noSuch('charge', id, param)
  return charge
}

const listFields = z.strictObject({
  ...paging,
  created: created.optional(),
  customer: text.optional(),
  payment_intent: text.optional(),
  transfer_group: text.optional(),
})

const updateFields = z.strictObject({
  description: text.optional(),
  metadata: metadata.optional(),
  receipt_email: email.optional(),
})

export const charges: Room = {
  expands: {
    object: 'charge',
    prefix: 'ch_',
    find: (world, id) => world.store.rows.charges.get(id),
    includes: {
      refunds: (world, id) =>
        listPage(
          world.store.rows.refunds.values(),
          {},
          `/v1/charges/${id}/refunds`,
          (refund) => refund.charge === id,
        ),
    },
  },
  routes: [
    route('GET', '/v1/charges', listFields, (world, params) =>
      listPage(
        world.store.rows.charges.values(),
        params,
        '/v1/charges',
        (each) =>
          inRange(each.created, params.created) &&
          (!params.customer || each.customer === params.customer) &&
          (!params.payment_intent || each.payment_intent === params.payment_intent) &&
          (!params.transfer_group || each.transfer_group === params.transfer_group),
      ),
    ),
    route('GET', '/v1/charges/:id', z.strictObject({}), (world, _params, id) => findCharge(world, id)),
    route('POST', '/v1/charges/:id', updateFields, (world, params, id) => {
      const charge = findCharge(world, id)
      charge.metadata = mergeMetadata(charge.metadata, params.metadata)
      charge.description = params.description ?? charge.description
      charge.receipt_email = params.receipt_email ?? charge.receipt_email
      emit(world, 'charge.updated', charge)
      return charge
    }),
  ],
}
