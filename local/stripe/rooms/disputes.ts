import type Stripe from 'stripe'
import { z } from 'zod'
import { resolveDispute } from '../actions/resolve-dispute.ts'
import { emit } from '../events.ts'
import { invalid, noSuch } from '../wire/errors.ts'
import { inRange, listPage } from '../wire/lists.ts'
import { created, flag, mergeMetadata, metadata, paging, text } from '../wire/params.ts'
import { route, type Room, type World } from '../world.ts'

/** The dispute. Refuses with `resource_missing`. */
export function findDispute(world: World, id: string): Stripe.Dispute {
  const dispute = world.store.rows.disputes.get(id)
  if (!dispute) throw noSuch('dispute', id)
  return dispute
}

const longText = z.string().max(20_000)
const evidenceFields = z
  .strictObject({
    access_activity_log: longText,
    billing_address: text,
    cancellation_policy: text,
    cancellation_policy_disclosure: longText,
    cancellation_rebuttal: longText,
    customer_communication: text,
    customer_email_address: text,
    customer_name: text,
    customer_purchase_ip: text,
    customer_signature: text,
    duplicate_charge_documentation: text,
    duplicate_charge_explanation: longText,
    duplicate_charge_id: text,
    product_description: longText,
    receipt: text,
    refund_policy: text,
    refund_policy_disclosure: longText,
    refund_refusal_explanation: longText,
    service_date: text,
    service_documentation: text,
    shipping_address: text,
    shipping_carrier: text,
    shipping_date: text,
    shipping_documentation: text,
    shipping_tracking_number: text,
    uncategorized_file: text,
    uncategorized_text: longText,
  })
  .partial()

const updateFields = z.strictObject({
  evidence: evidenceFields.optional(),
  metadata: metadata.optional(),
  submit: flag.optional(),
})

/** Stripe's own test words: evidence that says them is decided at once. */
const decisions: Record<string, 'won' | 'lost'> = { winning_evidence: 'won', losing_evidence: 'lost' }

function update(
  world: World,
  dispute: Stripe.Dispute,
  params: z.output<typeof updateFields>,
): Stripe.Dispute {
  dispute.metadata = mergeMetadata(dispute.metadata, params.metadata)
  if (params.evidence) {
    if (dispute.status !== 'needs_response')
      throw invalid(`This dispute is ${dispute.status} and takes no more evidence.`)
    Object.assign(dispute.evidence, params.evidence)
    dispute.evidence_details.has_evidence = true
  }
  if (params.evidence && params.submit !== false) {
    dispute.status = 'under_review'
    dispute.evidence_details.submission_count += 1
  }
  emit(world, 'charge.dispute.updated', dispute)
  const decision = decisions[params.evidence?.uncategorized_text ?? '']
  if (decision && dispute.status === 'under_review') resolveDispute(world, dispute, decision)
  return dispute
}

const listFields = z.strictObject({
  ...paging,
  charge: text.optional(),
  created: created.optional(),
  payment_intent: text.optional(),
})

export const disputes: Room = {
  expands: { object: 'dispute', prefix: 'dp_', find: (world, id) => world.store.rows.disputes.get(id) },
  routes: [
    route('GET', '/v1/disputes', listFields, (world, params) =>
      listPage(
        world.store.rows.disputes.values(),
        params,
        '/v1/disputes',
        (each) =>
          inRange(each.created, params.created) &&
          (!params.charge || each.charge === params.charge) &&
          (!params.payment_intent || each.payment_intent === params.payment_intent),
      ),
    ),
    route('GET', '/v1/disputes/:id', z.strictObject({}), (world, _params, id) => findDispute(world, id)),
    route('POST', '/v1/disputes/:id', updateFields, (world, params, id) =>
      update(world, findDispute(world, id), params),
    ),
    route('POST', '/v1/disputes/:id/close', z.strictObject({}), (world, _params, id) =>
      resolveDispute(world, findDispute(world, id), 'lost'),
    ),
  ],
}
