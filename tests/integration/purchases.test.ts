import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import type { ActorTx } from '#db/actor.ts'
import { loader as landingLoader } from '#app/routes/checkout.done.tsx'
import { startStripe, type StripeStandIn } from '#local/stripe/server.ts'
import { decideAccess } from '#domain/access/decide-access.ts'
import { deleteContent } from '#domain/catalog/delete-content.ts'
import { findPost } from '#domain/catalog/queries.ts'
import { handleStripeEvent, openStripeEvent } from '#domain/commerce/handle-stripe-event.ts'
import { replayEventsHandler } from '#domain/commerce/jobs/replay-events.handler.ts'
import { settleCheckoutHandler } from '#domain/commerce/jobs/settle-checkout.handler.ts'
import { isPaymentPending, listSales } from '#domain/commerce/queries.ts'
import { settleSession } from '#domain/commerce/settle-checkout.ts'
import {
  findCheckoutToSettle,
  findSplitInForce,
  noteStripeEvent,
  writeSettlement,
} from '#domain/commerce/settlement-queries.ts'
import { startCheckout } from '#domain/commerce/start-checkout.ts'
import { listOwned } from '#domain/playback/queries.ts'
import { isRefusal } from '#platform/refusal.ts'
import { routesOf } from '#tests/support/ask.ts'
import { stripeControls } from '#tests/support/stripe.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type Post, type World } from '#tests/support/world.ts'

let standIn: StripeStandIn
let wiring: Wiring
let world: World
let webhooks: Server
let controls: ReturnType<typeof stripeControls>
let creator: Person
let organization: Organization

beforeAll(async () => {
  const { secrets } = inject('stack')
  standIn = await startStripe({ port: 0, ...secrets.stripe, retryBaseMs: 20 })
  wiring = await wire({ STRIPE_API_URL: standIn.url })
  world = await openWorld(wiring.database)
  controls = stripeControls(wiring)
  webhooks = createServer((request, response) => {
    void (async () => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      const needs = { ...wiring.needs, asActor: wiring.asActor }
      const signature = request.headers['stripe-signature']
      try {
        const event = openStripeEvent(needs.stripe, body, String(signature), wiring.env.STRIPE_WEBHOOK_SECRET)
        await handleStripeEvent(needs, event)
        response.writeHead(200).end()
      } catch (error) {
        response.writeHead(isRefusal(error) ? 400 : 500).end(String(error))
      }
    })()
  })
  webhooks.listen(0, '127.0.0.1')
  await once(webhooks, 'listening')
  await controls.webhookUrl(`http://127.0.0.1:${(webhooks.address() as AddressInfo).port}/webhooks/stripe`)
  creator = await world.person('Maya', 'creator')
  organization = await world.organization(creator)
})

afterAll(async () => {
  await standIn.close()
  webhooks.closeAllConnections()
  webhooks.close()
  await world.close()
  await wiring.close()
})

beforeEach(async () => {
  await controls.mode('normal')
})

const buyerNeeds = (buyer: Person) => ({
  asActor: wiring.asActor,
  stripe: wiring.needs.stripe,
  appUrl: 'http://localhost:1',
  buyer,
})
const settleNeeds = () => ({ ...wiring.needs, asActor: wiring.asActor })

type Sale = { buyer: Person; post: Post; session: string }

