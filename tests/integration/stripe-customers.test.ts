import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { listOwedCustomers } from '#domain/commerce/customer-queries.ts'
import { updateCustomerHandler } from '#domain/commerce/jobs/update-customer.handler.ts'
import { startCheckout } from '#domain/commerce/start-checkout.ts'
import type { Person } from '#tests/support/world.ts'
import { useTill } from '#tests/support/till.ts'

const till = useTill()
const { buyerNeeds } = till
const system = { kind: 'system', job: 'test' } as const

const customerOf = async (person: Person) =>
  (
    await till.world.query<{ id: string | null }>(
      'select stripe_customer_id as id from app.users where id = $1',
      [person.id],
    )
  )[0]!.id
const buy = async (person: Person) => {
  const post = await till.world.post(till.creator, till.organization)
  const url = await startCheckout({ ...buyerNeeds(person), contentId: post.id })
  return till.wiring.needs.stripe.checkout.sessions.retrieve(url.slice(url.lastIndexOf('/') + 1))
}
const updateOwed = async (person: Person) => {
  const handler = updateCustomerHandler({ ...till.wiring.needs, asActor: till.wiring.asWorker })
  await handler.run(
    { personId: person.id },
    { signal: new AbortController().signal, log: till.wiring.needs.log, jobId: 'x', attempt: 1 },
  )
}
const isOwed = async (person: Person) =>
  (await till.wiring.asWorker(system, (tx) => listOwedCustomers(tx, 1000))).includes(person.id)

describe('who was deleted at Stripe', () => {
  test('buys again as a new customer, as often as it happens', async () => {
    const buyer = await till.world.person('Carl')
    const customers = new Set<unknown>()
    for (let time = 0; time < 3; time += 1) {
      const { customer } = await buy(buyer)
      customers.add(customer)
      expect(await customerOf(buyer)).toBe(customer)
      await till.wiring.needs.stripe.customers.del(String(customer))
    }
    expect(customers.size).toBe(3)
  })

  test('buys again also when the answer about their first customer was lost and it is gone', async () => {
    const buyer = await till.world.person('Carl')
    const { customer } = await buy(buyer)
    await till.wiring.needs.stripe.customers.del(String(customer))
    await till.world.query('update app.users set stripe_customer_id = null where id = $1', [buyer.id])
    expect((await buy(buyer)).customer).not.toBe(customer)
  })

  test('buys the very post whose session was refused for it', async () => {
    const buyer = await till.world.person('Carl')
    const first = await buy(buyer)
    const post = await till.world.post(till.creator, till.organization)
    await till.wiring.needs.stripe.customers.del(String(first.customer))
    const ask = () => startCheckout({ ...buyerNeeds(buyer), contentId: post.id })
    expect(await ask()).toBe(await ask())
  })
})

describe('a changed address', () => {
  test('is told to Stripe by the next purchase', async () => {
    const buyer = await till.world.person('Carl')
    const { customer } = await buy(buyer)
    const renamed = { ...buyer, email: `new-${buyer.email}`, fullName: 'Carla' }
    await buy(renamed)
    expect(await till.wiring.needs.stripe.customers.retrieve(String(customer))).toMatchObject({
      email: renamed.email,
      name: 'Carla',
      metadata: { userId: buyer.id },
    })
  })

  test('is told to Stripe without any purchase', async () => {
    const buyer = await till.world.person('Carl')
    const { customer } = await buy(buyer)
    expect(await isOwed(buyer)).toBe(false)
    await till.world.query('update app.users set email = $2 where id = $1', [buyer.id, `new-${buyer.email}`])
    expect(await isOwed(buyer)).toBe(true)
    await updateOwed(buyer)
    expect(await till.wiring.needs.stripe.customers.retrieve(String(customer))).toMatchObject({
      email: `new-${buyer.email}`,
    })
    expect(await isOwed(buyer)).toBe(false)
  })

  test('of somebody whom Stripe has deleted is owed to nobody', async () => {
    const buyer = await till.world.person('Carl')
    const { customer } = await buy(buyer)
    await till.wiring.needs.stripe.customers.del(String(customer))
    await till.world.query('update app.users set email = $2 where id = $1', [buyer.id, `new-${buyer.email}`])
    await updateOwed(buyer)
    expect(await customerOf(buyer)).toBeNull()
    expect(await isOwed(buyer)).toBe(false)
  })
})

describe('after an answer of Stripe was lost', () => {
  const impatient = () => {
    const { hostname, port } = new URL(till.standIn.url)
    return new Stripe(till.wiring.env.STRIPE_SECRET_KEY, {
      ...{ host: hostname, port, protocol: 'http' as const },
      ...{ timeout: 300, maxNetworkRetries: 0 },
    })
  }

  test('the purchase goes on though the post was renamed meanwhile, and one session is left to pay', async () => {
    const buyer = await till.world.person('Carl')
    const post = await till.world.post(till.creator, till.organization)
    const lost = { path: '/v1/checkout/sessions', method: 'POST', kind: 'timeout_after_write' }
    await till.controls.failNext(lost)
    const ask = () => startCheckout({ ...buyerNeeds(buyer), stripe: impatient(), contentId: post.id })
    await expect(ask()).rejects.toThrow()
    await till.world.query("update app.content set title = 'Another name' where id = $1", [post.id])
    const url = await ask()
    expect(await ask()).toBe(url)
    await till.controls.pay(url.slice(url.lastIndexOf('/') + 1))
    await expect
      .poll(() => till.world.query('select status from app.purchases where customer_id = $1', [buyer.id]))
      .toEqual([{ status: 'completed' }])
  })

  test('the purchase goes on though the buyer was renamed meanwhile', async () => {
    const buyer = await till.world.person('Carl')
    const post = await till.world.post(till.creator, till.organization)
    await till.controls.failNext({ path: '/v1/customers', method: 'POST', kind: 'timeout_after_write' })
    const ask = (person: Person) =>
      startCheckout({ ...buyerNeeds(person), stripe: impatient(), contentId: post.id })
    await expect(ask(buyer)).rejects.toThrow()
    expect(await ask({ ...buyer, fullName: 'Carla' })).toContain('/c/pay/')
    const { data } = await till.wiring.needs.stripe.customers.list({ limit: 100 })
    expect(data.filter(({ metadata }) => metadata.userId === buyer.id)).toMatchObject([{ name: 'Carla' }])
  })
})

test('a price that Stripe does not charge is refused in words, not with an error of ours', async () => {
  const buyer = await till.world.person('Carl')
  const post = await till.world.post(till.creator, till.organization, { priceCents: 20 })
  await expect(startCheckout({ ...buyerNeeds(buyer), contentId: post.id })).rejects.toMatchObject({
    kind: 'conflict',
    reason: 'not_chargeable',
  })
})
