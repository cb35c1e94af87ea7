import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendMailHandler } from '#domain/notice/jobs/send-mail.handler.ts'
import { mailKinds } from '#domain/notice/mail-kinds.ts'
import { listOwedMails } from '#domain/notice/queries.ts'
import type { JobContext } from '#platform/jobs.ts'
import { createMailer, type Mail, type Mailer } from '#platform/mail.ts'
import { renderExamples } from '#local/mail-examples.tsx'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type Post, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let customer: Person
let organization: Organization
let post: Post
beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  const creator = await world.person('Maya', 'creator')
  customer = await world.person('Carl')
  organization = await world.organization(creator, { name: 'Stillwater' })
  post = await world.post(creator, organization, { title: 'Slow mornings', priceCents: 1950 })
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

async function promise(type: string, about: Record<string, string> = {}): Promise<string> {
  const [row] = await world.query<{ id: string }>(
    'insert into app.email_logs (recipient_email, user_id, email_type, about, dedupe_key) values ($1, $2, $3, $4, $5) returning id',
    [customer.email, customer.id, type, about, randomUUID()],
  )
  return row!.id
}

async function buy(): Promise<string> {
  const [checkout] = await world.query<{ id: string }>(
    `insert into app.checkouts (customer_id, content_id, organization_id, creator_id, amount_cents, currency, status, expires_at)
     select $1, c.id, c.organization_id, c.creator_id, 1950, 'eur', 'completed', now() from app.content c where c.id = $2 returning id`,
    [customer.id, post.id],
  )
  const [purchase] = await world.query<{ id: string }>(
    `insert into app.purchases (customer_id, content_id, organization_id, creator_id, checkout_id, amount_paid_cents, currency,
       stripe_payment_intent_id, creator_payout_cents, status, purchased_at)
     select $1, c.id, c.organization_id, c.creator_id, $3, 1950, 'eur', 'pi_1', 1950, 'completed', '2026-11-03T10:00:00Z'
     from app.content c where c.id = $2 returning id`,
    [customer.id, post.id, checkout!.id],
  )
  return purchase!.id
}

/** Runs the job as a worker would, and answers the mails that left. */
async function send(emailId: string, mailer: Mailer = wiring.needs.mailer): Promise<Mail[]> {
  const left: Mail[] = []
  const watched: Mailer = {
    close: () => {},
    send: async (mail) => {
      const answer = await mailer.send(mail)
      left.push(mail)
      return answer
    },
  }
  const needs = { ...wiring.needs, mailer: watched, asActor: wiring.asWorker }
  const context: JobContext = {
    signal: AbortSignal.timeout(30_000),
    log: wiring.needs.log,
    jobId: 'test',
    attempt: 1,
  }
  await sendMailHandler(needs).run({ emailId }, context)
  return left
}

const rowOf = async (id: string) =>
  (
    await world.query<{
      status: string
      attempts: number
      subject: string | null
      error_message: string | null
    }>('select * from app.email_logs where id = $1', [id])
  )[0]!
const owed = () => wiring.asWorker({ kind: 'system', job: 'test' }, (tx) => listOwedMails(tx, 100))

test('a receipt says what was bought, from whom, for how much and when, and leads to it', async () => {
  const purchaseId = await buy()
  const emailId = await promise('purchase_receipt', { purchaseId })
  const [mail] = await send(emailId)
  expect(mail).toMatchObject({
    to: customer.email,
    subject: 'Your receipt for Slow mornings',
    messageId: `<${emailId}@codex>`,
  })
  for (const written of [mail!.html, mail!.text])
    for (const fact of [
      'Slow mornings',
      'Stillwater',
      '€19.50',
      '3 November 2026',
      'Carl',
      purchaseId.slice(0, 8).toUpperCase(),
      `${wiring.env.APP_URL}/${organization.slug}/${post.slug}`,
    ])
      expect(written).toContain(fact)
  expect(await rowOf(emailId)).toMatchObject({ status: 'sent', attempts: 1, subject: mail!.subject })
})

test.each([
  ['second_factor_added', 'passkey', 'A second factor was added', 'a passkey was added'],
  ['second_factor_removed', 'totp', 'A second factor was removed', 'an authenticator app was removed'],
  ['recovery_code_used', 'recovery_code', 'A recovery code of yours was used', 'one of your recovery codes'],
])('a change of how one signs in is told: %s', async (type, factor, subject, words) => {
  const [mail] = await send(await promise(type, { factor }))
  expect(mail?.subject).toContain(subject)
  for (const written of [mail!.html, mail!.text]) {
    expect(written.replaceAll(/<!-- -->|\s+/g, ' ')).toContain(words)
    expect(written).toContain(`${wiring.env.APP_URL}/account/security`)
  }
})

test('a mail that was sent is not sent again', async () => {
  const emailId = await promise('welcome')
  expect(await send(emailId)).toHaveLength(1)
  expect(await send(emailId)).toHaveLength(0)
})

test('two workers at the same mail send it once', async () => {
  const emailId = await promise('welcome')
  const left = await Promise.all([send(emailId), send(emailId), send(emailId)])
  expect(left.flat()).toHaveLength(1)
})

test('a mail that cannot leave stays owed, says why, and leaves when the server is back', async () => {
  const emailId = await promise('welcome')
  const away = createMailer({ ...wiring.env, SMTP_URL: 'smtp://127.0.0.1:1' })
  await expect(send(emailId, away)).rejects.toThrow(/ECONNREFUSED/)
  expect(await rowOf(emailId)).toMatchObject({
    status: 'pending',
    attempts: 1,
    error_message: expect.stringContaining('ECONNREFUSED') as string,
  })
  expect(await owed()).not.toContain(emailId)
  await world.query("update app.email_logs set updated_at = now() - interval '1 minute' where id = $1", [
    emailId,
  ])
  expect(await owed()).toContain(emailId)
  expect(await send(emailId)).toHaveLength(1)
})

test('a mail is given up after its last try', async () => {
  const emailId = await promise('welcome')
  await world.query("update app.email_logs set attempts = 11, error_message = 'busy' where id = $1", [
    emailId,
  ])
  const away = createMailer({ ...wiring.env, SMTP_URL: 'smtp://127.0.0.1:1' })
  expect(await send(emailId, away)).toEqual([])
  expect(await rowOf(emailId)).toMatchObject({ status: 'failed', attempts: 12 })
})

test('every kind of mail has an example, which is written as HTML and as text', async () => {
  const examples = await renderExamples()
  expect(Object.keys(examples).sort()).toEqual([...mailKinds].sort())
  for (const [kind, { subject, html, text }] of Object.entries(examples)) {
    expect(html, kind).toContain('</html>')
    expect(text, kind).not.toMatch(/<\w/)
    expect(text.length, kind).toBeGreaterThan(100)
    for (const written of [subject, html, text])
      expect(written, kind).not.toMatch(/undefined|\[object|Invalid Date/)
  }
})

test('a mail of an unknown kind fails and is not sent', async () => {
  await expect(send(await promise('birthday'))).rejects.toThrow('no template')
})
