import type Stripe from 'stripe'
import { z } from 'zod'
import { emit } from '../events.ts'
import { noSuch } from '../wire/errors.ts'
import { newId } from '../wire/ids.ts'
import { inRange, listPage } from '../wire/lists.ts'
import { clearable, created, email, mergeMetadata, metadata, paging, text } from '../wire/params.ts'
import { route, type Room, type World } from '../world.ts'

const addressFields = z
  .strictObject({ city: text, country: text, line1: text, line2: text, postal_code: text, state: text })
  .partial()

const fields = {
  address: clearable(addressFields).optional(),
  description: clearable(text).optional(),
  email: clearable(email).optional(),
  metadata: metadata.optional(),
  name: clearable(text).optional(),
  phone: clearable(text).optional(),
}

type Fields = z.output<z.ZodObject<typeof fields>>

function applyFields(customer: Stripe.Customer, { address, metadata: sent, ...rest }: Fields): void {
  for (const [name, value] of Object.entries(rest))
    if (value !== undefined) Object.assign(customer, { [name]: value })
  if (address !== undefined) {
    const blank = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null }
    const given = Object.fromEntries(Object.entries(address ?? {}).filter(([, value]) => value !== undefined))
    customer.address = address && { ...blank, ...given }
  }
  customer.metadata = mergeMetadata(customer.metadata, sent)
}

/** Makes a customer, as the API and a completed Checkout session do. */
export function createCustomer(world: World, sent: Fields): Stripe.Customer {
  const customer: Stripe.Customer = {
    id: newId('cus_'),
    object: 'customer',
    address: null,
    balance: 0,
    created: world.now(),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: newId('').slice(0, 8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
  applyFields(customer, sent)
  world.store.rows.customers.set(customer.id, customer)
  emit(world, 'customer.created', customer)
  return customer
}

/** The customer, if it exists and was not deleted. Refuses with `resource_missing`, naming `param` where one is given. */
export function findCustomer(world: World, id: string, param?: string): Stripe.Customer {
  const customer = world.store.rows.customers.get(id)
  if (!customer || customer.deleted) throw noSuch('customer', id, param)
  return customer
}

export const customers: Room = {
  expands: { object: 'customer', prefix: 'cus_', find: (world, id) => world.store.rows.customers.get(id) },
  routes: [
    route('POST', '/v1/customers', z.strictObject(fields), createCustomer),
    route(
      'GET',
      '/v1/customers',
      z.strictObject({ ...paging, created: created.optional(), email: text.optional() }),
      (world, params) =>
        listPage(
          [...world.store.rows.customers.values()].filter((each): each is Stripe.Customer => !each.deleted),
          params,
          '/v1/customers',
          (each) => inRange(each.created, params.created) && (!params.email || each.email === params.email),
        ),
    ),
    route('GET', '/v1/customers/:id', z.strictObject({}), (world, _params, id) => {
      const customer = world.store.rows.customers.get(id)
      if (!customer) throw noSuch('customer', id)
      return customer
    }),
    route('POST', '/v1/customers/:id', z.strictObject(fields), (world, params, id) => {
      const customer = findCustomer(world, id)
      applyFields(customer, params)
      emit(world, 'customer.updated', customer)
      return customer
    }),
    route('DELETE', '/v1/customers/:id', z.strictObject({}), (world, _params, id) => {
      emit(world, 'customer.deleted', findCustomer(world, id))
      const gone: Stripe.DeletedCustomer = { id, object: 'customer', deleted: true }
      world.store.rows.customers.set(id, gone)
      return gone
    }),
  ],
}
