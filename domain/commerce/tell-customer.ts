import type { Actor, AsActor } from '#db/actor.ts'
import type { Stripe } from '#platform/stripe.ts'
import { findStripeCustomerId, keepStripeCustomer } from './customer-queries.ts'

export type TellCustomer = {
  readonly asActor: AsActor
  readonly stripe: Stripe
  readonly buyer: {
    readonly id: string
    readonly email: string
    readonly fullName: string
    readonly actor: Actor
  }
}

/**
 * Tells Stripe who buys, as they are called and reached now, and answers their one customer. One that was deleted at Stripe is
 * replaced: the key under which a customer is made names the one before, so that no deleted customer is answered again, and what
 * is sent under it never changes, so that a lost answer can be asked for again after the person was renamed.
 */
export async function tellCustomer({ asActor, stripe, buyer }: TellCustomer): Promise<string> {
  const { email, fullName: name } = buyer
  const known = await asActor(buyer.actor, (tx) => findStripeCustomerId(tx, buyer.id), 'read')
  let id = known ?? (await makeCustomer(stripe, buyer.id))
  while (!(await updateCustomer(stripe, id, { email, name }))) id = await makeCustomer(stripe, buyer.id, id)
  await asActor(buyer.actor, (tx) => keepStripeCustomer(tx, buyer.id, { id, email }))
  return id
}

async function makeCustomer(stripe: Stripe, personId: string, before = 'first'): Promise<string> {
  const { id } = await stripe.customers.create(
    { metadata: { userId: personId } },
    { idempotencyKey: `customer-${personId}-${before}` },
  )
  return id
}

/** Writes name and address of a customer at Stripe; false when there is no such customer any more. */
export async function updateCustomer(
  stripe: Stripe,
  customerId: string,
  known: { readonly email: string; readonly name: string },
): Promise<boolean> {
  try {
    await stripe.customers.update(customerId, known)
    return true
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'resource_missing') throw error
    return false
  }
}
