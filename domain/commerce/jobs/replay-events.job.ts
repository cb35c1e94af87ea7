import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Asks Stripe for the events since the last time and works on those that never arrived: refunds and disputes depend on it. */
export const replayEvents = defineJob({
  name: 'commerce.replay-events',
  queue: 'default',
  attempts: 1,
  payload: z.object({}),
  idFor: () => 'replay-stripe-events',
})
