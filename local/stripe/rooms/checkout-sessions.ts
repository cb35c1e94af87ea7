import type Stripe from 'stripe'
import { z } from 'zod'
import { chargeLimits } from '#platform/charge-limits.ts'
import { formatMoney } from '#platform/money.ts'
import { expireCheckout } from '../actions/expire-checkout.ts'
import type { WireLineItem } from '../store.ts'
import { invalid, noSuch, StripeFault } from '../wire/errors.ts'
import { newId } from '../wire/ids.ts'
import { inRange, listPage } from '../wire/lists.ts'
import { created, mergeMetadata, metadata, paging, text } from '../wire/params.ts'
import { route, type Room, type World } from '../world.ts'
import { createFields, type CreateParams, type LineParams } from './checkout-params.ts'
import { findCustomer } from './customers.ts'
import { findPrice, makePrice } from './prices.ts'

/** The Checkout session. Refuses with `resource_missing`. */
export function findSession(world: World, id: string): Stripe.Checkout.Session {
  const session = world.store.rows.sessions.get(id)
  if (!session) throw noSuch('checkout.session', id)
  return session
}

/** Where a session's page is. */
export const pageOf = (world: World, id: string) => `${world.baseUrl}/c/pay/${id}`

function makeLine(world: World, sent: LineParams, at: number): WireLineItem {
  const param = `line_items[${at}]`
  if (!sent.price === !sent.price_data) {
    throw invalid('Each line item takes one of `price` and `price_data`.', { param: `${param}[price]` })
  }
  const price = sent.price
    ? findPrice(world, sent.price, `${param}[price]`)
    : makePrice(world, { ...sent.price_data!, active: false }, `${param}[price_data]`)
  if (sent.price && !price.active)
    throw invalid('The price specified is inactive.', { param: `${param}[price]` })
  if (price.recurring) {
    throw invalid('You specified `payment` mode but passed a recurring price.', { param: `${param}[price]` })
  }
  const amount = (price.unit_amount ?? 0) * sent.quantity
  const product = world.store.rows.products.get(String(price.product))
  return {
    id: newId('li_'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: product?.name ?? null,
    metadata: mergeMetadata({}, sent.metadata),
    price: structuredClone(price),
    quantity: sent.quantity,
  }
}

const halfHour = 30 * 60
const day = 24 * 60 * 60

function checkSense(world: World, params: CreateParams): void {
  if (params.mode !== 'payment') {
    throw invalid(`The stand-in has Checkout in payment mode only, not ${params.mode}.`, { param: 'mode' })
  }
  if (params.ui_mode && params.ui_mode !== 'hosted_page') {
    throw invalid('The stand-in has the hosted page only.', { param: 'ui_mode' })
  }
  if (params.customer && params.customer_email) {
    throw invalid('You may only specify one of these parameters: customer, customer_email.', {
      param: 'customer',
    })
  }
  if (params.customer && params.customer_creation) {
    throw invalid('`customer_creation` cannot be used with `customer`.', { param: 'customer_creation' })
  }
  if (params.line_items.length === 0) {
    throw new StripeFault(400, {
      code: 'parameter_missing',
      message: 'Missing required param: line_items.',
      param: 'line_items',
    })
  }
  if (params.customer) findCustomer(world, params.customer, 'customer')
  const lasts = (params.expires_at ?? world.now() + day) - world.now()
  if (lasts < halfHour - 60 || lasts > day + 60) {
    throw invalid(
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
      {
        param: 'expires_at',
      },
    )
  }
}

function bankMethods(params: CreateParams, unit: string): string[] {
  if (params.allowed_payment_method_types) return params.allowed_payment_method_types
  return unit === 'usd' ? ['card', 'us_bank_account'] : unit === 'eur' ? ['card', 'sepa_debit'] : ['card']
}

/** Refuses what Stripe does not charge, as it does: too little, too much, and decimals where the currency has none. */
function checkAmount(total: number, unit: string): void {
  const { least, most, step } = chargeLimits(unit)
  if (total > 0 && total < least) {
    throw invalid(
      `The Checkout Session's total amount due must add up to at least ${formatMoney(least, unit)}.`,
      {
        code: 'amount_too_small',
      },
    )
  }
  if (total > most) {
    throw invalid(
      `The Checkout Session's total amount due must be no more than ${formatMoney(most, unit)}.`,
      {
        code: 'amount_too_large',
      },
    )
  }
  // HUF and TWD are whole in payouts only.
  if (total % step !== 0 && !['huf', 'twd'].includes(unit)) {
    throw invalid(`Invalid amount: ${unit} amounts must be divisible by ${step}.`, {
      code: 'invalid_charge_amount',
      param: 'line_items[0][price_data][unit_amount]',
    })
  }
}

function createSession(world: World, params: CreateParams): Stripe.Checkout.Session {
  checkSense(world, params)
  const lines = params.line_items.map((line, at) => makeLine(world, line, at))
  const unit = lines[0]?.currency ?? 'usd'
  if (lines.some((line) => line.currency !== unit) || (params.currency && params.currency !== unit)) {
    throw invalid('All line items must have the same currency.', { param: 'line_items' })
  }
  const total = lines.reduce((sum, line) => sum + line.amount_total, 0)
  checkAmount(total, unit)
  const id = newId('cs_test_')
  const session: Stripe.Checkout.Session = {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: params.adaptive_pricing?.enabled ?? false },
    after_expiration: null,
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: {
      enabled: params.automatic_tax?.enabled ?? false,
      liability: null,
      provider: null,
      status: params.automatic_tax?.enabled ? 'complete' : null,
    },
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: world.now(),
    currency: unit,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: params.custom_text?.after_submit ?? null,
      shipping_address: null,
      submit: params.custom_text?.submit ?? null,
      terms_of_service_acceptance: null,
    },
    customer: params.customer ?? null,
    customer_account: null,
    customer_creation: params.customer ? null : (params.customer_creation ?? 'if_required'),
    customer_details: knownDetails(world, params),
    customer_email: params.customer_email ?? null,
    discounts: [],
    expires_at: params.expires_at ?? world.now() + day,
    integration_identifier: params.integration_identifier ?? null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: params.locale ?? null,
    managed_payments: null,
    metadata: mergeMetadata({}, params.metadata),
    mode: 'payment',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: bankMethods(params, unit),
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: params.submit_type ?? null,
    subscription: null,
    success_url: params.success_url,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: pageOf(world, id),
    wallet_options: null,
  }
  const data = params.payment_intent_data
  const intent = {
    metadata: mergeMetadata({}, data?.metadata),
    description: data?.description ?? null,
    receipt_email: data?.receipt_email ?? null,
    statement_descriptor: data?.statement_descriptor ?? null,
    statement_descriptor_suffix: data?.statement_descriptor_suffix ?? null,
    transfer_group: data?.transfer_group ?? null,
  }
  world.store.rows.sessions.set(id, session)
  world.store.rows.sessionDetails.set(id, { id, lines, intent })
  return session
}

