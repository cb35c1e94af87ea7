import type { Logger } from '#platform/log.ts'
import type { Stripe } from '#platform/stripe.ts'
import { chargeEvents, handleStripeEvent, sessionEvents } from './handle-stripe-event.ts'
import type { SettleNeeds } from './settle-checkout.ts'
import { findReplayed, finishStripeEvent, keepReplayed, listUnfinishedEvents } from './settlement-queries.ts'

const system = { kind: 'system', job: 'commerce.replay-events' } as const
const hour = 3600
const day = 24 * hour
/** How long Stripe keeps an event. */
const keptSeconds = 30 * day
const unfinishedAtOnce = 200

type Replay = { readonly log: Logger; readonly signal: AbortSignal }

/**
 * Works on events that no delivery has brought, oldest first, a day at a time, from where the last replay ended: however long
 * nobody listened, as far back as Stripe remembers. The last hour is always read again, because events can be listed late.
 * One that cannot be worked on stays unfinished and is not waited for.
 */
export async function replayMissedEvents(needs: SettleNeeds, replay: Replay): Promise<void> {
  const now = Math.floor(needs.clock.now().getTime() / 1000)
  const before = await needs.asActor(system, findReplayed)
  const oldest = now - keptSeconds
  let from = before ? Math.max(oldest, Math.floor(before.getTime() / 1000)) : oldest
  while (from < now && !replay.signal.aborted) {
    const to = Math.min(from + day, now)
    // The last window is open at its end: what happens while it is read belongs to it.
    const created = to < now ? { gte: from, lt: to } : { gte: from }
    const events: Stripe.Event[] = []
    for await (const event of needs.stripe.events.list({
      types: [...sessionEvents, ...chargeEvents],
      created,
      limit: 100,
    }))
      events.push(event)
    for (const event of events.reverse()) {
      if (replay.signal.aborted) return
      await workOn(needs, event, replay.log)
    }
    await needs.asActor(system, (tx) => keepReplayed(tx, new Date(Math.min(to, now - hour) * 1000)))
    from = to
  }
}

/** Tries again what was received, by delivery or replay, and failed. What Stripe has forgotten meanwhile is given up, and said. */
export async function retryUnfinishedEvents(needs: SettleNeeds, { log, signal }: Replay): Promise<void> {
  for (const id of await needs.asActor(system, (tx) => listUnfinishedEvents(tx, unfinishedAtOnce))) {
    if (signal.aborted) return
    const event = await needs.stripe.events.retrieve(id).catch((error: unknown) => {
      if ((error as { code?: unknown }).code === 'resource_missing') return undefined
      throw error
    })
    if (event) {
      await workOn(needs, event, log)
      continue
    }
    log.error({ event: id }, 'Stripe has forgotten an event that was never worked on')
    await needs.asActor(system, (tx) => finishStripeEvent(tx, id, null))
  }
}

async function workOn(needs: SettleNeeds, event: Stripe.Event, log: Logger): Promise<void> {
  try {
    const outcome = await handleStripeEvent(needs, event)
    if (outcome === 'worked')
      log.warn({ event: event.id, type: event.type }, 'replayed an event that no webhook had brought')
  } catch (error) {
    log.error({ event: event.id, err: error }, 'an event could not be replayed')
  }
}
