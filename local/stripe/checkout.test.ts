import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { openSession, paidSession, startForTest, startReceiver, type Running } from './test-support.ts'

function submit(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
}

const buyer = { email: 'buyer@shop.test', name: 'Ann Buyer', card: '4242 4242 4242 4242', action: 'pay' }

async function typesOf({ stripe }: Running): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 })
  return data.map(({ type }) => type).reverse()
}

describe('a session', () => {
  test('has a page, an amount and what the shop said of it', async () => {
    const { stripe, url } = await startForTest()
    const session = await openSession(stripe, {
      client_reference_id: 'order-1',
      metadata: { content: 'film' },
      line_items: [
        {
          quantity: 2,
          price_data: { currency: 'usd', unit_amount: 500, product_data: { name: 'A <b>film</b>' } },
        },
      ],
    })
    expect(session).toMatchObject({
      object: 'checkout.session',
      amount_total: 1000,
      currency: 'usd',
      client_reference_id: 'order-1',
      metadata: { content: 'film' },
      payment_status: 'unpaid',
      status: 'open',
      payment_intent: null,
      url: `${url}/c/pay/${session.id}`,
    })
    expect(session.id).toMatch(/^cs_test_\w{56}$/)
    const items = await stripe.checkout.sessions.listLineItems(session.id)
    expect(items.data).toMatchObject([
      { object: 'item', quantity: 2, amount_total: 1000, price: { unit_amount: 500 } },
    ])
    const page = await (await fetch(session.url!)).text()
    expect(page).toContain('A &lt;b&gt;film&lt;/b&gt;')
    expect(page).toContain('Pay $10.00')
    expect(page).toContain('Test mode — no money moves')
    expect(page).toContain('value="buyer@shop.test"')
  })

  test('sells a price made before', async () => {
    const { stripe } = await startForTest()
    const product = await stripe.products.create({ name: 'A film' })
    const price = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 700 })
    const session = await openSession(stripe, { line_items: [{ price: price.id, quantity: 1 }] })
    expect(session.amount_total).toBe(700)
    await expect(
      openSession(stripe, { line_items: [{ price: 'price_none', quantity: 1 }] }),
    ).rejects.toMatchObject({
      code: 'resource_missing',
      param: 'line_items[0][price]',
    })
  })

  test('is refused where it makes no sense', async () => {
    const { stripe } = await startForTest()
    const cents = {
      quantity: 1,
      price_data: { currency: 'usd', unit_amount: 20, product_data: { name: 'A' } },
    }
    await expect(openSession(stripe, { line_items: [cents] })).rejects.toMatchObject({
      code: 'amount_too_small',
    })
    await expect(openSession(stripe, { mode: 'subscription' })).rejects.toMatchObject({ param: 'mode' })
    await expect(
      openSession(stripe, { customer: 'cus_none', customer_email: 'a@b.test' }),
    ).rejects.toMatchObject({
      param: 'customer',
    })
    await expect(
      openSession(stripe, { expires_at: Math.floor(Date.now() / 1000) + 60 }),
    ).rejects.toMatchObject({
      param: 'expires_at',
    })
  })

  test('expires by the API, tells so, and takes no payment any more', async () => {
    const running = await startForTest()
    const { stripe, control } = running
    const { id, url } = await openSession(stripe)
    expect(await stripe.checkout.sessions.expire(id)).toMatchObject({ status: 'expired', url: null })
    await expect(stripe.checkout.sessions.expire(id)).rejects.toMatchObject({ statusCode: 400 })
    await expect(control('POST', `/checkout/${id}/pay`)).rejects.toThrow('expired')
    expect(await (await fetch(url!)).text()).toContain('This payment page has expired')
    expect((await submit(url!, buyer)).status).toBe(200)
    expect(await typesOf(running)).toEqual(['checkout.session.expired'])
  })
})