function knownDetails(world: World, params: CreateParams): Stripe.Checkout.Session.CustomerDetails | null {
  const customer = params.customer ? findCustomer(world, params.customer) : undefined
  const email = customer?.email ?? params.customer_email
  if (!email) return null
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name: customer?.name ?? null,
    phone: null,
    tax_exempt: 'none',
    tax_ids: null,
  }
}

/** What a session sells, as the API lists it. */
export function linesOf(world: World, id: string): WireLineItem[] {
  return world.store.rows.sessionDetails.get(id)?.lines ?? []
}

const listFields = z.strictObject({
  ...paging,
  created: created.optional(),
  customer: text.optional(),
  customer_details: z.strictObject({ email: text }).optional(),
  payment_intent: text.optional(),
  status: z.enum(['open', 'complete', 'expired']).optional(),
})

function listLines(
  world: World,
  id: string,
  params: Parameters<typeof listPage>[1],
): Stripe.ApiList<WireLineItem> {
  return listPage([...linesOf(world, id)].reverse(), params, `/v1/checkout/sessions/${id}/line_items`)
}

export const checkoutSessions: Room = {
  expands: {
    object: 'checkout.session',
    prefix: 'cs_test_',
    find: (world, id) => world.store.rows.sessions.get(id),
    includes: { line_items: (world, id) => listLines(world, id, {}) },
  },
  routes: [
    route('POST', '/v1/checkout/sessions', createFields, createSession),
    route('GET', '/v1/checkout/sessions', listFields, (world, params) =>
      listPage(
        world.store.rows.sessions.values(),
        params,
        '/v1/checkout/sessions',
        (each) =>
          inRange(each.created, params.created) &&
          (!params.customer || each.customer === params.customer) &&
          (!params.customer_details || each.customer_details?.email === params.customer_details.email) &&
          (!params.payment_intent || each.payment_intent === params.payment_intent) &&
          (!params.status || each.status === params.status),
      ),
    ),
    route('GET', '/v1/checkout/sessions/:id', z.strictObject({}), (world, _params, id) =>
      findSession(world, id),
    ),
    route(
      'POST',
      '/v1/checkout/sessions/:id',
      z.strictObject({ metadata: metadata.optional() }),
      (world, params, id) => {
        const session = findSession(world, id)
        session.metadata = mergeMetadata(session.metadata, params.metadata)
        return session
      },
    ),
    route('POST', '/v1/checkout/sessions/:id/expire', z.strictObject({}), (world, _params, id) =>
      expireCheckout(world, findSession(world, id)),
    ),
    route('GET', '/v1/checkout/sessions/:id/line_items', z.strictObject(paging), (world, params, id) =>
      listLines(world, findSession(world, id).id, params),
    ),
  ],
}
