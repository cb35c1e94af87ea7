import { z } from 'zod'
import { address, currency, email, flag, integer, list, metadata, positive, text } from '../wire/params.ts'
import { priceData } from './prices.ts'

const lineItem = z.strictObject({
  metadata: metadata.optional(),
  price: text.optional(),
  price_data: priceData.optional(),
  quantity: positive,
})

const intentData = z.strictObject({
  description: text.optional(),
  metadata: metadata.optional(),
  receipt_email: email.optional(),
  statement_descriptor: text.max(22).optional(),
  statement_descriptor_suffix: text.max(22).optional(),
  transfer_group: text.optional(),
})

const note = z.strictObject({ message: text.max(1200) })

/** The parameters that open a Checkout session. */
export const createFields = z.strictObject({
  adaptive_pricing: z.strictObject({ enabled: flag.optional() }).optional(),
  allow_promotion_codes: flag.optional(),
  allowed_payment_method_types: list(text).optional(),
  automatic_tax: z.strictObject({ enabled: flag }).optional(),
  billing_address_collection: z.enum(['auto', 'required']).optional(),
  cancel_url: address.optional(),
  client_reference_id: text.max(200).optional(),
  currency: currency.optional(),
  custom_text: z.strictObject({ submit: note.optional(), after_submit: note.optional() }).optional(),
  customer: text.optional(),
  customer_creation: z.enum(['always', 'if_required']).optional(),
  customer_email: email.optional(),
  expires_at: integer.optional(),
  integration_identifier: text.optional(),
  line_items: list(lineItem),
  locale: text.optional(),
  metadata: metadata.optional(),
  mode: z.enum(['payment', 'subscription', 'setup']),
  payment_intent_data: intentData.optional(),
  submit_type: z.enum(['auto', 'book', 'donate', 'pay', 'subscribe']).optional(),
  success_url: address,
  ui_mode: text.optional(),
})

export type CreateParams = z.output<typeof createFields>
export type LineParams = z.output<typeof lineItem>
