import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { loader as platform } from '#app/routes/platform.tsx'
import { loader as platformPeople } from '#app/routes/platform.people._index.tsx'
import { loader as studio } from '#app/routes/studio.$org.tsx'
import { loader as roles } from '#app/routes/studio.$org.people.roles.tsx'
import { loader as settings } from '#app/routes/studio.$org.settings._index.tsx'
import { openVisit } from '#tests/support/pages.ts'
import { signInCookie } from '#app/http/session.server.ts'
import type { Organization, Person } from '#tests/support/world.ts'
import { useGround } from '#tests/support/ground.ts'

const ground = useGround()
let organization: Organization
let creator: Person
let stranger: Person

beforeEach(async () => {
  organization = await ground.world.organization(await ground.world.person('Olga', 'creator'))
  creator = await ground.world.person('Cora', 'creator')
  stranger = await ground.world.person('Sam')
  await ground.world.join(organization, creator, 'creator')
})

/** Somebody who is signed in, and asks for pages. */
async function visitOf(person: Person | null) {
  const visit = openVisit(ground.wiring, { from: '192.0.2.9' })
  if (person) {
    const { id, email, fullName } = person
    const set = await signInCookie(visit.context, visit.requestTo('/'), {
      ...{ id, email, fullName, role: 'customer', isVerified: true },
    })
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!
    visit.jar.set(name!, value!)
  }
  const ask = (loader: unknown, path: string) =>
    visit.get({ loader: loader as never }, path, { org: path.split('/')[2] ?? '' })
  return ask
}

const refusalsOf = (person: Person) =>
  ground.world.query(
    `select organization_id, subject_type, subject_id, result, ip_address from app.audit_events
     where user_id = $1 and action = 'access.enter' order by created_at`,
    [person.id],
  )

test('a member who asks for a place of the studio that is not theirs is kept in the organization’s log', async () => {
  const ask = await visitOf(creator)
  expect((await ask(roles, `/studio/${organization.slug}/people/roles`)).status).toBe(404)
  expect((await ask(settings, `/studio/${organization.slug}/settings`)).status).toBe(404)
  const kept = {
    organization_id: organization.id,
    subject_type: 'address',
    result: 'refused',
    ip_address: '192.0.2.9',
  }
  expect(await refusalsOf(creator)).toEqual([
    { ...kept, subject_id: `/studio/${organization.slug}/people/roles` },
    { ...kept, subject_id: `/studio/${organization.slug}/settings` },
  ])
})

test('who is no member is kept for the platform alone, at its own door too', async () => {
  const ask = await visitOf(stranger)
  await ask(studio, `/studio/${organization.slug}`)
  await ask(platform, '/platform')
  expect(await refusalsOf(stranger)).toMatchObject([
    { organization_id: null, subject_id: `/studio/${organization.slug}` },
    { organization_id: null, subject_id: '/platform' },
  ])
})

test('who was put out a moment ago, before their session knows, gets the same answer and is kept for the platform', async () => {
  const ask = await visitOf(creator)
  await ask(studio, `/studio/${organization.slug}`)
  await ground.world.query('delete from app.organization_memberships where user_id = $1', [creator.id])
  expect((await ask(settings, `/studio/${organization.slug}/settings`)).status).toBe(404)
  expect(await refusalsOf(creator)).toMatchObject([
    { organization_id: null, subject_id: `/studio/${organization.slug}/settings` },
  ])
})

test('the loaders of one page, and asking again within a minute, are one refusal', async () => {
  const ask = await visitOf(creator)
  const path = `/studio/${organization.slug}/people/roles`
  await Promise.all([ask(roles, path), ask(roles, path), ask(roles, `${path}.data`)])
  await ask(roles, path)
  expect(await refusalsOf(creator)).toHaveLength(1)
})

test('nobody fills the log by asking for one address after the other', async () => {
  const ask = await visitOf(stranger)
  for (let n = 0; n < 70; n++) expect((await ask(studio, `/studio/no-such-${n}`)).status).toBe(404)
  expect(await refusalsOf(stranger)).toHaveLength(60)
})

test('what anybody may ask for, and what guests ask for, is no refusal', async () => {
  const count = () =>
    ground.world.query(`select count(*) from app.audit_events where action = 'access.enter'`)
  const before = await count()
  expect((await (await visitOf(creator))(studio, `/studio/${organization.slug}`)).status).toBe(200)
  expect((await (await visitOf(null))(platformPeople, '/platform/people')).status).toBe(302)
  expect(await count()).toEqual(before)
})

test('a refusal that cannot be written down stays a refusal, and the log of the process says that one is missing', async () => {
  const ask = await visitOf(creator)
  await ground.world.query(
    `create function app.out_of_order() returns trigger language plpgsql as $$ begin raise exception 'out of order'; end $$`,
  )
  await ground.world.query(
    'create trigger out_of_order before insert on app.audit_events execute function app.out_of_order()',
  )
  onTestFinished(async () => void (await ground.world.query('drop function app.out_of_order cascade')))
  const warn = vi.spyOn(ground.wiring.needs.log, 'warn')
  const path = `/studio/${organization.slug}/people/roles`
  expect((await ask(roles, path)).status).toBe(404)
  expect(warn.mock.calls).toEqual([
    [{ action: 'access.enter', reason: 'P0001', requestId: 'test' }, 'a refusal could not be written down'],
  ])
})
