import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { clientOf, openSession, paidSession, secretKey, startForTest } from './test-support.ts'

describe('authorization', () => {
  test('a wrong or missing key is refused as Stripe refuses it', async () => {
    const { url } = await startForTest()
    const { hostname, port } = new URL(url)
    const wrong = new Stripe('sk_test_wrong', { host: hostname, port, protocol: 'http' })
    await expect(wrong.customers.list()).rejects.toBeInstanceOf(Stripe.errors.StripeAuthenticationError)
    const missing = await fetch(`${url}/v1/customers`)
    expect(missing.status).toBe(401)
    expect(await missing.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
  })
})

describe('parameters', () => {
  test('an unknown parameter is named, however deep it is', async () => {
    const { stripe } = await startForTest()
    await expect(stripe.customers.create({ colour: 'red' } as object)).rejects.toMatchObject({
      statusCode: 400,
      code: 'parameter_unknown',
      param: 'colour',
    })
    const deep = {
      quantity: 1,
      price_data: { currency: 'usd', unit_amount: 900, product_data: { name: 'A', size: 3 } },
    }
    await expect(openSession(stripe, { line_items: [deep] })).rejects.toMatchObject({
      code: 'parameter_unknown',
      param: 'line_items[0][price_data][product_data][size]',
    })
  })

  test('a missing parameter is named', async () => {
    const { stripe } = await startForTest()
    await expect(stripe.products.create({} as Stripe.ProductCreateParams)).rejects.toMatchObject({
      statusCode: 400,
      code: 'parameter_missing',
      param: 'name',
    })
    await expect(stripe.refunds.create({})).rejects.toMatchObject({
      code: 'parameter_missing',
      param: 'payment_intent',
    })
  })

  test('a value of the wrong shape is named', async () => {
    const { stripe } = await startForTest()
    await expect(stripe.customers.list({ limit: 1000 })).rejects.toMatchObject({
      statusCode: 400,
      param: 'limit',
    })
    await expect(openSession(stripe, { success_url: 'javascript:alert(1)' })).rejects.toMatchObject({
      param: 'success_url',
    })
  })

  test('metadata is merged, and an empty value removes its key', async () => {
    const { stripe } = await startForTest()
    const { id } = await stripe.customers.create({ email: 'a@b.test', metadata: { one: '1', two: '2' } })
    const changed = await stripe.customers.update(id, { metadata: { two: '', three: '3' } })
    expect(changed.metadata).toEqual({ one: '1', three: '3' })
    expect((await stripe.customers.update(id, { metadata: '' })).metadata).toEqual({})
  })

  test('an amount as decimal reaches the package as one', async () => {
    const { stripe } = await startForTest()
    const price = await stripe.prices.create({
      currency: 'eur',
      unit_amount: 999,
      product_data: { name: 'A film' },
    })
    expect(String(price.unit_amount_decimal)).toBe('999')
    expect(await stripe.prices.retrieve(price.id, { expand: ['product'] })).toMatchObject({
      product: { name: 'A film' },
    })
  })
})

describe('addresses', () => {
  test('an unknown path is a 404 in the shape of Stripe', async () => {
    const { stripe } = await startForTest()
    await expect(stripe.rawRequest('GET', '/v1/spaceships')).rejects.toMatchObject({
      statusCode: 404,
      rawType: 'invalid_request_error',
    })
  })

  test('an unknown object is a 404 with its id', async () => {
    const { stripe } = await startForTest()
    await expect(stripe.charges.retrieve('ch_none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    })
  })

  test('every answer says its request id', async () => {
    const { stripe } = await startForTest()
    const customer = await stripe.customers.create({})
    expect(customer.lastResponse.requestId).toMatch(/^req_/)
    expect(customer.lastResponse.apiVersion).toBe('2026-10-28.endive')
  })
})

describe('idempotency', () => {
  test('the same key and parameters give the first answer again', async () => {
    const { stripe } = await startForTest()
    const first = await stripe.customers.create({ email: 'a@b.test' }, { idempotencyKey: 'one' })
    const again = await stripe.customers.create({ email: 'a@b.test' }, { idempotencyKey: 'one' })
    expect(again.id).toBe(first.id)
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect((await stripe.customers.list()).data).toHaveLength(1)
  })

  test('the same key with other parameters is refused', async () => {
    const { stripe } = await startForTest()
    await stripe.customers.create({ email: 'a@b.test' }, { idempotencyKey: 'one' })
    await expect(
      stripe.customers.create({ email: 'c@d.test' }, { idempotencyKey: 'one' }),
    ).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
  })

  test('twenty calls at once with one key make one object', async () => {
    const { stripe } = await startForTest()
    const made = await Promise.all(
      Array.from({ length: 20 }, () => stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'one' })),
    )
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect((await stripe.customers.list()).data).toHaveLength(1)
  })

  test('a request that was badly formed does not use up its key', async () => {
    const { stripe } = await startForTest()
    const bad = stripe.customers.create({ colour: 'red' } as object, { idempotencyKey: 'one' })
    await expect(bad).rejects.toMatchObject({ code: 'parameter_unknown' })
    expect(await stripe.customers.create({ name: 'Ann' }, { idempotencyKey: 'one' })).toMatchObject({
      name: 'Ann',
    })
  })
})

describe('expand', () => {
  test('ids become objects, through lists and several levels', async () => {
    const running = await startForTest()
    const { stripe } = running
    const { id, payment_intent: intent } = await paidSession(running)
    expect(typeof intent).toBe('string')
    const session = await stripe.checkout.sessions.retrieve(id, {
      expand: ['line_items.data.price.product', 'payment_intent.latest_charge.balance_transaction'],
    })
    expect(session).toMatchObject({
      line_items: { object: 'list', data: [{ price: { product: { name: 'A film' } } }] },
      payment_intent: { latest_charge: { balance_transaction: { amount: 1200, fee: 65, net: 1135 } } },
    })
    const page = await stripe.charges.list({ expand: ['data.payment_intent', 'data.refunds'] })
    expect(page.data[0]).toMatchObject({ payment_intent: { id: intent }, refunds: { data: [] } })
  })

  test('what cannot be expanded is refused', async () => {
    const { stripe } = await startForTest()
    const { id } = await openSession(stripe)
    for (const path of ['mode', 'nothing', 'metadata.film']) {
      await expect(stripe.checkout.sessions.retrieve(id, { expand: [path] })).rejects.toMatchObject({
        param: 'expand',
      })
    }
  })
})

describe('lists', () => {
  test('cursors walk forwards and backwards, newest first', async () => {
    const { stripe } = await startForTest()
    for (let at = 0; at < 7; at++) await stripe.customers.create({ name: `Customer ${at}` })
    const first = await stripe.customers.list({ limit: 3 })
    expect(first.data.map(({ name }) => name)).toEqual(['Customer 6', 'Customer 5', 'Customer 4'])
    expect(first.has_more).toBe(true)
    const last = await stripe.customers.list({ limit: 5, starting_after: first.data[2]!.id })
    expect(last.data).toHaveLength(4)
    expect(last.has_more).toBe(false)
    const back = await stripe.customers.list({ limit: 2, ending_before: last.data[0]!.id })
    expect(back.data.map(({ name }) => name)).toEqual(['Customer 5', 'Customer 4'])
    expect(back.has_more).toBe(true)
    const all = await stripe.customers.list({ limit: 2 }).autoPagingToArray({ limit: 100 })
    expect(all).toHaveLength(7)
  })

  test('a cursor that names nothing is refused, and filters by time hold', async () => {
    const { stripe } = await startForTest()
    const { created } = await stripe.customers.create({})
    await expect(stripe.customers.list({ starting_after: 'cus_none' })).rejects.toMatchObject({
      param: 'starting_after',
    })
    expect((await stripe.customers.list({ created: { gte: created } })).data).toHaveLength(1)
    expect((await stripe.customers.list({ created: { gt: created } })).data).toHaveLength(0)
  })
})

describe('trouble on request', () => {
  test('a time-out after the write leaves one object, and the retry with its key finds it', async () => {
    const running = await startForTest()
    await running.control('POST', '/fail', { path: '/v1/checkout/sessions', kind: 'timeout_after_write' })
    const impatient = clientOf(running.url, { timeout: 150, maxNetworkRetries: 2 })
    const session = await openSession(impatient)
    expect(session.status).toBe('open')
    expect((await running.stripe.checkout.sessions.list()).data).toHaveLength(1)
    const { data } = await running.control<{ data: { idempotency_key: string; status: number | null }[] }>(
      'GET',
      '/calls?path=/v1/checkout/sessions',
    )
    expect(data.map(({ status }) => status).slice(0, 2)).toEqual([null, 200])
    expect(data[0]?.idempotency_key).toBe(data[1]?.idempotency_key)
  })

  test('a time-out before the write leaves nothing', async () => {
    const running = await startForTest()
    await running.control('POST', '/fail', { path: '/v1/refunds*', kind: 'timeout_before_write' })
    const { payment_intent: intent } = await paidSession(running)
    const impatient = clientOf(running.url, { timeout: 150 })
    await expect(impatient.refunds.create({ payment_intent: String(intent) })).rejects.toBeInstanceOf(
      Stripe.errors.StripeConnectionError,
    )
    expect((await running.stripe.refunds.list()).data).toHaveLength(0)
  })

  test('errors come as often as they were ordered', async () => {
    const { stripe, control } = await startForTest()
    await control('POST', '/fail', { path: '/v1/customers', kind: 500, times: 1 })
    await control('POST', '/fail', { path: '/v1/customers', kind: '429', times: 1 })
    await expect(stripe.customers.list()).rejects.toBeInstanceOf(Stripe.errors.StripeAPIError)
    await expect(stripe.customers.list()).rejects.toBeInstanceOf(Stripe.errors.StripeRateLimitError)
    expect((await stripe.customers.list()).data).toEqual([])
  })
})

describe('requests of any shape', () => {
  test('are answered with a 4xx and break nothing', async () => {
    const { url, stripe } = await startForTest()
    const headers = {
      authorization: `Bearer ${secretKey}`,
      'content-type': 'application/x-www-form-urlencoded',
    }
    const bodies = [
      'a[b]=1&a=2',
      'a=1&a[b]=2',
      '[]=1',
      'metadata[__proto__][x]=1',
      'a'.repeat(1_500_000),
      `metadata${'[a]'.repeat(50)}=1`,
      'line_items=1&mode=payment&success_url=https://a.test',
      'expand[a][b]=1&email=a@b.test',
      '%E0%A4%A&x',
      'email[]=a&email[]=b',
      Array.from({ length: 3000 }, (_, at) => `k${at}=1`).join('&'),
    ]
    for (const path of ['customers', 'checkout/sessions', 'refunds', 'prices', 'products']) {
      for (const body of bodies) {
        const answer = await fetch(`${url}/v1/${path}`, { method: 'POST', headers, body })
        expect([answer.status, body.slice(0, 30)]).toEqual([
          expect.toSatisfy((s: number) => s >= 400 && s < 500),
          body.slice(0, 30),
        ])
        expect(await answer.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
      }
    }
    const jsonBody = await fetch(`${url}/v1/customers`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"email":"a@b.test"}',
    })
    expect(jsonBody.status).toBe(400)
    expect((await fetch(`${url}/v1/charges/%E0%A4%A`, { headers })).status).toBe(400)
    expect((await fetch(`${url}/_control/mode`, { method: 'POST', body: '[1' })).status).toBe(400)
    expect(
      (await fetch(`${url}/_control/mode`, { method: 'POST', body: '{"delivery":"never"}' })).status,
    ).toBe(400)
    expect(
      (await fetch(`${url}/_control/mode`, { method: 'POST', headers: { origin: 'https://evil.test' } }))
        .status,
    ).toBe(403)
    expect((await stripe.customers.list()).data).toEqual([])
  })
})

