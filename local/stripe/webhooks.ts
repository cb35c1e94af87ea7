import { createHmac } from 'node:crypto'
import type { Attempt, Delivery, Store, StoredEvent } from './store.ts'
import { newId } from './wire/ids.ts'

export const deliveryModes = ['normal', 'hold', 'drop', 'twice'] as const
export type DeliveryMode = (typeof deliveryModes)[number]

export type Webhooks = {
  /** Plans the delivery of a new event, as the mode has it. */
  announce(event: StoredEvent): void
  mode(): DeliveryMode
  setMode(mode: DeliveryMode): void
  url(): string | undefined
  setUrl(url: string | undefined): void
  /** Sends an event `times` times at once, whatever the mode, and answers with what came back. These are not retried. */
  deliverNow(event: StoredEvent, times: number): Promise<Attempt[]>
  /** Sends held deliveries one after another: those of `order` (ids of deliveries or events), or all, oldest first. */
  release(order?: string[] | 'created' | 'reverse'): Promise<Delivery[]>
  /** Gives up everything held or pending. */
  dropAll(): number
  clear(): void
  close(): Promise<void>
}

type Options = {
  store: Store
  secret: string
  url: string | undefined
  /** The first pause before a retry; later ones are 5, 30 and then always 300 times as long. */
  retryBaseMs: number
  /** How long an answer may take. */
  timeoutMs: number
  log: (line: string) => void
}

const maxAttempts = 20
const maxKept = 5000
const pauses = [1, 5, 30]

/** Stripe's signature header over `body`: HMAC-SHA256 of `time.body`, as its package checks it. */
export function signatureHeader(body: string, secret: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}

/** The delivery of events: signed, retried with back-off, and obedient to the controls. Takes up what an earlier run left. */
export function createWebhooks({ store, secret, url, retryBaseMs, timeoutMs, log }: Options): Webhooks {
  const { deliveries, events } = store.rows
  const timers = new Map<string, NodeJS.Timeout>()
  const underway = new Set<Promise<unknown>>()
  const closing = new AbortController()
  let mode: DeliveryMode = 'normal'
  let target = url

  async function post(event: StoredEvent): Promise<Attempt> {
    const at = Date.now()
    const body = JSON.stringify(event, null, 2)
    const done = (status: number | null, error: string | null) => ({
      at,
      status,
      error,
      took_ms: Date.now() - at,
    })
    if (!target) return done(null, 'no webhook address is set')
    try {
      const answer = await fetch(target, {
        method: 'POST',
        body,
        redirect: 'manual',
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)]),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          'stripe-signature': signatureHeader(body, secret, Math.floor(at / 1000)),
        },
      })
      await answer.arrayBuffer()
      return done(answer.status, answer.ok ? null : `answered ${answer.status}`)
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
      return done(null, cause instanceof Error ? cause.message || cause.name : String(cause))
    }
  }

  async function attempt(delivery: Delivery): Promise<void> {
    timers.delete(delivery.id)
    const event = events.get(delivery.event)
    if (!event) return void deliveries.delete(delivery.id)
    delivery.next_at = null
    const result = await post(event)
    if (closing.signal.aborted || deliveries.get(delivery.id) !== delivery) return
    delivery.attempts.push(result)
    log(`webhook ${event.type} ${event.id} → ${result.error ?? result.status}`)
    if (delivery.state === 'dropped') return store.saveSoon()
    if (!result.error) {
      delivery.state = 'delivered'
      event.pending_webhooks = 0
    } else if (delivery.attempts.length >= maxAttempts) {
      delivery.state = 'failed'
    } else {
      delivery.state = 'pending'
      const pause = (pauses[delivery.attempts.length - 1] ?? 300) * retryBaseMs
      schedule(delivery, pause)
    }
    store.saveSoon()
  }

  function track<T>(work: Promise<T>): Promise<T> {
    const kept = work.finally(() => underway.delete(kept))
    underway.add(kept)
    return kept
  }

  function schedule(delivery: Delivery, inMs: number): void {
    if (!target || closing.signal.aborted) return
    delivery.next_at = Date.now() + inMs
    clearTimeout(timers.get(delivery.id))
    timers.set(
      delivery.id,
      setTimeout(() => void track(attempt(delivery)), inMs),
    )
  }

  function plan(event: StoredEvent): void {
    const state = mode === 'hold' ? 'held' : mode === 'drop' ? 'dropped' : 'pending'
    const { id, type } = event
    const delivery: Delivery = {
      id: newId('del_'),
      event: id,
      type,
      state,
      created: Date.now(),
      next_at: null,
      attempts: [],
    }
    deliveries.set(delivery.id, delivery)
    if (state === 'pending') schedule(delivery, 0)
  }

  function forgetOldest(): void {
    for (const [id, { state }] of deliveries) {
      if (deliveries.size <= maxKept) return
      if (state !== 'pending' && state !== 'held') deliveries.delete(id)
    }
  }

  function resumePending(): void {
    for (const delivery of deliveries.values()) {
      if (delivery.state !== 'pending' || timers.has(delivery.id)) continue
      schedule(delivery, Math.max(0, (delivery.next_at ?? 0) - Date.now()))
    }
  }

  function stopTimers(): void {
    for (const timer of timers.values()) clearTimeout(timer)
    timers.clear()
  }

  resumePending()

  return {
    announce(event) {
      plan(event)
      if (mode === 'twice') plan(event)
      forgetOldest()
    },
    mode: () => mode,
    setMode: (next) => void (mode = next),
    url: () => target,
    setUrl(next) {
      target = next
      resumePending()
    },
    async deliverNow(event, times) {
      const attempts = await track(Promise.all(Array.from({ length: times }, () => post(event))))
      const state = attempts.some(({ error }) => !error) ? 'delivered' : 'failed'
      const id = newId('del_')
      deliveries.set(id, {
        id,
        event: event.id,
        type: event.type,
        state,
        created: Date.now(),
        next_at: null,
        attempts,
      })
      return attempts
    },
    async release(order = 'created') {
      const held = [...deliveries.values()].filter(({ state }) => state === 'held')
      if (order === 'reverse') held.reverse()
      const chosen = Array.isArray(order)
        ? order.flatMap((id) => held.filter((delivery) => delivery.id === id || delivery.event === id))
        : held
      for (const delivery of chosen) delivery.state = 'pending'
      for (const delivery of new Set(chosen)) await track(attempt(delivery))
      return chosen
    },
    dropAll() {
      const waiting = [...deliveries.values()].filter(({ state }) => state === 'held' || state === 'pending')
      for (const delivery of waiting) {
        clearTimeout(timers.get(delivery.id))
        timers.delete(delivery.id)
        delivery.state = 'dropped'
        delivery.next_at = null
      }
      return waiting.length
    },
    clear: stopTimers,
    async close() {
      closing.abort()
      stopTimers()
      await Promise.allSettled(underway)
    },
  }
}
