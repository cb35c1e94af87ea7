import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Stripe from 'stripe'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openSession, paidSession, startForTest, startReceiver, type Running } from './test-support.ts'

async function paidCharge(running: Running, more: object = {}): Promise<Stripe.Charge> {
  const session = await paidSession(running, more)
  const { data } = await running.stripe.charges.list({ payment_intent: String(session.payment_intent) })
  return data[0]!
}

async function balance({ stripe }: Running): Promise<number> {
  const { data } = await stripe.balanceTransactions.list({ limit: 100 })
  return data.reduce((sum, { net }) => sum + net, 0)
}

describe('refunds', () => {
  test('in parts add up to the whole, and no further', async () => {
    const running = await startForTest()
    const { stripe } = running
    const charge = await paidCharge(running)
    const intent = String(charge.payment_intent)
    const part = await stripe.refunds.create({
      payment_intent: intent,
      amount: 500,
      metadata: { why: 'half' },
    })
    expect(part).toMatchObject({
      amount: 500,
      status: 'succeeded',
      charge: charge.id,
      metadata: { why: 'half' },
    })
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ amount_refunded: 500, refunded: false })
    await expect(stripe.refunds.create({ charge: charge.id, amount: 701 })).rejects.toMatchObject({
      statusCode: 400,
      param: 'amount',
    })
    const rest = await stripe.refunds.create({ charge: charge.id })
    expect(rest.amount).toBe(700)
    expect(await stripe.charges.retrieve(charge.id, { expand: ['refunds'] })).toMatchObject({
      amount_refunded: 1200,
      refunded: true,
      refunds: { data: [{ id: rest.id }, { id: part.id }] },
    })
    await expect(stripe.refunds.create({ charge: charge.id })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    })
    expect((await stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(2)
    expect(await balance(running)).toBe(-65)
  })

  test('tell of themselves', async () => {
    const receiver = await startReceiver()
    const running = await startForTest({ webhookUrl: receiver.url })
    const charge = await paidCharge(running)
    await running.stripe.refunds.create({ charge: charge.id, amount: 200, reason: 'requested_by_customer' })
    await expect.poll(receiver.types).toEqual(expect.arrayContaining(['refund.created', 'charge.refunded']))
    const told = receiver.events.find(({ type }) => type === 'charge.refunded')
    expect(told?.data).toMatchObject({
      object: { amount_refunded: 200 },
      previous_attributes: { amount_refunded: 0 },
    })
  })

  test('need a payment that succeeded', async () => {
    const { stripe, control } = await startForTest()
    const { id } = await openSession(stripe)
    await control('POST', `/checkout/${id}/pay`, { method: 'bank' })
    const session = await stripe.checkout.sessions.retrieve(id)
    await expect(
      stripe.refunds.create({ payment_intent: String(session.payment_intent) }),
    ).rejects.toMatchObject({
      statusCode: 400,
    })
  })
})

