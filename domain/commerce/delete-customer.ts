import type { Stripe } from '#platform/stripe.ts'

/** Has Stripe forget a customer: name, address and cards; payments stay. One that is gone already is no error. */
export async function deleteCustomer(stripe: Stripe, stripeCustomerId: string): Promise<void> {
  try {
    await stripe.customers.del(stripeCustomerId)
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'resource_missing') throw error
  }
}
