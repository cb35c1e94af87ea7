import { describe, expect, test } from 'vitest'
import { replayEventsHandler } from '#domain/commerce/jobs/replay-events.handler.ts'
import { settleCheckoutHandler } from '#domain/commerce/jobs/settle-checkout.handler.ts'
import { findReplayed, takeCheckoutsToCompare } from '#domain/commerce/settlement-queries.ts'
import { handleStripeEvent } from '#domain/commerce/handle-stripe-event.ts'
import { useTill, type Sale } from '#tests/support/till.ts'

const till = useTill()
const { atTheTill, stateOf, chargeOf, eventually, bought, settleNeeds } = till

const system = { kind: 'system', job: 'test' } as const
const day = 24 * 3600
const workerNeeds = () => ({ ...till.wiring.needs, asActor: till.wiring.asWorker })
const told = () => ({
  ...{ signal: new AbortController().signal, log: till.wiring.needs.log },
  ...{ jobId: 'x', attempt: 1 },
})
const replay = () => replayEventsHandler(workerNeeds()).run({}, told())
const replayed = () => till.wiring.asWorker(system, findReplayed)

/** A sale that is known, and then is refunded without anybody hearing of it. */
async function silentlyRefunded(): Promise<{ sale: Sale; event: string }> {
  await till.controls.mode('normal')
  const sale = await atTheTill()
  await till.controls.pay(sale.session)
  await eventually(sale, bought())
  await till.controls.mode('drop')
  const charge = await chargeOf(sale.session)
  await till.controls.refund(charge)
  const { data } = await till.wiring.needs.stripe.events.list({ limit: 100 })
  const ids = data.filter(
    (event) =>
      (event.data.object as { id: string; charge?: string }).id === charge ||
      (event.data.object as { charge?: string }).charge === charge,
  )
  const refunds = ids.filter(({ type }) => type.includes('refund'))
  return { sale, event: refunds.map(({ id }) => id).join() }
}
const age = async (events: string, seconds: number) => {
  for (const event of events.split(',')) await till.controls.age(event, seconds)
}
const refunded = { canWatch: false, purchases: [{ status: 'refunded' }] }

describe('a refund that nobody heard of', () => {
  test('is found however long ago it was, as far as Stripe remembers', async () => {
    const { sale, event } = await silentlyRefunded()
    await age(event, 20 * day)
    await replay()
    expect(await stateOf(sale)).toMatchObject(refunded)
  })

  test('is looked for from where the last look ended, and the last hour is always looked at again', async () => {
    await replay()
    const before = (await replayed())!
    expect(Date.now() - before.getTime()).toBeLessThan(3700_000)
    const { sale, event } = await silentlyRefunded()
    await age(event, 1800)
    await replay()
    expect(await stateOf(sale)).toMatchObject(refunded)
    expect((await replayed())!.getTime()).toBeGreaterThanOrEqual(before.getTime())
    const later = await silentlyRefunded()
    await age(later.event, 2 * day)
    await replay()
    expect(await stateOf(later.sale)).toMatchObject({ canWatch: true })
  })

  test('is found by the daily comparison when Stripe has forgotten its events', async () => {
    const { sale, event } = await silentlyRefunded()
    await age(event, 40 * day)
    await replay()
    expect(await stateOf(sale)).toMatchObject({ canWatch: true })
    const take = () => till.wiring.asWorker(system, (tx) => takeCheckoutsToCompare(tx, 100))
    const [checkout] = await till.world.query<{ id: string; hours: number }>(
      `select id, extract(epoch from compare_at - now())::float8 / 3600 as hours from app.checkouts where customer_id = $1`,
      [sale.buyer.id],
    )
    expect(checkout!.hours).toBeGreaterThan(23)
    expect(await take()).not.toContain(checkout!.id)
    await till.world.query(
      "update app.checkouts set compare_at = now() - interval '1 second' where id = $1",
      [checkout!.id],
    )
    expect(await take()).toContain(checkout!.id)
    expect(await take()).not.toContain(checkout!.id)
    await settleCheckoutHandler(workerNeeds()).run({ checkoutId: checkout!.id }, told())
    expect(await stateOf(sale)).toMatchObject(refunded)
  })
})

test('comparisons end when disputes cannot come any more', async () => {
  const sale = await atTheTill()
  await till.world.query(
    "update app.checkouts set created_at = now() - interval '121 days' where customer_id = $1",
    [sale.buyer.id],
  )
  await till.controls.pay(sale.session)
  await eventually(sale, bought())
  expect(
    await till.world.query('select compare_at from app.checkouts where customer_id = $1', [sale.buyer.id]),
  ).toEqual([{ compare_at: null }])
})

describe('an event that came and could not be worked on', () => {
  const fail = async (sale: Sale) => {
    await till.controls.pay(sale.session)
    const event = await till.eventOf(sale.session, 'checkout.session.completed')
    const dying = { ...settleNeeds(), stripe: undefined as never }
    await expect(handleStripeEvent(dying, event)).rejects.toThrow()
    await till.world.query(
      "update app.stripe_events set received_at = now() - interval '1 hour' where id = $1",
      [event.id],
    )
    return event.id
  }
  const processed = async (event: string) =>
    (
      await till.world.query<{ at: Date | null }>(
        'select processed_at as at from app.stripe_events where id = $1',
        [event],
      )
    )[0]!.at

  test('is tried again, also when the replay is past it', async () => {
    await till.controls.mode('drop')
    await replay()
    const sale = await atTheTill()
    const event = await fail(sale)
    await age(event, 5 * day)
    await replay()
    expect(await stateOf(sale)).toEqual(bought())
    expect(await processed(event)).toBeInstanceOf(Date)
  })

  test('is given up when Stripe has forgotten it', async () => {
    await till.controls.mode('drop')
    const sale = await atTheTill()
    const event = await fail(sale)
    await age(event, 31 * day)
    await replay()
    expect(await processed(event)).toBeInstanceOf(Date)
  })
})
