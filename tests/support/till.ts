import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, inject } from 'vitest'
import { startStripe, type StripeStandIn } from '#local/stripe/server.ts'
import { decideAccess } from '#domain/access/decide-access.ts'
import { handleStripeEvent, openStripeEvent } from '#domain/commerce/handle-stripe-event.ts'
import { startCheckout } from '#domain/commerce/start-checkout.ts'
import { isRefusal } from '#platform/refusal.ts'
import { stripeControls } from '#tests/support/stripe.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type Post, type World } from '#tests/support/world.ts'

export type Sale = { buyer: Person; post: Post; session: string }

type Till = {
  standIn: StripeStandIn
  wiring: Wiring
  world: World
  controls: ReturnType<typeof stripeControls>
  creator: Person
  organization: Organization
}

/**
 * A Stripe of one's own with its webhooks, and an organization that sells. Call it at the top of a file; it is filled when the
 * tests run.
 */
export function useTill() {
  const till = {} as Till
  let webhooks: Server
  beforeAll(async () => {
    const { secrets } = inject('stack')
    till.standIn = await startStripe({ port: 0, ...secrets.stripe, retryBaseMs: 20 })
    till.wiring = await wire({ STRIPE_API_URL: till.standIn.url })
    till.world = await openWorld(till.wiring.database)
    till.controls = stripeControls(till.wiring)
    webhooks = createServer((request, response) => {
      void (async () => {
        let body = ''
        for await (const chunk of request) body += String(chunk)
        const needs = { ...till.wiring.needs, asActor: till.wiring.asActor }
        const signature = request.headers['stripe-signature']
        try {
          const event = openStripeEvent(
            needs.stripe,
            body,
            String(signature),
            till.wiring.env.STRIPE_WEBHOOK_SECRET,
          )
          await handleStripeEvent(needs, event)
          response.writeHead(200).end()
        } catch (error) {
          response.writeHead(isRefusal(error) ? 400 : 500).end(String(error))
        }
      })()
    })
    webhooks.listen(0, '127.0.0.1')
    await once(webhooks, 'listening')
    await till.controls.webhookUrl(
      `http://127.0.0.1:${(webhooks.address() as AddressInfo).port}/webhooks/stripe`,
    )
    till.creator = await till.world.person('Maya', 'creator')
    till.organization = await till.world.organization(till.creator)
  })

  afterAll(async () => {
    await till.standIn.close()
    webhooks.closeAllConnections()
    webhooks.close()
    await till.world.close()
    await till.wiring.close()
  })

  beforeEach(async () => {
    await till.controls.mode('normal')
  })

  const buyerNeeds = (buyer: Person) => ({
    asActor: till.wiring.asActor,
    stripe: till.wiring.needs.stripe,
    appUrl: 'http://localhost:1',
    buyer,
  })
  const settleNeeds = () => ({ ...till.wiring.needs, asActor: till.wiring.asActor })

  /** A buyer in front of Stripe's page. */
  async function atTheTill(priceCents = 1200): Promise<Sale> {
    const buyer = await till.world.person('Carl')
    const post = await till.world.post(till.creator, till.organization, { priceCents })
    const url = await startCheckout({ ...buyerNeeds(buyer), contentId: post.id })
    return { buyer, post, session: url.slice(url.lastIndexOf('/') + 1).replace(/[?#].*/, '') }
  }

  async function stateOf({ buyer, post }: Sale) {
    const purchases = await till.world.query<{
      status: string
      amount_paid_cents: number
      refund_amount_cents: number
      dispute_status: string | null
    }>(
      'select status, amount_paid_cents, refund_amount_cents, dispute_status from app.purchases where customer_id = $1 and content_id = $2',
      [buyer.id, post.id],
    )
    const access = await till.wiring.asActor(buyer.actor, (tx) => decideAccess(tx, post.id), 'read')
    const mails = await till.world.query<{ email_type: string }>(
      'select email_type from app.email_logs where user_id = $1 order by created_at',
      [buyer.id],
    )
    return {
      purchases,
      canWatch: access?.canWatch,
      reason: access?.reason,
      mails: mails.map((mail) => mail.email_type),
    }
  }

  const bought = (amount = 1200) => ({
    purchases: [
      { status: 'completed', amount_paid_cents: amount, refund_amount_cents: 0, dispute_status: null },
    ],
    canWatch: true,
    reason: 'purchased',
    mails: ['purchase_receipt'],
  })
  const nothing = { purchases: [], canWatch: false, reason: 'not_authorized', mails: [] }

  const eventually = (sale: Sale, state: object) =>
    expect.poll(() => stateOf(sale), { timeout: 15_000 }).toMatchObject(state)

  async function eventOf(session: string, type: string) {
    const { data } = await till.wiring.needs.stripe.events.list({ type, limit: 100 })
    const found = data.find((event) => (event.data.object as { id: string }).id === session)
    if (!found) throw new Error(`no ${type} of ${session}`)
    return found
  }

  async function chargeOf(session: string): Promise<string> {
    const { payment_intent: intent } = await till.wiring.needs.stripe.checkout.sessions.retrieve(session, {
      expand: ['payment_intent'],
    })
    return (intent as { latest_charge: string }).latest_charge
  }

  return Object.assign(till, {
    buyerNeeds,
    settleNeeds,
    atTheTill,
    stateOf,
    bought,
    nothing,
    eventually,
    eventOf,
    chargeOf,
  })
}