describe('paying by card', () => {
  test('completes the session and sends the browser back with its id', async () => {
    const running = await startForTest()
    const { stripe } = running
    const { id, url } = await openSession(stripe, { payment_intent_data: { metadata: { order: '7' } } })
    const answer = await submit(url!, buyer)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe(`https://shop.test/thanks?session=${id}`)
    const session = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent.latest_charge'] })
    expect(session).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer: null,
      customer_details: { email: 'buyer@shop.test', name: 'Ann Buyer' },
      payment_intent: {
        status: 'succeeded',
        amount_received: 1200,
        metadata: { order: '7' },
        latest_charge: { paid: true, captured: true, payment_method_details: { card: { last4: '4242' } } },
      },
    })
    expect(await typesOf(running)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ])
    const intent = session.payment_intent as Stripe.PaymentIntent
    expect((await stripe.checkout.sessions.list({ payment_intent: intent.id })).data).toMatchObject([{ id }])
  })

  test('twice by an impatient finger is one payment', async () => {
    const { stripe } = await startForTest()
    const { url } = await openSession(stripe)
    const answers = await Promise.all([submit(url!, buyer), submit(url!, buyer)])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect((await stripe.charges.list()).data).toHaveLength(1)
    expect(await (await fetch(url!)).text()).toContain('You have already paid')
  })

  test('that is declined says why, keeps what was typed, and can be tried again', async () => {
    const running = await startForTest()
    const { stripe } = running
    const { id, url } = await openSession(stripe)
    const declined = await submit(url!, { ...buyer, card: '4000000000000002' })
    expect(declined.status).toBe(200)
    const page = await declined.text()
    expect(page).toContain('Your card was declined.')
    expect(page).toContain('value="4000000000000002"')
    const failed = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] })
    expect(failed).toMatchObject({ status: 'open', payment_intent: { status: 'requires_payment_method' } })
    await submit(url!, buyer)
    expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe('paid')
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1)
    expect(await typesOf(running)).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ])
  })

  test('needs a card number and an e-mail address', async () => {
    const { stripe } = await startForTest()
    const { url } = await openSession(stripe)
    expect(await (await submit(url!, { ...buyer, card: '1234' })).text()).toContain('card number is invalid')
    expect(await (await submit(url!, { ...buyer, email: 'nobody' })).text()).toContain(
      'Enter an e-mail address',
    )
    expect((await stripe.charges.list()).data).toHaveLength(0)
  })

  test('makes a customer where the shop wants one', async () => {
    const { stripe, control } = await startForTest()
    const { id } = await openSession(stripe, { customer_creation: 'always' })
    await control('POST', `/checkout/${id}/pay`, { name: 'Ann Buyer' })
    const session = await stripe.checkout.sessions.retrieve(id, { expand: ['customer', 'payment_intent'] })
    expect(session.customer).toMatchObject({ email: 'buyer@shop.test', name: 'Ann Buyer' })
    expect(session.payment_intent).toMatchObject({ customer: (session.customer as Stripe.Customer).id })
  })

  test('asks for nothing where nothing is due', async () => {
    const { stripe } = await startForTest()
    const free = {
      quantity: 1,
      price_data: { currency: 'usd', unit_amount: 0, product_data: { name: 'A gift' } },
    }
    const { id, url } = await openSession(stripe, { line_items: [free] })
    await submit(url!, buyer)
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({
      payment_status: 'no_payment_required',
      payment_intent: null,
    })
  })
})

describe('paying from a bank account', () => {
  async function underWay() {
    const receiver = await startReceiver()
    const running = await startForTest({ webhookUrl: receiver.url })
    const { id, url } = await openSession(running.stripe)
    expect((await submit(url!, { ...buyer, action: 'bank' })).status).toBe(303)
    expect(
      await running.stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent.latest_charge'] }),
    ).toMatchObject({
      status: 'complete',
      payment_status: 'unpaid',
      payment_intent: {
        status: 'processing',
        latest_charge: { status: 'pending', balance_transaction: null },
      },
    })
    return { receiver, running, id }
  }

  test('completes unpaid, and is paid when the money arrives', async () => {
    const { receiver, running, id } = await underWay()
    await running.control('POST', `/checkout/${id}/async`, { result: 'succeeded' })
    await expect.poll(receiver.types).toContain('checkout.session.async_payment_succeeded')
    const completed = receiver.events.find(({ type }) => type === 'checkout.session.completed')
    expect(completed?.data.object).toMatchObject({ payment_status: 'unpaid' })
    expect(await running.stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] })).toMatchObject(
      {
        payment_status: 'paid',
        payment_intent: { status: 'succeeded', amount_received: 1200 },
      },
    )
    await expect(running.control('POST', `/checkout/${id}/async`, { result: 'failed' })).rejects.toThrow(
      'under way',
    )
  })

  test('can fail, and then nothing is owed', async () => {
    const { receiver, running, id } = await underWay()
    await running.control('POST', `/checkout/${id}/async`, { result: 'failed' })
    await expect.poll(receiver.types).toContain('checkout.session.async_payment_failed')
    const session = await running.stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] })
    expect(session).toMatchObject({
      payment_status: 'unpaid',
      payment_intent: { status: 'requires_payment_method' },
    })
    expect((await running.stripe.balanceTransactions.list()).data).toHaveLength(0)
    const page = await fetch(`${running.url}/c/pay/${id}`)
    expect(await page.text()).toContain('Your payment did not arrive')
    const intent = session.payment_intent as Stripe.PaymentIntent
    expect(await running.stripe.paymentIntents.cancel(intent.id)).toMatchObject({ status: 'canceled' })
  })
})

