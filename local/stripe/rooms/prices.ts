import { z } from 'zod'
import { emit } from '../events.ts'
import type { WirePrice } from '../store.ts'
import { invalid, noSuch, StripeFault } from '../wire/errors.ts'
import { newId } from '../wire/ids.ts'
import { inRange, listPage } from '../wire/lists.ts'
import {
  clearable,
  created,
  currency,
  flag,
  list,
  mergeMetadata,
  metadata,
  natural,
  paging,
  text,
} from '../wire/params.ts'
import { route, type Room, type World } from '../world.ts'
import { findProduct, makeProduct, productFields } from './products.ts'

const recurring = z.strictObject({
  interval: z.enum(['day', 'week', 'month', 'year']),
  interval_count: natural.optional(),
})

const taxBehavior = z.enum(['exclusive', 'inclusive', 'unspecified'])
const inlineProduct = z.strictObject(productFields).omit({ active: true, shippable: true, url: true })

/** A price said in place, as `line_items[…][price_data]` does. Amounts are in the currency's smallest unit. */
export const priceData = z.strictObject({
  currency,
  product: text.optional(),
  product_data: inlineProduct.optional(),
  recurring: recurring.optional(),
  tax_behavior: taxBehavior.optional(),
  unit_amount: natural,
})

const createFields = z.strictObject({
  ...priceData.shape,
  product_data: z.strictObject({ ...productFields, id: text.optional() }).optional(),
  active: flag.optional(),
  lookup_key: text.max(200).optional(),
  metadata: metadata.optional(),
  nickname: text.optional(),
})

type NewPrice = Omit<z.output<typeof createFields>, 'product_data'> & {
  product_data?: z.output<typeof inlineProduct> | undefined
}

/** Makes a price, and its product where that is said in place. `param` is where in the request it stands. */
export function makePrice(world: World, sent: NewPrice, param = ''): WirePrice {
  const name = (field: string) => (param ? `${param}[${field}]` : field)
  if (!sent.product === !sent.product_data) {
    const message = sent.product
      ? 'You may only specify one of these parameters: product, product_data.'
      : `You must specify either \`product\` or \`product_data\` when creating a price.`
    throw new StripeFault(400, {
      message,
      param: name('product'),
      ...(sent.product ? {} : { code: 'parameter_missing' }),
    })
  }
  const product = sent.product
    ? findProduct(world, sent.product, name('product'))
    : makeProduct(world, { ...sent.product_data!, active: sent.active ?? true })
  const price: WirePrice = {
    id: newId('price_'),
    object: 'price',
    active: sent.active ?? true,
    billing_scheme: 'per_unit',
    created: world.now(),
    currency: sent.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: sent.lookup_key ?? null,
    metadata: mergeMetadata({}, sent.metadata),
    nickname: sent.nickname ?? null,
    product: product.id,
    recurring: sent.recurring
      ? {
          interval: sent.recurring.interval,
          interval_count: sent.recurring.interval_count ?? 1,
          meter: null,
          trial_period_days: null,
          usage_type: 'licensed',
        }
      : null,
    tax_behavior: sent.tax_behavior ?? 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: sent.recurring ? 'recurring' : 'one_time',
    unit_amount: sent.unit_amount,
    unit_amount_decimal: String(sent.unit_amount),
  }
  world.store.rows.prices.set(price.id, price)
  return price
}

/** The price. Refuses with `resource_missing`, naming `param` where one is given. */
export function findPrice(world: World, id: string, param?: string): WirePrice {
  const price = world.store.rows.prices.get(id)
  if (!price) throw noSuch('price', id, param)
  return price
}

const updateFields = z.strictObject({
  active: flag.optional(),
  lookup_key: text.max(200).optional(),
  metadata: metadata.optional(),
  nickname: clearable(text).optional(),
  tax_behavior: taxBehavior.optional(),
})

const listFields = z.strictObject({
  ...paging,
  active: flag.optional(),
  created: created.optional(),
  currency: currency.optional(),
  lookup_keys: list(text).optional(),
  product: text.optional(),
  type: z.enum(['one_time', 'recurring']).optional(),
})

export const prices: Room = {
  expands: { object: 'price', prefix: 'price_', find: (world, id) => world.store.rows.prices.get(id) },
  routes: [
    route('POST', '/v1/prices', createFields, (world, params) => {
      const taken = [...world.store.rows.prices.values()].some(
        ({ lookup_key: key }) => key && key === params.lookup_key,
      )
      if (taken) throw invalid('A price already uses that lookup key.', { param: 'lookup_key' })
      const price = makePrice(world, params)
      emit(world, 'price.created', price)
      return price
    }),
    route('GET', '/v1/prices', listFields, (world, params) =>
      listPage(
        world.store.rows.prices.values(),
        params,
        '/v1/prices',
        (each) =>
          inRange(each.created, params.created) &&
          (params.active === undefined || each.active === params.active) &&
          (!params.currency || each.currency === params.currency) &&
          (!params.lookup_keys || params.lookup_keys.includes(each.lookup_key ?? '')) &&
          (!params.product || each.product === params.product) &&
          (!params.type || each.type === params.type),
      ),
    ),
    route('GET', '/v1/prices/:id', z.strictObject({}), (world, _params, id) => findPrice(world, id)),
    route('POST', '/v1/prices/:id', updateFields, (world, { metadata: sent, ...rest }, id) => {
      const price = findPrice(world, id)
      for (const [name, value] of Object.entries(rest))
        if (value !== undefined) Object.assign(price, { [name]: value })
      price.metadata = mergeMetadata(price.metadata, sent)
      emit(world, 'price.updated', price)
      return price
    }),
  ],
}
