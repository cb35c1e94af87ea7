import { recordAudit } from '#domain/audit/record.ts'
import type { JobNeeds } from '#domain/job-needs.ts'
import { handles } from '#platform/jobs.ts'
import { expireCheckout, settleSession } from '../settle-checkout.ts'
import { findCheckoutToSettle } from '../settlement-queries.ts'
import { settleCheckoutJob } from './settle-checkout.job.ts'

const system = { kind: 'system', job: settleCheckoutJob.name } as const

/** The reconciler of one checkout: whatever became of the webhooks, what Stripe says is written, and a find is reported. */
export const settleCheckoutHandler = (needs: JobNeeds) =>
  handles(settleCheckoutJob, async ({ checkoutId }, { log }) => {
    const checkout = await needs.asActor(system, (tx) => findCheckoutToSettle(tx, checkoutId), 'read')
    if (!checkout) return
    const { standing, isNews } = checkout.stripeSessionId
      ? await settleSession(needs, checkout.stripeSessionId)
      : await expireCheckout(needs, checkoutId)
    if (!isNews || (standing !== 'completed' && standing !== 'refunded')) return
    log.warn({ checkoutId, standing }, 'the reconciler settled a checkout that no webhook had')
    await needs.asActor(system, (tx) =>
      recordAudit(tx, {
        action: 'checkout.reconciled',
        organizationId: checkout.organizationId,
        subjectType: 'checkout',
        subjectId: checkoutId,
        detail: { standing },
      }),
    )
  })
