import type { JobNeeds } from '#domain/job-needs.ts'
import { handles } from '#platform/jobs.ts'
import { findOwedCustomer, keepStripeCustomer } from '../customer-queries.ts'
import { updateCustomer } from '../tell-customer.ts'
import { updateCustomerJob } from './update-customer.job.ts'

const system = { kind: 'system', job: updateCustomerJob.name } as const

/** A customer that was deleted at Stripe is forgotten here too: the next purchase makes another. */
export const updateCustomerHandler = ({ asActor, stripe }: Pick<JobNeeds, 'asActor' | 'stripe'>) =>
  handles(updateCustomerJob, async ({ personId }) => {
    const owed = await asActor(system, (tx) => findOwedCustomer(tx, personId))
    if (!owed) return
    const { customerId: id, email, fullName: name } = owed
    const isThere = await updateCustomer(stripe, id, { email, name })
    await asActor(system, (tx) => keepStripeCustomer(tx, personId, isThere ? { id, email } : null))
  })