test('a payment that succeeded cannot be cancelled', async () => {
  const running = await startForTest()
  const { payment_intent: intent } = await paidSession(running)
  await expect(running.stripe.paymentIntents.cancel(String(intent))).rejects.toMatchObject({
    code: 'payment_intent_unexpected_state',
  })
})

test('the page for people lists what happened and shows nothing as markup', async () => {
  const running = await startForTest()
  await openSession(running.stripe, { client_reference_id: '"><script>alert(1)</script>' })
  const session = await paidSession(running)
  const page = await (await fetch(running.url)).text()
  expect(page).toContain('Checkout sessions')
  expect(page).toContain(session.id.slice(0, 20))
  expect(page).toContain('&lt;script&gt;alert')
  expect(page).not.toContain('<script>alert')
})

describe('an amount', () => {
  const priced = (currency: string, amount: number) => ({
    line_items: [
      { quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: 'A film' } } },
    ],
  })

  test.each([
    ['gbp', 29, 'amount_too_small'],
    ['huf', 17_499, 'amount_too_small'],
    ['jpy', 49, 'amount_too_small'],
    ['isk', 100_050, 'invalid_charge_amount'],
    ['ugx', 500_001, 'invalid_charge_amount'],
    ['kwd', 1255, 'invalid_charge_amount'],
    ['usd', 100_000_000, 'amount_too_large'],
  ])('that Stripe does not charge in %s (%i) is refused', async (currency, amount, code) => {
    const { stripe } = await startForTest()
    await expect(openSession(stripe, priced(currency, amount))).rejects.toMatchObject({ code })
  })

  test('can be another than the shop said, and is charged so', async () => {
    const { stripe, control } = await startForTest()
    const { id } = await openSession(stripe)
    await control('POST', `/checkout/${id}/reprice`, { amount: 1320 })
    await control('POST', `/checkout/${id}/pay`, {})
    const session = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent.latest_charge'] })
    expect(session).toMatchObject({
      amount_total: 1320,
      payment_status: 'paid',
      payment_intent: { amount: 1320, latest_charge: { amount: 1320 } },
    })
    await expect(control('POST', `/checkout/${id}/reprice`, { amount: 1 })).rejects.toThrow('complete')
  })
})

describe('a deleted customer', () => {
  test('cannot be changed or sell anything, and comes back to who asks under the key that made it', async () => {
    const { stripe } = await startForTest()
    const create = () => stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'ann' })
    const { id } = await create()
    await stripe.customers.del(id)
    expect((await create()).id).toBe(id)
    await expect(stripe.customers.update(id, { email: 'ann@shop.test' })).rejects.toMatchObject({
      code: 'resource_missing',
      statusCode: 404,
    })
    const sell = () =>
      stripe.checkout.sessions.create(
        {
          mode: 'payment',
          customer: id,
          line_items: [
            { quantity: 1, price_data: { currency: 'usd', unit_amount: 500, product_data: { name: 'A' } } },
          ],
          success_url: 'https://shop.test/thanks',
        },
        { idempotencyKey: 'sale' },
      )
    const refusal = { code: 'resource_missing', param: 'customer', statusCode: 400 }
    await expect(sell()).rejects.toMatchObject(refusal)
    await expect(sell()).rejects.toMatchObject(refusal)
  })
})

describe('events', () => {
  test('can be asked for during thirty days', async () => {
    const running = await startForTest()
    const { stripe, control } = running
    await paidSession(running)
    const { data } = await stripe.events.list({ types: ['checkout.session.completed'] })
    const { id, created } = data[0]!
    const day = 24 * 60 * 60
    await control('POST', `/events/${id}/age`, { seconds: 29 * day })
    const since = (days: number) => stripe.events.list({ created: { gte: created - days * day } })
    expect((await since(30)).data.map((event) => event.id)).toContain(id)
    expect((await since(28)).data.map((event) => event.id)).not.toContain(id)
    await control('POST', `/events/${id}/age`, { seconds: 2 * day })
    expect((await since(40)).data.map((event) => event.id)).not.toContain(id)
    await expect(stripe.events.retrieve(id)).rejects.toMatchObject({ code: 'resource_missing' })
  })
})
