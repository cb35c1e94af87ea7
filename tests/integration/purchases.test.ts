import { describe, expect, test } from 'vitest'
import { handleStripeEvent, openStripeEvent } from '#domain/commerce/handle-stripe-event.ts'
import { replayEventsHandler } from '#domain/commerce/jobs/replay-events.handler.ts'
import { settleCheckoutHandler } from '#domain/commerce/jobs/settle-checkout.handler.ts'
import { isPaymentPending } from '#domain/commerce/queries.ts'
import { settleSession } from '#domain/commerce/settle-checkout.ts'
import { startCheckout } from '#domain/commerce/start-checkout.ts'
import type { Person } from '#tests/support/world.ts'
import { useTill } from '#tests/support/till.ts'

const till = useTill()
const { buyerNeeds, settleNeeds, atTheTill, stateOf, bought, nothing, eventually, eventOf, chargeOf } = till

describe('a paid checkout', () => {
  test('ends in a purchase, access and one receipt when its webhook arrives', async () => {
    const sale = await atTheTill()
    expect(await stateOf(sale)).toEqual(nothing)
    await till.controls.pay(sale.session)
    await eventually(sale, bought())
  })

  test('is one purchase, one access and one mail when the same event is delivered 50 times at once', async () => {
    await till.controls.mode('drop')
    const sale = await atTheTill()
    await till.controls.pay(sale.session)
    const { attempts } = await till.controls.deliver(
      (await eventOf(sale.session, 'checkout.session.completed')).id,
      50,
    )
    expect(attempts.map((each) => each.status)).toEqual(Array(50).fill(200))
    expect(await stateOf(sale)).toEqual(bought())
  })

  test('is one purchase when webhook and landing page come at the same moment', async () => {
    await till.controls.mode('drop')
    const sale = await atTheTill()
    await till.controls.pay(sale.session)
    const { id } = await eventOf(sale.session, 'checkout.session.completed')
    const [, ...landings] = await Promise.all([
      till.controls.deliver(id, 5),
      ...Array.from({ length: 5 }, () => settleSession(settleNeeds(), sale.session)),
    ])
    expect(landings.filter((landing) => landing.isNews).length).toBeLessThanOrEqual(1)
    expect(await stateOf(sale)).toEqual(bought())
  })

  test('divides its money as the organization agreed, to the cent', async () => {
    await till.world.query(
      `insert into app.revenue_split_configurations (organization_id, model, platform_basis_points, platform_flat_fee_cents, organization_basis_points)
       values ($1, 'hybrid', 500, 50, 2000)`,
      [till.organization.id],
    )
    const sale = await atTheTill(1999)
    await till.controls.pay(sale.session)
    await eventually(sale, bought(1999))
    const [split] = await till.world.query(
      'select platform_fee_cents as platform, organization_fee_cents as organization, creator_payout_cents as creator from app.purchases where content_id = $1',
      [sale.post.id],
    )
    expect(split).toEqual({ platform: 149, organization: 370, creator: 1480 })
  })

  test('is completed by the retry when the handler died after its database write', async () => {
    await till.controls.mode('drop')
    const sale = await atTheTill()
    await till.controls.pay(sale.session)
    const event = await eventOf(sale.session, 'checkout.session.completed')
    const dying = {
      ...settleNeeds(),
      jobs: { ...till.wiring.needs.jobs, enqueue: () => Promise.reject(new Error('the process died here')) },
    }
    await expect(handleStripeEvent(dying, event)).rejects.toThrow('died')
    expect(await handleStripeEvent(settleNeeds(), event)).toBe('worked')
    expect(await handleStripeEvent(settleNeeds(), event)).toBe('seen')
    expect(await stateOf(sale)).toEqual(bought())
  })

  test('is found by the reconciler when every webhook is lost', async () => {
    await till.controls.mode('drop')
    const sale = await atTheTill()
    await till.controls.pay(sale.session)
    const [checkout] = await till.world.query<{ id: string }>(
      'select id from app.checkouts where customer_id = $1',
      [sale.buyer.id],
    )
    const handler = settleCheckoutHandler({ ...till.wiring.needs, asActor: till.wiring.asWorker })
    await handler.run(
      { checkoutId: checkout!.id },
      { signal: new AbortController().signal, log: till.wiring.needs.log, jobId: 'x', attempt: 1 },
    )
    expect(await stateOf(sale)).toEqual(bought())
    const said = await till.world.query('select action from app.audit_events where subject_id = $1', [
      checkout!.id,
    ])
    expect(said).toEqual([{ action: 'checkout.reconciled' }])
  })
})

