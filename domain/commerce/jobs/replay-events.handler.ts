import type { JobNeeds } from '#domain/job-needs.ts'
import { handles } from '#platform/jobs.ts'
import { handleStripeEvent } from '../handle-stripe-event.ts'
import { replayEvents } from './replay-events.job.ts'

const types = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'charge.refunded',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.closed',
]

/** Works through missed events, oldest first. One that fails is left for the next round. */
export const replayEventsHandler = (needs: JobNeeds) =>
  handles(replayEvents, async ({ hours }, { log, signal }) => {
    const since = Math.floor(needs.clock.now().getTime() / 1000 - hours * 3600)
    const events = await needs.stripe.events
      .list({ types, created: { gte: since }, limit: 100 })
      .autoPagingToArray({ limit: 5000 })
    for (const event of events.reverse()) {
      if (signal.aborted) return
      try {
        const outcome = await handleStripeEvent(needs, event)
        if (outcome === 'worked')
          log.warn({ event: event.id, type: event.type }, 'replayed an event that no webhook had brought')
      } catch (error) {
        log.error({ event: event.id, err: error }, 'an event could not be replayed')
      }
    }
  })
