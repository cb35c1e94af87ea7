import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { action as domainPage } from '#app/routes/studio.$org.settings.domain.tsx'
import { sendMailHandler } from '#domain/notice/jobs/send-mail.handler.ts'
import { recheckDomainHandler } from '#domain/organization/jobs/recheck-domain.handler.ts'
import { findSlugAtDomain } from '#domain/organization/queries.ts'
import { listOrganizationsWithDomain } from '#domain/organization/sweep-queries.ts'
import type { JobContext } from '#platform/jobs.ts'
import type { Mail } from '#platform/mail.ts'
import { askPage, type PageHandle } from '#tests/support/ask-page.ts'
import { startNameServer, type NameServer } from '#tests/support/name-server.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type World } from '#tests/support/world.ts'

let names: NameServer
let wiring: Wiring
let world: World
let maya: Person
let rival: Person
let organization: Organization
let other: Organization
const domain = 'films.maya-yoga.com'

beforeAll(async () => {
  names = await startNameServer()
  wiring = await wire({ DNS_SERVER: names.address })
  world = await openWorld(wiring.database)
  maya = await world.person('Maya', 'creator')
  rival = await world.person('Rita', 'creator')
  organization = await world.organization(maya, { name: 'Yoga' })
  other = await world.organization(rival)
})
afterAll(async () => {
  await world.close()
  await wiring.close()
  await names.close()
})

const ask = (who: Person, at: Organization, fields: Record<string, string>) =>
  askPage(wiring, domainPage as PageHandle, '/x', { org: at.slug }, who, {
    method: 'POST',
    body: new URLSearchParams(fields),
  })
const claim = (typed = domain, who = maya, at = organization) =>
  ask(who, at, { intent: 'claim', domain: typed })
const check = (who = maya, at = organization) => ask(who, at, { intent: 'verify' })
const row = async (at = organization) =>
  (
    await world.query<{
      custom_domain: string
      custom_domain_token: string
      custom_domain_verified_at: Date | null
    }>(
      'select custom_domain, custom_domain_token, custom_domain_verified_at from app.organizations where id = $1',
      [at.id],
    )
  )[0]!
const servedAt = (name = domain) =>
  wiring.asActor({ kind: 'guest' }, (tx) => findSlugAtDomain(tx, name), 'read')
const publish = async (at = organization) =>
  names.set(`_codex.${domain}`, [(await row(at)).custom_domain_token])