describe('an asynchronous payment', () => {
  test('gives no access before the bank has answered, and gives it then', async () => {
    const sale = await atTheTill()
    await till.controls.pay(sale.session, { method: 'bank' })
    await expect
      .poll(() =>
        till.world.query('select status from app.checkouts where customer_id = $1', [sale.buyer.id]),
      )
      .toEqual([{ status: 'awaiting_payment' }])
    expect(await stateOf(sale)).toEqual(nothing)
    await expect(startCheckout({ ...buyerNeeds(sale.buyer), contentId: sale.post.id })).rejects.toMatchObject(
      { reason: 'payment_pending' },
    )
    await till.controls.bankAnswers(sale.session, 'succeeded')
    await eventually(sale, bought())
  })

  test('is known to its buyer alone, until the bank has answered', async () => {
    const sale = await atTheTill()
    const isPending = (person: Person) =>
      till.wiring.asActor(person.actor, (tx) => isPaymentPending(tx, sale.buyer.id, sale.post.id), 'read')
    expect(await isPending(sale.buyer)).toBe(false)
    await till.controls.pay(sale.session, { method: 'bank' })
    await expect.poll(() => isPending(sale.buyer)).toBe(true)
    expect(await isPending(await till.world.person('Dora'))).toBe(false)
    await till.controls.bankAnswers(sale.session, 'succeeded')
    await expect.poll(() => isPending(sale.buyer)).toBe(false)
  })

  test('that fails releases the post for another try', async () => {
    const sale = await atTheTill()
    await till.controls.pay(sale.session, { method: 'bank' })
    await till.controls.bankAnswers(sale.session, 'failed')
    await expect
      .poll(() =>
        till.world.query('select status from app.checkouts where customer_id = $1', [sale.buyer.id]),
      )
      .toEqual([{ status: 'failed' }])
    expect(await stateOf(sale)).toEqual({ ...nothing, mails: ['payment_failed'] })
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
    await till.controls.mode('drop')
    const kinds = [
      'checkout.session.completed',
      'checkout.session.async_payment_succeeded',
      'charge.refunded',
      'charge.dispute.created',
    ]
    for (const order of permutations(kinds)) {
      const sale = await atTheTill()
      await till.controls.pay(sale.session, { method: 'bank' })
      await till.controls.bankAnswers(sale.session, 'succeeded')
      const charge = await chargeOf(sale.session)
      await till.controls.refund(charge, 300)
      await till.controls.dispute(charge)
      const { data } = await till.wiring.needs.stripe.events.list({ limit: 100 })
      const intent = (await till.wiring.needs.stripe.charges.retrieve(charge)).payment_intent
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
    await till.controls.pay(sale.session)
    await eventually(sale, bought())
    await till.controls.refund(await chargeOf(sale.session))
    await eventually(sale, {
      canWatch: false,
      reason: 'not_authorized',
      mails: ['purchase_receipt', 'purchase_refunded'],
    })
    expect((await stateOf(sale)).purchases).toMatchObject([{ status: 'refunded', refund_amount_cents: 1200 }])
  })

  test('keeps access when it is a part', async () => {
    const sale = await atTheTill()
    await till.controls.pay(sale.session)
    await eventually(sale, bought())
    await till.controls.refund(await chargeOf(sale.session), 500)
    await eventually(sale, { canWatch: true, purchases: [{ status: 'completed', refund_amount_cents: 500 }] })
  })

  test('by a lost dispute takes access away, by a won one does not', async () => {
    for (const [outcome, canWatch] of [
      ['lost', false],
      ['won', true],
    ] as const) {
      const sale = await atTheTill()
      await till.controls.pay(sale.session)
      await eventually(sale, bought())
      const { dispute } = await till.controls.dispute(await chargeOf(sale.session))
      await eventually(sale, { canWatch: true, purchases: [{ dispute_status: 'open' }] })
      await till.controls.resolveDispute(dispute.id, outcome)
      await eventually(sale, { canWatch, purchases: [{ dispute_status: outcome }] })
    }
  })

  test('is found when its webhook never came', async () => {
    const sale = await atTheTill()
    await till.controls.pay(sale.session)
    await eventually(sale, bought())
    await till.controls.mode('drop')
    await till.controls.refund(await chargeOf(sale.session))
    const handler = replayEventsHandler({ ...till.wiring.needs, asActor: till.wiring.asWorker })
    await handler.run(
      {},
      { signal: new AbortController().signal, log: till.wiring.needs.log, jobId: 'x', attempt: 1 },
    )
    expect(await stateOf(sale)).toMatchObject({ canWatch: false, purchases: [{ status: 'refunded' }] })
  })
})

describe('a delivery that Stripe did not make', () => {
  const { stripe, secret } = {
    stripe: () => till.wiring.needs.stripe,
    secret: () => till.wiring.env.STRIPE_WEBHOOK_SECRET,
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
    expect(await till.world.query("select * from app.stripe_events where id = 'evt_forged'")).toEqual([])
  })
})
