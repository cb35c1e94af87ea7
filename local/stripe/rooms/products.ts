import type Stripe from 'stripe'
import { z } from 'zod'
import { emit } from '../events.ts'
import { invalid, noSuch } from '../wire/errors.ts'
import { newId } from '../wire/ids.ts'
import { inRange, listPage } from '../wire/lists.ts'
import {
  address,
  clearable,
  created,
  flag,
  list,
  mergeMetadata,
  metadata,
  paging,
  text,
} from '../wire/params.ts'
import { route, type Room, type World } from '../world.ts'

/** What may be said of a product, here and within `price_data`. */
export const productFields = {
  name: text,
  active: flag.optional(),
  description: clearable(text).optional(),
  images: clearable(list(address)).optional(),
  metadata: metadata.optional(),
  shippable: flag.optional(),
  statement_descriptor: text.max(22).optional(),
  tax_code: clearable(text).optional(),
  unit_label: clearable(text).optional(),
  url: clearable(address).optional(),
}

const createFields = z.strictObject({ ...productFields, id: text.optional() })
const updateFields = z.strictObject({
  ...productFields,
  name: text.optional(),
  default_price: text.optional(),
})

type Fields = Omit<z.output<typeof updateFields>, 'name'>

function applyFields(
  world: World,
  product: Stripe.Product,
  { images, metadata: sent, ...rest }: Fields,
): void {
  for (const [name, value] of Object.entries(rest))
    if (value !== undefined) Object.assign(product, { [name]: value })
  if (images !== undefined) product.images = images ?? []
  product.metadata = mergeMetadata(product.metadata, sent)
  product.updated = world.now()
}

/** Makes a product without telling anybody: `price_data` makes them so. */
export function makeProduct(
  world: World,
  { id, name, ...rest }: z.output<typeof createFields>,
): Stripe.Product {
  if (id && world.store.rows.products.has(id)) {
    throw invalid('Product already exists.', { param: 'id', code: 'resource_already_exists' })
  }
  const product: Stripe.Product = {
    id: id ?? newId('prod_'),
    object: 'product',
    active: true,
    created: world.now(),
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: world.now(),
    url: null,
  }
  applyFields(world, product, rest)
  world.store.rows.products.set(product.id, product)
  return product
}

/** The product. Refuses with `resource_missing`, naming `param` where one is given. */
export function findProduct(world: World, id: string, param?: string): Stripe.Product {
  const product = world.store.rows.products.get(id)
  if (!product) throw noSuch('product', id, param)
  return product
}

const listFields = z.strictObject({
  ...paging,
  active: flag.optional(),
  created: created.optional(),
  ids: list(text).optional(),
  url: text.optional(),
})

export const products: Room = {
  expands: { object: 'product', prefix: 'prod_', find: (world, id) => world.store.rows.products.get(id) },
  routes: [
    route('POST', '/v1/products', createFields, (world, params) => {
      const product = makeProduct(world, params)
      emit(world, 'product.created', product)
      return product
    }),
    route('GET', '/v1/products', listFields, (world, params) =>
      listPage(
        world.store.rows.products.values(),
        params,
        '/v1/products',
        (each) =>
          inRange(each.created, params.created) &&
          (params.active === undefined || each.active === params.active) &&
          (!params.ids || params.ids.includes(each.id)) &&
          (!params.url || each.url === params.url),
      ),
    ),
    route('GET', '/v1/products/:id', z.strictObject({}), (world, _params, id) => findProduct(world, id)),
    route('POST', '/v1/products/:id', updateFields, (world, params, id) => {
      const product = findProduct(world, id)
      applyFields(world, product, params)
      emit(world, 'product.updated', product)
      return product
    }),
    route('DELETE', '/v1/products/:id', z.strictObject({}), (world, _params, id) => {
      const product = findProduct(world, id)
      if ([...world.store.rows.prices.values()].some((price) => price.product === id)) {
        throw invalid('This product cannot be deleted because it has one or more user-created prices.')
      }
      world.store.rows.products.delete(id)
      emit(world, 'product.deleted', product)
      return { id, object: 'product', deleted: true } satisfies Stripe.DeletedProduct
    }),
  ],
}