/** A buyer in front of Stripe's page. */
async function atTheTill(priceCents = 1200): Promise<Sale> {
  const buyer = await world.person('Carl')
  const post = await world.post(creator, organization, { priceCents })
  const url = await startCheckout({ ...buyerNeeds(buyer), contentId: post.id })
  return { buyer, post, session: url.slice(url.lastIndexOf('/') + 1).replace(/[?#].*/, '') }
}

async function stateOf({ buyer, post }: Sale) {
  const purchases = await world.query<{
    status: string
    amount_paid_cents: number
    refund_amount_cents: number
    dispute_status: string | null
  }>(
    'select status, amount_paid_cents, refund_amount_cents, dispute_status from app.purchases where customer_id = $1 and content_id = $2',
    [buyer.id, post.id],
  )
  const access = await wiring.asActor(buyer.actor, (tx) => decideAccess(tx, post.id), 'read')
  const mails = await world.query<{ email_type: string }>(
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
  const { data } = await wiring.needs.stripe.events.list({ type, limit: 100 })
  const found = data.find((event) => (event.data.object as { id: string }).id === session)
  if (!found) throw new Error(`no ${type} of ${session}`)
  return found
}

async function chargeOf(session: string): Promise<string> {
  const { payment_intent: intent } = await wiring.needs.stripe.checkout.sessions.retrieve(session, {
    expand: ['payment_intent'],
  })
  return (intent as { latest_charge: string }).latest_charge
}

describe('a paid checkout', () => {
  test('ends in a purchase, access and one receipt when its webhook arrives', async () => {
    const sale = await atTheTill()
    expect(await stateOf(sale)).toEqual(nothing)
    await controls.pay(sale.session)
    await eventually(sale, bought())
  })

  test('is one purchase, one access and one mail when the same event is delivered 50 times at once', async () => {
    await controls.mode('drop')
    const sale = await atTheTill()
    await controls.pay(sale.session)
    const { attempts } = await controls.deliver(
      (await eventOf(sale.session, 'checkout.session.completed')).id,
      50,
    )
    expect(attempts.map((each) => each.status)).toEqual(Array(50).fill(200))
    expect(await stateOf(sale)).toEqual(bought())
  })

  test('is one purchase when webhook and landing page come at the same moment', async () => {
    await controls.mode('drop')
    const sale = await atTheTill()
    await controls.pay(sale.session)
    const { id } = await eventOf(sale.session, 'checkout.session.completed')
    const [, ...landings] = await Promise.all([
      controls.deliver(id, 5),
      ...Array.from({ length: 5 }, () => settleSession(settleNeeds(), sale.session)),
    ])
    expect(landings.filter((landing) => landing.isNews).length).toBeLessThanOrEqual(1)
    expect(await stateOf(sale)).toEqual(bought())
  })

  test('divides its money as the organization agreed, to the cent', async () => {
    await world.query(
      `insert into app.revenue_split_configurations (organization_id, model, platform_basis_points, platform_flat_fee_cents, organization_basis_points)
       values ($1, 'hybrid', 500, 50, 2000)`,
      [organization.id],
    )
    const sale = await atTheTill(1999)
    await controls.pay(sale.session)
    await eventually(sale, bought(1999))
    const [split] = await world.query(
      'select platform_fee_cents as platform, organization_fee_cents as organization, creator_payout_cents as creator from app.purchases where content_id = $1',
      [sale.post.id],
    )
    expect(split).toEqual({ platform: 149, organization: 370, creator: 1480 })
  })

  test('is completed by the retry when the handler died after its database write', async () => {
    await controls.mode('drop')
    const sale = await atTheTill()
    await controls.pay(sale.session)
    const event = await eventOf(sale.session, 'checkout.session.completed')
    const dying = {
      ...settleNeeds(),
      jobs: { ...wiring.needs.jobs, enqueue: () => Promise.reject(new Error('the process died here')) },
    }
    await expect(handleStripeEvent(dying, event)).rejects.toThrow('died')
    expect(await handleStripeEvent(settleNeeds(), event)).toBe('worked')
    expect(await handleStripeEvent(settleNeeds(), event)).toBe('seen')
    expect(await stateOf(sale)).toEqual(bought())
  })

  test('is found by the reconciler when every webhook is lost', async () => {
    await controls.mode('drop')
    const sale = await atTheTill()
    await controls.pay(sale.session)
    const [checkout] = await world.query<{ id: string }>(
      'select id from app.checkouts where customer_id = $1',
      [sale.buyer.id],
    )
    const handler = settleCheckoutHandler({ ...wiring.needs, asActor: wiring.asWorker })
    await handler.run(
      { checkoutId: checkout!.id },
      { signal: new AbortController().signal, log: wiring.needs.log, jobId: 'x', attempt: 1 },
    )
    expect(await stateOf(sale)).toEqual(bought())
    const said = await world.query('select action from app.audit_events where subject_id = $1', [
      checkout!.id,
    ])
    expect(said).toEqual([{ action: 'checkout.reconciled' }])
  })
})

describe('an asynchronous payment', () => {
  test('gives no access before the bank has answered, and gives it then', async () => {
    const sale = await atTheTill()
    await controls.pay(sale.session, { method: 'bank' })
    await expect
      .poll(() => world.query('select status from app.checkouts where customer_id = $1', [sale.buyer.id]))
      .toEqual([{ status: 'awaiting_payment' }])
    expect(await stateOf(sale)).toEqual(nothing)
    await expect(startCheckout({ ...buyerNeeds(sale.buyer), contentId: sale.post.id })).rejects.toMatchObject(
      { reason: 'payment_pending' },
    )
    await controls.bankAnswers(sale.session, 'succeeded')
    await eventually(sale, bought())
  })

  test('is known to its buyer alone, until the bank has answered', async () => {
    const sale = await atTheTill()
    const isPending = (person: Person) =>
      wiring.asActor(person.actor, (tx) => isPaymentPending(tx, sale.buyer.id, sale.post.id), 'read')
    expect(await isPending(sale.buyer)).toBe(false)
    await controls.pay(sale.session, { method: 'bank' })
    await expect.poll(() => isPending(sale.buyer)).toBe(true)
    expect(await isPending(await world.person('Dora'))).toBe(false)
    await controls.bankAnswers(sale.session, 'succeeded')
    await expect.poll(() => isPending(sale.buyer)).toBe(false)
  })

  test('that fails releases the post for another try', async () => {
    const sale = await atTheTill()
    await controls.pay(sale.session, { method: 'bank' })
    await controls.bankAnswers(sale.session, 'failed')
    await expect
      .poll(() => world.query('select status from app.checkouts where customer_id = $1', [sale.buyer.id]))
      .toEqual([{ status: 'failed' }])
    expect(await stateOf(sale)).toEqual(nothing)
    expect(await startCheckout({ ...buyerNeeds(sale.buyer), contentId: sale.post.id })).not.toContain(
      sale.session,
    )
  })
})

describe('whatever order completed, async_payment_succeeded, refunded and disputed arrive in', () => {
  const permutations = <T>(items: T[]): T[][] =>
    items.length < 2
      ? [items]
      : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))

  test('the final state is the same', async () => {
    await controls.mode('drop')
    const kinds = [
      'checkout.session.completed',
      'checkout.session.async_payment_succeeded',
      'charge.refunded',
      'charge.dispute.created',
    ]
    for (const order of permutations(kinds)) {
      const sale = await atTheTill()
      await controls.pay(sale.session, { method: 'bank' })
      await controls.bankAnswers(sale.session, 'succeeded')
      const charge = await chargeOf(sale.session)
      await controls.refund(charge, 300)
      await controls.dispute(charge)
      const { data } = await wiring.needs.stripe.events.list({ limit: 100 })
      const intent = (await wiring.needs.stripe.charges.retrieve(charge)).payment_intent
      for (const kind of order) {
        const event = data.find((each) => {
          const object = each.data.object as { id: string; payment_intent?: string }
          return each.type === kind && (object.id === sale.session || object.payment_intent === intent)
        })
        expect(await handleStripeEvent(settleNeeds(), event!), `${kind} of ${order.join()}`).toBe('worked')
      }
      expect(await stateOf(sale), order.join()).toEqual({
        purchases: [
          { status: 'completed', amount_paid_cents: 1200, refund_amount_cents: 300, dispute_status: 'open' },
        ],
        canWatch: true,
        reason: 'purchased',
        mails: ['purchase_receipt'],
      })
    }
  })
})

describe('money given back', () => {
  test('takes access away when it is all of it, and says so once', async () => {
    const sale = await atTheTill()
    await controls.pay(sale.session)
    await eventually(sale, bought())
    await controls.refund(await chargeOf(sale.session))
    await eventually(sale, {
      canWatch: false,
      reason: 'not_authorized',
      mails: ['purchase_receipt', 'purchase_refunded'],
    })
    expect((await stateOf(sale)).purchases).toMatchObject([{ status: 'refunded', refund_amount_cents: 1200 }])
  })

  test('keeps access when it is a part', async () => {
    const sale = await atTheTill()
    await controls.pay(sale.session)
    await eventually(sale, bought())
    await controls.refund(await chargeOf(sale.session), 500)
    await eventually(sale, { canWatch: true, purchases: [{ status: 'completed', refund_amount_cents: 500 }] })
  })

  test('by a lost dispute takes access away, by a won one does not', async () => {
    for (const [outcome, canWatch] of [
      ['lost', false],
      ['won', true],
    ] as const) {
      const sale = await atTheTill()
      await controls.pay(sale.session)
      await eventually(sale, bought())
      const { dispute } = await controls.dispute(await chargeOf(sale.session))
      await eventually(sale, { canWatch: true, purchases: [{ dispute_status: 'open' }] })
      await controls.resolveDispute(dispute.id, outcome)
      await eventually(sale, { canWatch, purchases: [{ dispute_status: outcome }] })
    }
  })

  test('is found when its webhook never came', async () => {
    const sale = await atTheTill()
    await controls.pay(sale.session)
    await eventually(sale, bought())
    await controls.mode('drop')
    await controls.refund(await chargeOf(sale.session))
    const handler = replayEventsHandler({ ...wiring.needs, asActor: wiring.asWorker })
    await handler.run(
      { hours: 1 },
      { signal: new AbortController().signal, log: wiring.needs.log, jobId: 'x', attempt: 1 },
    )
    expect(await stateOf(sale)).toMatchObject({ canWatch: false, purchases: [{ status: 'refunded' }] })
  })
})

describe('a delivery that Stripe did not make', () => {
  const { stripe, secret } = {
    stripe: () => wiring.needs.stripe,
    secret: () => wiring.env.STRIPE_WEBHOOK_SECRET,
  }
  const payload = '{"id":"evt_forged","type":"checkout.session.completed","data":{"object":{"id":"cs_x"}}}'
  const sign = (timestamp: number, signWith: string) =>
    stripe().webhooks.generateTestHeaderString({ payload, secret: signWith, timestamp })
  const now = () => Math.floor(Date.now() / 1000)

  test.each([
    ['with another signature', () => [payload, sign(now(), 'whsec_forged')]],
    ['with a stale timestamp', () => [payload, sign(now() - 3600, secret())]],
    [
      'with a body that was written anew',
      () => [JSON.stringify(JSON.parse(payload), null, 1), sign(now(), secret())],
    ],
    ['without a signature', () => [payload, null]],
  ] as const)('%s is refused and writes nothing', async (_how, make) => {
    const [body, signature] = make()
    expect(() => openStripeEvent(stripe(), body!, signature ?? null, secret())).toThrow(
      expect.objectContaining({ kind: 'invalid' }),
    )
    expect(await world.query("select * from app.stripe_events where id = 'evt_forged'")).toEqual([])
  })
})

describe('buying', () => {
  test('asks the price of the post at that moment, whatever the browser says, and gives one session to many tabs', async () => {
    const buyer = await world.person('Carl')
    const post = await world.post(creator, organization, { priceCents: 2500 })
    const urls = await Promise.all(
      Array.from({ length: 6 }, () => startCheckout({ ...buyerNeeds(buyer), contentId: post.id })),
    )
    expect(new Set(urls).size).toBe(1)
    const session = await wiring.needs.stripe.checkout.sessions.retrieve(
      urls[0]!.slice(urls[0]!.lastIndexOf('/') + 1),
    )
    expect(session).toMatchObject({ amount_total: 2500, currency: 'usd' })
  })

  test('is refused for what one has, what is free, what is a draft and what does not exist', async () => {
    const buyer = await world.person('Carl')
    const owned = await world.post(creator, organization)
    await world.grant(buyer, owned)
    const free = await world.post(creator, organization, { priceCents: 0 })
    const draft = await world.post(creator, organization, { status: 'draft' })
    const ask = (contentId: string) => startCheckout({ ...buyerNeeds(buyer), contentId })
    await expect(ask(owned.id)).rejects.toMatchObject({ kind: 'conflict', reason: 'already_yours' })
    await expect(ask(free.id)).rejects.toMatchObject({ kind: 'conflict' })
    await expect(ask(draft.id)).rejects.toMatchObject({ kind: 'not_found' })
    await expect(ask('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({ kind: 'not_found' })
  })

  test('makes one session when the answer of Stripe was lost on the way', async () => {
    const buyer = await world.person('Carl')
    const post = await world.post(creator, organization)
    await controls.failNext({
      path: '/v1/checkout/sessions',
      method: 'POST',
      times: 1,
      kind: 'timeout_after_write',
    })
    const { hostname, port } = new URL(standIn.url)
    const impatient = new Stripe(wiring.env.STRIPE_SECRET_KEY, {
      host: hostname,
      port,
      protocol: 'http',
      timeout: 300,
      maxNetworkRetries: 0,
    })
    const ask = () => startCheckout({ ...buyerNeeds(buyer), stripe: impatient, contentId: post.id })
    await expect(ask()).rejects.toThrow()
    const url = await ask()
    const { data } = await wiring.needs.stripe.checkout.sessions.list({ limit: 100 })
    const [checkout] = await world.query<{ id: string }>(
      'select id from app.checkouts where customer_id = $1',
      [buyer.id],
    )
    const made = data.filter((session) => session.metadata?.checkoutId === checkout!.id)
    expect(made.map((session) => session.url)).toEqual([url])
  })

  test('the same post a second time is given back by itself, and the first purchase stays', async () => {
    await controls.mode('drop')
    const sale = await atTheTill()
    // A first checkout that was forgotten past its time, paid all the same.
    await world.query(
      "update app.checkouts set expires_at = now() - interval '1 minute' where customer_id = $1",
      [sale.buyer.id],
    )
    const url = await startCheckout({ ...buyerNeeds(sale.buyer), contentId: sale.post.id })
    const second = url.slice(url.lastIndexOf('/') + 1)
    expect(second).not.toBe(sale.session)
    await controls.pay(sale.session)
    await controls.pay(second)
    await Promise.all([settleSession(settleNeeds(), sale.session), settleSession(settleNeeds(), second)])
    const { purchases, canWatch } = await stateOf(sale)
    expect(purchases.map((purchase) => purchase.status).sort()).toEqual(['completed', 'refunded'])
    expect(canWatch).toBe(true)
    const charges = await Promise.all(
      [sale.session, second].map(async (id) => wiring.needs.stripe.charges.retrieve(await chargeOf(id))),
    )
    expect(charges.map((charge) => charge.amount_refunded).sort()).toEqual([0, 1200])
  })

  test('again what a lost dispute took away leaves the first purchase as it ended', async () => {
    await controls.mode('drop')
    const sale = await atTheTill()
    await controls.pay(sale.session)
    await settleSession(settleNeeds(), sale.session)
    const { dispute } = await controls.dispute(await chargeOf(sale.session))
    await controls.resolveDispute(dispute.id, 'lost')
    await settleSession(settleNeeds(), sale.session)
    const url = await startCheckout({ ...buyerNeeds(sale.buyer), contentId: sale.post.id })
    const second = url.slice(url.lastIndexOf('/') + 1)
    await controls.pay(second)
    await settleSession(settleNeeds(), second)
    expect(await settleSession(settleNeeds(), sale.session)).toMatchObject({ isNews: false })
    const rows = await world.query(
      'select status, refund_reason from app.purchases where customer_id = $1 order by created_at',
      [sale.buyer.id],
    )
    expect(rows).toEqual([
      { status: 'refunded', refund_reason: 'dispute_lost' },
      { status: 'completed', refund_reason: null },
    ])
    expect((await stateOf(sale)).canWatch).toBe(true)
  })

  test('is begun anew when the last try is too old for Stripe to take', async () => {
    const buyer = await world.person('Carl')
    const post = await world.post(creator, organization)
    const [stale] = await world.query<{ id: string }>(
      `insert into app.checkouts (customer_id, content_id, organization_id, creator_id, amount_cents, currency, expires_at)
       values ($1, $2, $3, $4, 1200, 'usd', now() + interval '20 minutes') returning id`,
      [buyer.id, post.id, organization.id, creator.id],
    )
    const url = await startCheckout({ ...buyerNeeds(buyer), contentId: post.id })
    const session = await wiring.needs.stripe.checkout.sessions.retrieve(url.slice(url.lastIndexOf('/') + 1))
    expect(session.metadata?.checkoutId).not.toBe(stale!.id)
  })

  test('lands well though the post has left the storefront meanwhile', async () => {
    await controls.mode('drop')
    const sale = await atTheTill()
    await world.query("update app.content set status = 'archived' where id = $1", [sale.post.id])
    await controls.pay(sale.session)
    const path = `/checkout/done?session_id=${sale.session}`
    const landing = (await routesOf(wiring)
      .ask(landingLoader as never, path, {}, sale.buyer)
      .catch((thrown: unknown) => thrown)) as Response
    expect(landing.headers.get('location')).toBe(`/${organization.slug}/${sale.post.slug}?bought=1`)
  })

  test('keeps the post from being deleted until it has ended', async () => {
    const sale = await atTheTill()
    const editor = {
      personId: creator.id,
      organizationId: organization.id,
      editsOthers: true,
      origin: { ipAddress: '203.0.113.1', userAgent: 'test' },
    } as const
    const remove = () => wiring.asActor(creator.actor, (tx) => deleteContent(tx, editor, sale.post.id))
    await expect(remove()).rejects.toMatchObject({ kind: 'conflict', reason: 'being_bought' })
    await controls.expire(sale.session)
    await settleSession(settleNeeds(), sale.session)
    await expect(remove()).resolves.toBeUndefined()
    await expect(startCheckout({ ...buyerNeeds(sale.buyer), contentId: sale.post.id })).rejects.toMatchObject(
      { kind: 'not_found' },
    )
  })
})

describe('what was bought', () => {
  test('is found by its buyer also when the organization has closed to the public', async () => {
    await controls.mode('drop')
    const own = await world.organization(creator, { name: 'Closing' })
    const buyer = await world.person('Carl')
    const post = await world.post(creator, own)
    const url = await startCheckout({ ...buyerNeeds(buyer), contentId: post.id })
    const session = url.slice(url.lastIndexOf('/') + 1)
    await controls.pay(session)
    await settleSession(settleNeeds(), session)
    await world.query('update app.organizations set is_public = false where id = $1', [own.id])
    const as = (person: Person) =>
      wiring.asActor(
        person.actor,
        async (tx) => ({
          page: await findPost(tx, own.slug, post.slug),
          shelf: (await listOwned(tx, person.id, { after: undefined, limit: 5 })).items,
        }),
        'read',
      )
    expect(await as(buyer)).toMatchObject({ page: { id: post.id }, shelf: [{ id: post.id }] })
    expect(await as(await world.person('Sam'))).toEqual({ page: undefined, shelf: [] })
  })

  test('is told to the seller without what was given back', async () => {
    const own = await world.organization(creator, { name: 'Partly' })
    await world.query(
      `insert into app.revenue_split_configurations (organization_id, model, platform_basis_points, organization_basis_points)
       values ($1, 'percentage', 1000, 2000)`,
      [own.id],
    )
    await controls.mode('drop')
    const buyer = await world.person('Carl')
    const post = await world.post(creator, own, { priceCents: 1000 })
    const url = await startCheckout({ ...buyerNeeds(buyer), contentId: post.id })
    const session = url.slice(url.lastIndexOf('/') + 1)
    await controls.pay(session)
    await settleSession(settleNeeds(), session)
    const sales = () => wiring.asActor(creator.actor, (tx) => listSales(tx, own.id), 'read')
    expect(await sales()).toMatchObject([
      { sold: 1, amountCents: 1000, organizationFeeCents: 180, creatorPayoutCents: 720 },
    ])
    await controls.refund(await chargeOf(session), 333)
    await settleSession(settleNeeds(), session)
    // 667 of 1000 stay: the platform has 66, the organization 120, the creator the rest.
    expect(await sales()).toMatchObject([
      { sold: 1, amountCents: 667, organizationFeeCents: 120, creatorPayoutCents: 481 },
    ])
  })
})

describe('settling', () => {
  test('is for the platform itself: a request that acts for a person can write and learn nothing', async () => {
    const { buyer, session } = await atTheTill()
    const [checkout] = await world.query<{ id: string }>(
      'select id from app.checkouts where customer_id = $1',
      [buyer.id],
    )
    const split = { configurationId: null, platformCents: 0, organizationCents: 0, creatorCents: 1200 }
    const facts = {
      sessionId: session,
      payment: 'paid',
      paymentIntentId: 'pi_forged',
      paidCents: 1200,
      currency: 'usd',
      refundedCents: 0,
      refundId: null,
      dispute: undefined,
    } as const
    const as = <T>(work: (tx: ActorTx) => Promise<T>) => wiring.asActor(buyer.actor, work)
    const denied = { cause: { code: '42501' } }
    await expect(as((tx) => writeSettlement(tx, checkout!.id, facts, split))).rejects.toMatchObject(denied)
    await expect(
      as((tx) => noteStripeEvent(tx, { id: 'evt_x', type: 'x', objectId: 'x' })),
    ).rejects.toMatchObject(denied)
    expect(await as((tx) => findCheckoutToSettle(tx, checkout!.id))).toBeUndefined()
    expect(await as((tx) => findSplitInForce(tx, organization.id))).toBeUndefined()
  })

  test('leaves alone what another program sells by the same Stripe account', async () => {
    const session = await wiring.needs.stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [
        { quantity: 1, price_data: { currency: 'usd', unit_amount: 500, product_data: { name: 'A mug' } } },
      ],
      metadata: { checkoutId: 'order 7' },
      success_url: 'http://localhost:1/thanks',
    })
    expect(await settleSession(settleNeeds(), session.id)).toMatchObject({ standing: 'not_ours' })
  })
})
