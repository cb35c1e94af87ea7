import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { loader as paymentsLoader } from '#app/routes/platform.payments.tsx'
import { giveBack } from '#domain/commerce/give-back.ts'
import type { PaymentToLookAt } from '#domain/commerce/payment-problems.ts'
import { readPayment } from '#domain/commerce/read-payment.ts'
import { settleSession } from '#domain/commerce/settle-checkout.ts'
import { startCheckout } from '#domain/commerce/start-checkout.ts'
import { draftMail, renderMail } from '#domain/notice/compose-mail.tsx'
import { routesOf } from '#tests/support/ask.ts'
import { useTill, type Sale } from '#tests/support/till.ts'

const till = useTill()
const { buyerNeeds, settleNeeds, atTheTill, stateOf, chargeOf, eventOf } = till

const problemOf = async ({ session }: Sale): Promise<Record<string, unknown> | undefined> => {
  const [row] = await till.world.query(
    `select problem, paid_cents, currency, refunded_cents, refund_error, resolved_at is not null as resolved
     from app.payment_problems where stripe_session_id = $1`,
    [session],
  )
  return row as Record<string, unknown> | undefined
}

const checkoutOf = async ({ buyer }: Sale) => {
  const [row] = await till.world.query<{ id: string; status: string }>(
    'select id, status from app.checkouts where customer_id = $1 order by created_at limit 1',
    [buyer.id],
  )
  return row!
}

describe('a payment of another amount or currency than was asked', () => {
  test.each([
    ['more', { amount: 1320 }, { paid_cents: '1320', currency: 'usd' }],
    ['less', { amount: 600 }, { paid_cents: '600', currency: 'usd' }],
    ['of another currency', { currency: 'eur' }, { paid_cents: '1200', currency: 'eur' }],
    ['of more than a database’s integer holds', { amount: 3_000_000_000 }, { paid_cents: '3000000000' }],
  ])('(%s) opens nothing and is given back, and Stripe delivers it once', async (_what, wanted, kept) => {
    const sale = await atTheTill()
    await till.controls.reprice(sale.session, wanted)
    await till.controls.pay(sale.session)
    await expect
      .poll(() => problemOf(sale), { timeout: 15_000 })
      .toMatchObject({ problem: 'amount', ...kept, refund_error: null, resolved: true })
    const charge = await till.wiring.needs.stripe.charges.retrieve(await chargeOf(sale.session))
    expect(charge.refunded).toBe(true)
    expect(await stateOf(sale)).toMatchObject({ purchases: [], canWatch: false, mails: ['payment_returned'] })
    expect((await checkoutOf(sale)).status).toBe('mismatch')
    const { id } = await eventOf(sale.session, 'checkout.session.completed')
    const { attempts } = await till.controls.deliver(id, 3)
    expect(attempts.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await settleSession(settleNeeds(), sale.session)).toMatchObject({
      standing: 'mismatch',
      isNews: false,
    })
  })

  test('leaves the buyer free to buy it again', async () => {
    await till.controls.mode('drop')
    const sale = await atTheTill()
    await till.controls.reprice(sale.session, { amount: 1320 })
    await till.controls.pay(sale.session)
    await settleSession(settleNeeds(), sale.session)
    const url = await startCheckout({ ...buyerNeeds(sale.buyer), contentId: sale.post.id })
    const second = url.slice(url.lastIndexOf('/') + 1)
    await till.controls.pay(second)
    await settleSession(settleNeeds(), second)
    await settleSession(settleNeeds(), sale.session)
    expect(await stateOf(sale)).toMatchObject({ purchases: [{ status: 'completed' }], canWatch: true })
  })

  test('is told to the platform owner, by mail once an hour and on a page that is theirs alone', async () => {
    await till.controls.mode('drop')
    const owner = await till.world.person('Olga', 'platform_owner')
    const sales = [await atTheTill(), await atTheTill()]
    for (const sale of sales) {
      await till.controls.reprice(sale.session, { amount: 1320 })
      await till.controls.pay(sale.session)
      await settleSession(settleNeeds(), sale.session)
      await settleSession(settleNeeds(), sale.session)
    }
    const mails = await till.world.query<{ email_type: string; about: Record<string, string> }>(
      'select email_type, about from app.email_logs where user_id = $1',
      [owner.id],
    )
    expect(mails.map((mail) => mail.email_type)).toEqual(['payment_problem'])
    const { problems } = (await routesOf(till.wiring).ask(
      paymentsLoader as never,
      '/platform/payments',
      {},
      owner,
    )) as unknown as { problems: PaymentToLookAt[] }
    for (const sale of sales) {
      const { id } = await checkoutOf(sale)
      expect(problems.find(({ checkoutId }) => checkoutId === id)).toMatchObject({
        problem: 'amount',
        askedCents: 1200,
        paidCents: 1320,
        paidCurrency: 'usd',
      })
    }
    const audit = await till.world.query(
      'select action, detail from app.audit_events where subject_id = $1',
      [(await checkoutOf(sales[0]!)).id],
    )
    expect(audit).toEqual([{ action: 'purchase.mismatch', detail: { amountCents: 1320, currency: 'usd' } }])
    await expect(
      routesOf(till.wiring).ask(paymentsLoader as never, '/platform/payments', {}, sales[0]!.buyer),
    ).rejects.toMatchObject({ init: { status: 404 } })
  })

  test('is written about in words that name the post and what happens next', async () => {
    await till.controls.mode('drop')
    const owner = await till.world.person('Olga', 'platform_owner')
    const sale = await atTheTill()
    await till.controls.reprice(sale.session, { amount: 1320 })
    await till.controls.pay(sale.session)
    await settleSession(settleNeeds(), sale.session)
    const compose = async (userId: string, emailType: string) => {
      const [mail] = await till.world.query<{ id: string; about: Record<string, string> }>(
        'select id, about from app.email_logs where user_id = $1 and email_type = $2',
        [userId, emailType],
      )
      const promised = {
        id: mail!.id,
        about: mail!.about,
        userId,
        emailType,
        recipientEmail: '',
        attempts: 1,
      }
      return till.wiring.asWorker({ kind: 'system', job: 'test' }, async (tx) =>
        renderMail(await draftMail(tx, promised, { appUrl: 'http://localhost:1', secret: 'x' } as never)),
      )
    }
    const returned = await compose(sale.buyer.id, 'payment_returned')
    expect(returned.text).toContain('didn’t match its price')
    expect(returned.text).toContain('/purchases')
    const told = await compose(owner.id, 'payment_problem')
    expect(told.text).toMatch(/Asked: \$12\.00[\s\S]*Paid: \$13\.20/)
    expect(told.text).toContain('/platform/payments')
  })
})

