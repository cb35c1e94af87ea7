import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { paidSession, secretKey, startForTest, startReceiver, webhookSecret } from './test-support.ts'
import type { Delivery } from './store.ts'
import { signatureHeader } from './webhooks.ts'

type Deliveries = { data: Delivery[] }

const ofPayment = [
  'charge.succeeded',
  'checkout.session.completed',
  'payment_intent.created',
  'payment_intent.succeeded',
]

async function running() {
  const receiver = await startReceiver()
  const standIn = await startForTest({ webhookUrl: receiver.url })
  return { receiver, ...standIn, standIn }
}

describe('delivery', () => {
  test('brings every event of a payment, signed so that the package accepts it', async () => {
    const { receiver, standIn } = await running()
    const session = await paidSession(standIn)
    await expect.poll(() => receiver.types().sort()).toEqual(ofPayment)
    const completed = receiver.events.find(({ type }) => type === 'checkout.session.completed')
    expect(completed).toMatchObject({
      object: 'event',
      api_version: '2026-10-28.endive',
      livemode: false,
      data: { object: { id: session.id, payment_status: 'paid' } },
    })
    const stored = await standIn.stripe.events.retrieve(completed!.id)
    expect(stored.pending_webhooks).toBe(0)
    const page = await standIn.stripe.events.list({ types: ['charge.*', 'checkout.session.completed'] })
    expect(page.data.map(({ type }) => type)).toEqual(['checkout.session.completed', 'charge.succeeded'])
  })

  test('is tried again after errors until it succeeds', async () => {
    const { receiver, standIn, stripe, control } = await running()
    receiver.answerWith(500, 503, 302)
    const customer = await stripe.customers.create({})
    await expect.poll(receiver.types).toEqual(['customer.created'])
    await expect
      .poll(async () => (await control<Deliveries>('GET', '/deliveries')).data)
      .toMatchObject([
        {
          state: 'delivered',
          attempts: [{ status: 500 }, { status: 503 }, { status: 302 }, { status: 200 }],
        },
      ])
    expect((await standIn.stripe.customers.retrieve(customer.id)).id).toBe(customer.id)
  })

  test('waits for an address', async () => {
    const receiver = await startReceiver()
    const { stripe, setWebhookUrl } = await startForTest()
    await stripe.customers.create({})
    setWebhookUrl(receiver.url)
    await expect.poll(receiver.types).toEqual(['customer.created'])
  })

  test('survives a receiver that is not there', async () => {
    const receiver = await startReceiver()
    await receiver.close()
    const { stripe, control } = await startForTest({ webhookUrl: receiver.url })
    await stripe.customers.create({})
    await expect
      .poll(async () => (await control<Deliveries>('GET', '/deliveries')).data[0])
      .toMatchObject({ state: 'pending', attempts: [{ status: null, error: expect.any(String) as string }] })
  })
})

describe('controls of delivery', () => {
  test('bring one event fifty times at once', async () => {
    const { receiver, standIn, stripe, control } = await running()
    await paidSession(standIn)
    await expect.poll(() => receiver.events).toHaveLength(4)
    const { data } = await stripe.events.list({ type: 'checkout.session.completed' })
    const answer = await control('POST', `/events/${data[0]!.id}/deliver?times=50`)
    expect(answer).toMatchObject({ delivered: 50 })
    expect(receiver.types().filter((type) => type === 'checkout.session.completed')).toHaveLength(51)
  })

  test('hold everything back and release it in the order that is asked for', async () => {
    const { receiver, standIn, stripe, control } = await running()
    await control('POST', '/mode', { delivery: 'hold' })
    await paidSession(standIn)
    const { data } = await stripe.events.list()
    expect((await control<Deliveries>('GET', '/deliveries?state=held')).data).toHaveLength(4)
    expect(receiver.events).toHaveLength(0)
    const [completed, succeeded] = data
    await control('POST', '/deliveries/release', { order: [completed!.id, succeeded!.id] })
    expect(receiver.types()).toEqual(['checkout.session.completed', 'payment_intent.succeeded'])
    await control('POST', '/deliveries/release', { order: 'reverse' })
    expect(receiver.types().slice(2)).toEqual(['charge.succeeded', 'payment_intent.created'])
  })

  test('resume brings what was held and then goes on as before', async () => {
    const { receiver, stripe, control } = await running()
    await control('POST', '/mode', { delivery: 'hold' })
    await stripe.customers.create({})
    await control('POST', '/resume')
    expect(receiver.types()).toEqual(['customer.created'])
    await stripe.products.create({ name: 'A film' })
    await expect.poll(receiver.types).toEqual(['customer.created', 'product.created'])
  })

  test('drop everything, though the event can be asked for and brought later', async () => {
    const { receiver, stripe, control } = await running()
    await control('POST', '/mode', { delivery: 'drop' })
    await stripe.customers.create({})
    const { data } = await stripe.events.list()
    expect((await control<Deliveries>('GET', '/deliveries')).data).toMatchObject([{ state: 'dropped' }])
    expect(receiver.events).toHaveLength(0)
    await control('POST', `/events/${data[0]!.id}/deliver`)
    expect(receiver.types()).toEqual(['customer.created'])
  })

  test('bring everything twice', async () => {
    const { receiver, stripe, control } = await running()
    await control('POST', '/mode', { delivery: 'twice' })
    await stripe.customers.create({})
    await expect.poll(receiver.types).toEqual(['customer.created', 'customer.created'])
    expect(new Set(receiver.events.map(({ id }) => id)).size).toBe(1)
  })
})

test('a signature over another body, with another secret or of long ago is not accepted', () => {
  const { webhooks } = new Stripe(secretKey)
  const now = Math.floor(Date.now() / 1000)
  const body = '{"id":"evt_1","object":"event"}'
  const accept = (payload: string, header: string) => () =>
    webhooks.constructEvent(payload, header, webhookSecret)
  expect(accept(body, signatureHeader(body, webhookSecret, now))).not.toThrow()
  expect(accept(`${body} `, signatureHeader(body, webhookSecret, now))).toThrow()
  expect(accept(body, signatureHeader(body, 'whsec_other', now))).toThrow()
  expect(accept(body, signatureHeader(body, webhookSecret, now - 3600))).toThrow('tolerance')
})