describe('disputes', () => {
  test('that are won give the money back, but not the fee', async () => {
    const receiver = await startReceiver()
    const running = await startForTest({ webhookUrl: receiver.url })
    const { stripe, control } = running
    const charge = await paidCharge(running)
    const { dispute } = await control<{ dispute: Stripe.Dispute }>('POST', `/charges/${charge.id}/dispute`)
    expect(dispute).toMatchObject({ amount: 1200, status: 'needs_response', charge: charge.id })
    expect((await stripe.charges.retrieve(charge.id)).disputed).toBe(true)
    expect(await balance(running)).toBe(1135 - 1200 - 1500)
    await expect(stripe.refunds.create({ charge: charge.id })).rejects.toMatchObject({
      code: 'charge_disputed',
    })
    const answered = await stripe.disputes.update(dispute.id, { evidence: { product_description: 'A film' } })
    expect(answered).toMatchObject({ status: 'under_review', evidence: { product_description: 'A film' } })
    await control('POST', `/disputes/${dispute.id}/resolve`, { outcome: 'won' })
    expect(await balance(running)).toBe(1135 - 1500)
    await expect
      .poll(() =>
        receiver
          .types()
          .filter((type) => type.startsWith('charge.dispute'))
          .sort(),
      )
      .toEqual([
        'charge.dispute.closed',
        'charge.dispute.created',
        'charge.dispute.funds_reinstated',
        'charge.dispute.funds_withdrawn',
        'charge.dispute.updated',
      ])
  })

  test('that are lost keep the money away', async () => {
    const running = await startForTest()
    const { stripe, control } = running
    const charge = await paidCharge(running)
    await control('POST', `/charges/${charge.id}/dispute`, { reason: 'product_not_received' })
    const { data } = await stripe.disputes.list({ payment_intent: String(charge.payment_intent) })
    expect(data).toMatchObject([{ reason: 'product_not_received' }])
    expect(await stripe.disputes.close(data[0]!.id)).toMatchObject({ status: 'lost' })
    expect(await balance(running)).toBe(1135 - 1200 - 1500)
    await expect(control('POST', `/disputes/${data[0]!.id}/resolve`, { outcome: 'won' })).rejects.toThrow(
      'already lost',
    )
  })

  test('come by themselves with the card that disputes', async () => {
    const running = await startForTest()
    const charge = await paidCharge(running, { card: '4000 0000 0000 0259' })
    expect((await running.stripe.disputes.list({ charge: charge.id })).data).toMatchObject([
      { reason: 'fraudulent' },
    ])
  })

  test('are decided by the evidence that Stripe names for tests', async () => {
    const running = await startForTest()
    const charge = await paidCharge(running, { card: '4000000000000259' })
    const { data } = await running.stripe.disputes.list({ charge: charge.id })
    const evidence = { uncategorized_text: 'winning_evidence' }
    expect(await running.stripe.disputes.update(data[0]!.id, { evidence })).toMatchObject({ status: 'won' })
  })
})

describe('what is kept', () => {
  test('survives a restart: payments, keys of idempotency, deliveries that wait', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stripe-stand-in-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const dataFile = join(folder, 'deep', 'stripe.json')

    const before = await startForTest({ dataFile })
    const session = await paidSession(before)
    const open = await openSession(before.stripe)
    const made = await before.stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'one' })
    await before.close()
    expect(await readdir(join(folder, 'deep'))).toEqual(['stripe.json'])

    const receiver = await startReceiver()
    const after = await startForTest({ dataFile, webhookUrl: receiver.url })
    expect(await after.stripe.checkout.sessions.retrieve(session.id)).toEqual(session)
    expect((await after.stripe.checkout.sessions.retrieve(open.id)).url).toBe(`${after.url}/c/pay/${open.id}`)
    expect((await after.stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'one' })).id).toBe(made.id)
    await after.stripe.refunds.create({ payment_intent: String(session.payment_intent) })
    await expect
      .poll(receiver.types)
      .toEqual(expect.arrayContaining(['checkout.session.completed', 'charge.refunded']))
  })

  test('ends sessions whose time ran out meanwhile', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stripe-stand-in-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const dataFile = join(folder, 'stripe.json')
    const before = await startForTest({ dataFile })
    const { id, expires_at: expires } = await openSession(before.stripe)
    await before.close()
    await writeFile(dataFile, (await readFile(dataFile, 'utf8')).replaceAll(String(expires), '1700000000'))

    const receiver = await startReceiver()
    const after = await startForTest({ dataFile, webhookUrl: receiver.url })
    await expect.poll(receiver.types, { timeout: 3000 }).toEqual(['checkout.session.expired'])
    expect((await after.stripe.checkout.sessions.retrieve(id)).status).toBe('expired')
  })

  test('is gone after a reset', async () => {
    const running = await startForTest()
    await paidSession(running)
    await running.control('POST', '/reset')
    expect((await running.stripe.events.list()).data).toEqual([])
    expect(await running.control('GET', '/state')).toMatchObject({
      delivery: 'normal',
      counts: { sessions: 0 },
    })
  })
})
