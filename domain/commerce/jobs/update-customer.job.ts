import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Tells Stripe the new address of somebody who bought before. Owed by people whose address Stripe does not know. */
export const updateCustomerJob = defineJob({
  name: 'commerce.update-customer',
  queue: 'default',
  attempts: 3,
  payload: z.object({ personId: z.uuid() }),
  idFor: ({ personId }) => `customer-${personId}`,
})