test('no form, however odd, is answered with a fault of the server', async () => {
  const { url } = await startForTest()
  const headers = {
    authorization: `Bearer ${secretKey}`,
    'content-type': 'application/x-www-form-urlencoded',
  }
  const { rooms } = await import('./rooms/index.ts')
  const routes = rooms.flatMap((room) => room.routes)
  const word = fc.constantFrom(
    '',
    '0',
    '1',
    'data',
    'price',
    'price_data',
    'metadata',
    'amount',
    'currency',
    'constructor',
  )
  const first = fc.constantFrom(
    'line_items',
    'metadata',
    'expand',
    'amount',
    'limit',
    'created',
    'email',
    'mode',
    'evidence',
  )
  const name = fc
    .tuple(first, fc.array(word, { maxLength: 4 }))
    .map(([a, rest]) => a + rest.map((key) => `[${key}]`).join(''))
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom('', '-1', '1e99', '99999999999999999999', 'usd', 'payment', 'true', '{}'),
  )
  const form = fc
    .array(fc.tuple(name, value), { maxLength: 8 })
    .map((pairs) => new URLSearchParams(pairs).toString())
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), form, async ({ method, path }, body) => {
      const address = `${url}${path.replace(':id', 'x')}${method === 'POST' ? '' : `?${body}`}`
      const answer = await fetch(address, { method, headers, ...(method === 'POST' ? { body } : {}) })
      expect(answer.status).toBeLessThan(500)
      await answer.json()
    }),
    { numRuns: 400 },
  )
})

test('every room is a file that the index lists', async () => {
  const { rooms } = await import('./rooms/index.ts')
  const files = readdirSync(new URL('./rooms', import.meta.url)).filter(
    (file) => !['index.ts', 'checkout-params.ts'].includes(file),
  )
  expect(rooms).toHaveLength(files.length)
})
