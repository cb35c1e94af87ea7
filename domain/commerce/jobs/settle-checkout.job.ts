import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Compares one checkout with Stripe and writes what Stripe says. Owed by checkouts that are open past their time. */
export const settleCheckoutJob = defineJob({
  name: 'commerce.settle-checkout',
  queue: 'default',
  attempts: 5,
  payload: z.object({ checkoutId: z.uuid() }),
  idFor: ({ checkoutId }) => `settle-${checkoutId}`,
})
