import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import type { ActorTx } from '#db/actor.ts'
import { loader as landingLoader } from '#app/routes/checkout.done.tsx'
import { deleteContent } from '#domain/catalog/delete-content.ts'
import { findPost } from '#domain/catalog/queries.ts'
import { listSales } from '#domain/commerce/queries.ts'
import { settleSession } from '#domain/commerce/settle-checkout.ts'
import {
  findCheckoutToSettle,
  findSplitInForce,
  noteStripeEvent,
  writeSettlement,
} from '#domain/commerce/settlement-queries.ts'
import { startCheckout } from '#domain/commerce/start-checkout.ts'
import { listOwned } from '#domain/playback/queries.ts'
import { routesOf } from '#tests/support/ask.ts'
import type { Person } from '#tests/support/world.ts'
import { useTill } from '#tests/support/till.ts'

const till = useTill()
const { buyerNeeds, settleNeeds, atTheTill, stateOf, chargeOf } = till

describe('buying', () => {
  test('asks the price of the post at that moment, whatever the browser says, and gives one session to many tabs', async () => {
    const buyer = await till.world.person('Carl')
    const post = await till.world.post(till.creator, till.organization, { priceCents: 2500 })
    const urls = await Promise.all(
      Array.from({ length: 6 }, () => startCheckout({ ...buyerNeeds(buyer), contentId: post.id })),
    )
    expect(new Set(urls).size).toBe(1)
    const session = await till.wiring.needs.stripe.checkout.sessions.retrieve(
      urls[0]!.slice(urls[0]!.lastIndexOf('/') + 1),
    )
    expect(session).toMatchObject({ amount_total: 2500, currency: 'usd' })
  })

  test('is refused for what one has, what is free, what is a draft and what does not exist', async () => {
    const buyer = await till.world.person('Carl')
    const owned = await till.world.post(till.creator, till.organization)
    await till.world.grant(buyer, owned)
    const free = await till.world.post(till.creator, till.organization, { priceCents: 0 })
    const draft = await till.world.post(till.creator, till.organization, { status: 'draft' })
    const ask = (contentId: string) => startCheckout({ ...buyerNeeds(buyer), contentId })
    await expect(ask(owned.id)).rejects.toMatchObject({ kind: 'conflict', reason: 'already_yours' })
    await expect(ask(free.id)).rejects.toMatchObject({ kind: 'conflict' })
    await expect(ask(draft.id)).rejects.toMatchObject({ kind: 'not_found' })
    await expect(ask('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({ kind: 'not_found' })
  })

  test('makes one session when the answer of Stripe was lost on the way', async () => {
    const buyer = await till.world.person('Carl')
    const post = await till.world.post(till.creator, till.organization)
    await till.controls.failNext({
      path: '/v1/checkout/sessions',
      method: 'POST',
      times: 1,
      kind: 'timeout_after_write',
    })
    const { hostname, port } = new URL(till.standIn.url)
    const impatient = new Stripe(till.wiring.env.STRIPE_SECRET_KEY, {
      host: hostname,
      port,
      protocol: 'http',
      timeout: 300,
      maxNetworkRetries: 0,
    })
    const ask = () => startCheckout({ ...buyerNeeds(buyer), stripe: impatient, contentId: post.id })
    await expect(ask()).rejects.toThrow()
    const url = await ask()
    const { data } = await till.wiring.needs.stripe.checkout.sessions.list({ limit: 100 })
    const [checkout] = await till.world.query<{ id: string }>(
      'select id from app.checkouts where customer_id = $1',
      [buyer.id],
    )
    const made = data.filter((session) => session.metadata?.checkoutId === checkout!.id)
    expect(made.map((session) => session.url)).toEqual([url])
  })

  test('the same post a second time is given back by itself, and the first purchase stays', async () => {
    await till.controls.mode('drop')
    const sale = await atTheTill()
    // A first checkout that was forgotten past its time, paid all the same.
    await till.world.query(
      "update app.checkouts set expires_at = now() - interval '1 minute' where customer_id = $1",
      [sale.buyer.id],
    )
    const url = await startCheckout({ ...buyerNeeds(sale.buyer), contentId: sale.post.id })
    const second = url.slice(url.lastIndexOf('/') + 1)
    expect(second).not.toBe(sale.session)
    await till.controls.pay(sale.session)
    await till.controls.pay(second)
    await Promise.all([settleSession(settleNeeds(), sale.session), settleSession(settleNeeds(), second)])
    const { purchases, canWatch } = await stateOf(sale)
    expect(purchases.map((purchase) => purchase.status).sort()).toEqual(['completed', 'refunded'])
    expect(canWatch).toBe(true)
    const charges = await Promise.all(
      [sale.session, second].map(async (id) => till.wiring.needs.stripe.charges.retrieve(await chargeOf(id))),
    )
    expect(charges.map((charge) => charge.amount_refunded).sort()).toEqual([0, 1200])
  })

  test('again what a lost dispute took away leaves the first purchase as it ended', async () => {
    await till.controls.mode('drop')
    const sale = await atTheTill()
    await till.controls.pay(sale.session)
    await settleSession(settleNeeds(), sale.session)
    const { dispute } = await till.controls.dispute(await chargeOf(sale.session))
    await till.controls.resolveDispute(dispute.id, 'lost')
    await settleSession(settleNeeds(), sale.session)
    const url = await startCheckout({ ...buyerNeeds(sale.buyer), contentId: sale.post.id })
    const second = url.slice(url.lastIndexOf('/') + 1)
    await till.controls.pay(second)
    await settleSession(settleNeeds(), second)
    expect(await settleSession(settleNeeds(), sale.session)).toMatchObject({ isNews: false })
    const rows = await till.world.query(
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
    const buyer = await till.world.person('Carl')
    const post = await till.world.post(till.creator, till.organization)
    const [stale] = await till.world.query<{ id: string }>(
      `insert into app.checkouts (customer_id, content_id, organization_id, creator_id, amount_cents, currency, expires_at)
       values ($1, $2, $3, $4, 1200, 'usd', now() + interval '20 minutes') returning id`,
      [buyer.id, post.id, till.organization.id, till.creator.id],
    )
    const url = await startCheckout({ ...buyerNeeds(buyer), contentId: post.id })
    const session = await till.wiring.needs.stripe.checkout.sessions.retrieve(
      url.slice(url.lastIndexOf('/') + 1),
    )
    expect(session.metadata?.checkoutId).not.toBe(stale!.id)
  })

  test('lands well though the post has left the storefront meanwhile', async () => {
    await till.controls.mode('drop')
    const sale = await atTheTill()
    await till.world.query("update app.content set status = 'archived' where id = $1", [sale.post.id])
    await till.controls.pay(sale.session)
    const path = `/checkout/done?session_id=${sale.session}`
    const landing = (await routesOf(till.wiring)
      .ask(landingLoader as never, path, {}, sale.buyer)
      .catch((thrown: unknown) => thrown)) as Response
    expect(landing.headers.get('location')).toBe(`/${till.organization.slug}/${sale.post.slug}?bought=1`)
  })

  test('keeps the post from being deleted until it has ended', async () => {
    const sale = await atTheTill()
    const editor = {
      personId: till.creator.id,
      organizationId: till.organization.id,
      editsOthers: true,
      origin: { ipAddress: '203.0.113.1', userAgent: 'test' },
    } as const
    const remove = () =>
      till.wiring.asActor(till.creator.actor, (tx) => deleteContent(tx, editor, sale.post.id))
    await expect(remove()).rejects.toMatchObject({ kind: 'conflict', reason: 'being_bought' })
    await till.controls.expire(sale.session)
    await settleSession(settleNeeds(), sale.session)
    await expect(remove()).resolves.toBeUndefined()
    await expect(startCheckout({ ...buyerNeeds(sale.buyer), contentId: sale.post.id })).rejects.toMatchObject(
      { kind: 'not_found' },
    )
  })
})

describe('what was bought', () => {
  test('is found by its buyer also when the organization has closed to the public', async () => {
    await till.controls.mode('drop')
    const own = await till.world.organization(till.creator, { name: 'Closing' })
    const buyer = await till.world.person('Carl')
    const post = await till.world.post(till.creator, own)
    const url = await startCheckout({ ...buyerNeeds(buyer), contentId: post.id })
    const session = url.slice(url.lastIndexOf('/') + 1)
    await till.controls.pay(session)
    await settleSession(settleNeeds(), session)
    await till.world.query('update app.organizations set is_public = false where id = $1', [own.id])
    const as = (person: Person) =>
      till.wiring.asActor(
        person.actor,
        async (tx) => ({
          page: await findPost(tx, own.slug, post.slug),
          shelf: (await listOwned(tx, person.id, { after: undefined, limit: 5 })).items,
        }),
        'read',
      )
    expect(await as(buyer)).toMatchObject({ page: { id: post.id }, shelf: [{ id: post.id }] })
    expect(await as(await till.world.person('Sam'))).toEqual({ page: undefined, shelf: [] })
  })

  test('is told to the seller without what was given back', async () => {
    const own = await till.world.organization(till.creator, { name: 'Partly' })
    await till.world.query(
      `insert into app.revenue_split_configurations (organization_id, model, platform_basis_points, organization_basis_points)
       values ($1, 'percentage', 1000, 2000)`,
      [own.id],
    )
    await till.controls.mode('drop')
    const buyer = await till.world.person('Carl')
    const post = await till.world.post(till.creator, own, { priceCents: 1000 })
    const url = await startCheckout({ ...buyerNeeds(buyer), contentId: post.id })
    const session = url.slice(url.lastIndexOf('/') + 1)
    await till.controls.pay(session)
    await settleSession(settleNeeds(), session)
    const sales = () => till.wiring.asActor(till.creator.actor, (tx) => listSales(tx, own.id), 'read')
    expect(await sales()).toMatchObject([
      { sold: 1, amountCents: 1000, organizationFeeCents: 180, creatorPayoutCents: 720 },
    ])
    await till.controls.refund(await chargeOf(session), 333)
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
    const [checkout] = await till.world.query<{ id: string }>(
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
    const as = <T>(work: (tx: ActorTx) => Promise<T>) => till.wiring.asActor(buyer.actor, work)
    const denied = { cause: { code: '42501' } }
    await expect(as((tx) => writeSettlement(tx, checkout!.id, facts, split))).rejects.toMatchObject(denied)
    await expect(
      as((tx) => noteStripeEvent(tx, { id: 'evt_x', type: 'x', objectId: 'x' })),
    ).rejects.toMatchObject(denied)
    expect(await as((tx) => findCheckoutToSettle(tx, checkout!.id))).toBeUndefined()
    expect(await as((tx) => findSplitInForce(tx, till.organization.id))).toBeUndefined()
  })

  test('leaves alone what another program sells by the same Stripe account', async () => {
    const session = await till.wiring.needs.stripe.checkout.sessions.create({
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