describe('a domain of one’s own', () => {
  test.each(['localhost', 'nonsense', '127.0.0.1', 'x.internal'])('%s is none', async (typed) => {
    expect(await claim(typed)).toMatchObject({
      status: 400,
      body: { lastResult: { error: { domain: [expect.any(String)] }, initialValue: { domain: typed } } },
    })
  })

  test('is claimed under any spelling, and serves nothing before it is proved', async () => {
    expect((await claim(`HTTPS://${domain.toUpperCase()}/`)).status).toBe(200)
    expect(await row()).toMatchObject({ custom_domain: domain, custom_domain_verified_at: null })
    expect(await servedAt()).toBeUndefined()
  })

  test('is not proved by no record, by another one, or by name servers that are silent, and each is said', async () => {
    expect(await check()).toMatchObject({ status: 409, body: { refusal: { reason: 'no_record' } } })
    names.set(`_codex.${domain}`, ['something else'])
    expect(await check()).toMatchObject({
      status: 409,
      body: { refusal: { reason: 'other_record', message: expect.stringContaining('something else') } },
    })
    names.fail(true)
    expect(await check()).toMatchObject({ status: 503, body: { refusal: { reason: 'dns_unavailable' } } })
    names.fail(false)
    expect(await servedAt()).toBeUndefined()
  })

  test('gives way to whoever proves it, as long as nobody has', async () => {
    await claim(domain, rival, other)
    expect(await row()).toMatchObject({ custom_domain: null })
    await claim()
    expect(await row(other)).toMatchObject({ custom_domain: null })
  })

  test('shows the storefront once its record is there, and it is written down', async () => {
    await publish()
    expect((await check()).status).toBe(200)
    expect(await servedAt()).toBe(organization.slug)
    const events = await world.query(
      "select user_id, detail from app.audit_events where organization_id = $1 and action = 'organization.domain_verify'",
      [organization.id],
    )
    expect(events).toEqual([{ user_id: maya.id, detail: { domain } }])
  })

  test('that is proved is refused to everybody else without telling whose it is', async () => {
    const answer = await claim(domain, rival, other)
    expect(answer).toMatchObject({
      status: 409,
      body: { lastResult: { error: { domain: [expect.any(String)] } } },
    })
    expect(JSON.stringify(answer.body)).not.toContain(organization.slug)
    expect(await servedAt()).toBe(organization.slug)
  })

  test('is neither claimed, checked nor removed by anybody but the owner', async () => {
    for (const intent of ['claim', 'verify', 'remove'])
      expect((await ask(rival, organization, { intent, domain: 'x.example.net' })).status).toBe(404)
  })

  test('must be proved anew when it is another one', async () => {
    await claim('other.maya-yoga.com')
    expect(await servedAt()).toBeUndefined()
    expect(await servedAt('other.maya-yoga.com')).toBeUndefined()
    await claim()
    await publish()
    await check()
  })

  test('is gone with its organization, and back with it', async () => {
    await world.query('update app.organizations set deleted_at = now() where id = $1', [organization.id])
    expect(await servedAt()).toBeUndefined()
    await world.query('update app.organizations set deleted_at = null where id = $1', [organization.id])
    expect(await servedAt()).toBe(organization.slug)
  })
})

describe('the daily look', () => {
  const day = 24 * 3600_000
  let now = Date.now()
  const look = async () => {
    const needs = { ...wiring.needs, asActor: wiring.asWorker, clock: { now: () => new Date(now) } }
    const context = { log: wiring.needs.log, signal: new AbortController().signal, jobId: '1', attempt: 1 }
    await recheckDomainHandler(needs).run({ organizationId: organization.id }, context as JobContext)
  }
  const owedMails = () =>
    world.query<{ id: string }>("select id from app.email_logs where email_type = 'domain_lost'")

  test('finds every domain that is served', async () => {
    const system = { kind: 'system', job: 'test' } as const
    expect(await wiring.asWorker(system, listOrganizationsWithDomain, 'read')).toEqual([organization.id])
  })

  test('forgives a record that comes back, and name servers that are silent for a week', async () => {
    names.set(`_codex.${domain}`, [])
    await look()
    now += 2 * day
    await look()
    await publish()
    await look()
    names.fail(true)
    for (let days = 0; days < 7; days++) {
      now += day
      await look()
    }
    names.fail(false)
    expect(await servedAt()).toBe(organization.slug)
    expect(await owedMails()).toEqual([])
  })

  test('ends the service of a domain whose record is missing for three days, and tells the owner once', async () => {
    names.set(`_codex.${domain}`, [])
    await look()
    now += 3 * day - 1
    await look()
    expect(await servedAt()).toBe(organization.slug)
    now += 1
    await look()
    await look()
    expect(await servedAt()).toBeUndefined()
    expect(await row()).toMatchObject({ custom_domain: domain })
    const mails = await owedMails()
    expect(mails).toHaveLength(1)
    const left: Mail[] = []
    const mailer = {
      close: () => {},
      send: (mail: Mail) => (left.push(mail), Promise.resolve({ providerMessageId: 'x' })),
    }
    const needs = { ...wiring.needs, asActor: wiring.asWorker, mailer }
    const context = { log: wiring.needs.log, signal: new AbortController().signal, jobId: '1', attempt: 1 }
    await sendMailHandler(needs).run({ emailId: mails[0]!.id }, context as JobContext)
    expect(left).toMatchObject([{ to: maya.email, subject: expect.stringContaining(domain) }])
    expect(left[0]!.text).toContain(`${wiring.env.APP_URL}/studio/${organization.slug}/settings/domain`)
  })
})