describe('a payment by another session than the checkout’s', () => {
  const sessionOf = (checkoutId: string) =>
    till.wiring.needs.stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [
        { quantity: 1, price_data: { currency: 'usd', unit_amount: 1200, product_data: { name: 'A film' } } },
      ],
      metadata: { checkoutId },
      success_url: 'http://localhost:1/thanks',
    })

  test('is given back and told, and harms neither the checkout nor its purchase', async () => {
    const sale = await atTheTill()
    const { id: other } = await sessionOf((await checkoutOf(sale)).id)
    await till.controls.pay(sale.session)
    await expect.poll(async () => (await stateOf(sale)).canWatch).toBe(true)
    await till.controls.pay(other)
    await expect
      .poll(() => problemOf({ ...sale, session: other }), { timeout: 15_000 })
      .toMatchObject({ problem: 'session', refunded_cents: '1200', resolved: true })
    expect(await stateOf(sale)).toMatchObject({ canWatch: true, purchases: [{ status: 'completed' }] })
  })

  test('means nothing when it runs out unpaid', async () => {
    const sale = await atTheTill()
    const { id: other } = await sessionOf((await checkoutOf(sale)).id)
    await till.controls.expire(other)
    expect(await settleSession(settleNeeds(), other)).toMatchObject({ standing: 'not_ours', isNews: false })
    expect((await checkoutOf(sale)).status).toBe('open')
  })
})

test('a refund that Stripe refuses for good is kept with its reason, and stops no delivery', async () => {
  await till.controls.mode('drop')
  const sale = await atTheTill()
  await till.controls.pay(sale.session)
  const stripe = till.wiring.needs.stripe
  const before = (await readPayment(stripe, sale.session))!
  // Refunded by hand at Stripe after it was read.
  await till.controls.refund(await chargeOf(sale.session))
  await giveBack(settleNeeds(), { ...before, reason: 'duplicate' })
  expect(await problemOf(sale)).toMatchObject({
    problem: 'refund',
    refund_error: 'charge_already_refunded',
    resolved: false,
  })
  await settleSession(settleNeeds(), sale.session)
  expect(await problemOf(sale)).toMatchObject({ refunded_cents: '1200', resolved: true })
})

test('a bank that refuses is told to the buyer by mail, with the way to try again', async () => {
  const sale = await atTheTill()
  await till.controls.pay(sale.session, { method: 'bank' })
  await till.controls.bankAnswers(sale.session, 'failed')
  await expect.poll(async () => (await stateOf(sale)).mails, { timeout: 15_000 }).toEqual(['payment_failed'])
  const [mail] = await till.world.query<{ about: Record<string, string> }>(
    'select about from app.email_logs where user_id = $1',
    [sale.buyer.id],
  )
  const promised = {
    ...{ id: randomUUID(), about: mail!.about, userId: sale.buyer.id },
    ...{ emailType: 'payment_failed', recipientEmail: '', attempts: 1 },
  }
  const { text, subject } = await till.wiring.asWorker({ kind: 'system', job: 'test' }, async (tx) =>
    renderMail(await draftMail(tx, promised, { appUrl: 'http://localhost:1', secret: 'x' } as never)),
  )
  expect(subject).toContain('didn’t go through')
  expect(text).toContain(`/checkout/${sale.post.id}`)
})
