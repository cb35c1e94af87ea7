import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { beforeEach, describe, expect, test } from 'vitest'
import { action as leave } from '#app/routes/account.organizations.tsx'
import { loader as roles } from '#app/routes/studio.$org.people.roles.tsx'
import { loader as studio } from '#app/routes/studio.$org.tsx'
import { action as changePeople } from '#app/routes/studio.$org.people._index.tsx'
import type { ActorTx } from '#db/actor.ts'
import { changeRole } from '#domain/organization/change-role.ts'
import type { GivenRole } from '#domain/organization/change.ts'
import { invitePeople } from '#domain/organization/invite-people.ts'
import { leaveOrganization } from '#domain/organization/leave-organization.ts'
import { listPeople } from '#domain/organization/people-queries.ts'
import { reactivateMember, removeMember } from '#domain/organization/remove-member.ts'
import { transferOwnership } from '#domain/organization/transfer-ownership.ts'
import { askPage } from '#tests/support/ask-page.ts'
import { routesOf } from '#tests/support/ask.ts'
import { useStaff } from '#tests/support/staff.ts'
import type { Organization, Person } from '#tests/support/world.ts'

const staff = useStaff()
const { change, by } = staff
let organization: Organization
let owner: Person
let admin: Person
let otherAdmin: Person
let creator: Person
let member: Person

beforeEach(async () => {
  ;({ organization, owner, admin, creator, member } = staff)
  otherAdmin = await staff.world.person('Abel', 'creator')
  await staff.world.join(organization, otherAdmin, 'admin')
})

const builtIn = (role: 'admin' | 'creator' | 'member'): GivenRole => ({ role, customRoleId: null })
const give = (who: Person, to: Person, role: 'admin' | 'creator' | 'member') =>
  by(who, (tx) => changeRole(tx, change(), { personId: to.id, ...builtIn(role) }))
const remove = (who: Person, whom: Person) => by(who, (tx) => removeMember(tx, change(), whom.id))
const takeBack = (who: Person, whom: Person) => by(who, (tx) => reactivateMember(tx, change(), whom.id))
const transfer = (who: Person, to: Person) => by(who, (tx) => transferOwnership(tx, change(), to.id))
const quit = (who: Person) => by(who, (tx) => leaveOrganization(tx, change(), who.id))
const rolesNow = async () =>
  Object.fromEntries(
    (
      await staff.world.query<{ name: string; role: string }>(
        `select u.full_name as name, case m.status when 'active' then m.role else m.status end as role
         from app.organization_memberships m join app.users u on u.id = m.user_id where m.organization_id = $1`,
        [organization.id],
      )
    ).map(({ name, role }) => [name, role]),
  )
const actionsNow = async () =>
  (
    await staff.world.query<{ action: string }>(
      'select action from app.audit_events where organization_id = $1 order by created_at',
      [organization.id],
    )
  ).map(({ action }) => action)

describe('a role', () => {
  test('is changed by whoever manages people, and it is written down', async () => {
    await give(admin, member, 'creator')
    expect(await rolesNow()).toMatchObject({ Mia: 'creator' })
    expect(await actionsNow()).toEqual(['organization.role_change'])
    expect(await staff.world.query('select role from app.users where id = $1', [member.id])).toEqual([
      { role: 'creator' },
    ])
  })

  test('of an admin is made and unmade by the owner alone', async () => {
    await expect(give(admin, creator, 'admin')).rejects.toMatchObject({ reason: 'only_owner_makes_admins' })
    await expect(give(admin, otherAdmin, 'creator')).rejects.toMatchObject({
      reason: 'only_owner_changes_admins',
    })
    await expect(remove(admin, otherAdmin)).rejects.toMatchObject({ reason: 'only_owner_changes_admins' })
    await give(owner, creator, 'admin')
    await give(owner, otherAdmin, 'member')
    expect(await rolesNow()).toMatchObject({ Cleo: 'admin', Abel: 'member' })
  })

  test('of the owner and one’s own cannot be changed by anybody', async () => {
    for (const who of [admin, owner]) {
      await expect(give(who, owner, 'creator')).rejects.toMatchObject({ reason: 'owner_is_fixed' })
      await expect(remove(who, owner)).rejects.toMatchObject({ reason: 'owner_is_fixed' })
    }
    await expect(give(admin, admin, 'creator')).rejects.toMatchObject({ reason: 'not_oneself' })
  })

  test('is nothing that creators, members and strangers can change or list', async () => {
    const stranger = await staff.world.person('Sten')
    for (const who of [creator, member, stranger]) {
      await expect(give(who, member, 'creator')).rejects.toMatchObject({ kind: 'not_found' })
      await expect(remove(who, member)).rejects.toMatchObject({ kind: 'not_found' })
      expect(await by(who, (tx) => listPeople(tx, organization.id))).toEqual([])
    }
  })

  test('in another organization is out of reach of an admin of this one', async () => {
    const other = await staff.world.organization(await staff.world.person('Rita', 'creator'))
    await staff.world.join(other, member, 'member')
    const elsewhere = change(other)
    const personId = member.id
    for (const work of [
      (tx: ActorTx) => changeRole(tx, elsewhere, { personId, ...builtIn('creator') }),
      (tx: ActorTx) => removeMember(tx, elsewhere, personId),
      (tx: ActorTx) => transferOwnership(tx, elsewhere, personId),
      (tx: ActorTx) => leaveOrganization(tx, elsewhere, admin.id),
    ])
      await expect(by(admin, work)).rejects.toThrow()
    expect(
      await staff.world.query(
        'select role, status from app.organization_memberships where organization_id = $1 and user_id = $2',
        [other.id, member.id],
      ),
    ).toEqual([{ role: 'member', status: 'active' }])
  })
})

describe('a member', () => {
  test('who is removed can be taken back, and invited again', async () => {
    await remove(admin, creator)
    expect(await rolesNow()).toMatchObject({ Cleo: 'inactive' })
    await takeBack(admin, creator)
    expect(await rolesNow()).toMatchObject({ Cleo: 'creator' })
    await remove(admin, creator)
    const invited = await by(admin, (tx) =>
      invitePeople(tx, change(), {
        addresses: [creator.email],
        secret: staff.wiring.env.SESSION_SECRET,
        ...builtIn('creator'),
      }),
    )
    expect(invited).toMatchObject([{ outcome: 'invited' }])
    expect(await actionsNow()).toEqual([
      'organization.member_remove',
      'organization.member_reactivate',
      'organization.member_remove',
      'organization.invite',
    ])
  })

  test('who left cannot be taken back without being asked', async () => {
    await quit(creator)
    expect(await rolesNow()).toMatchObject({ Cleo: 'inactive' })
    expect(await actionsNow()).toEqual(['organization.member_leave'])
    await expect(takeBack(owner, creator)).rejects.toMatchObject({ kind: 'conflict', reason: 'member_left' })
  })

  test('may leave, and only the owner may not', async () => {
    await quit(member)
    await quit(admin)
    await expect(quit(owner)).rejects.toMatchObject({ kind: 'conflict', reason: 'owner_cannot_leave' })
    expect(await rolesNow()).toMatchObject({ Mia: 'inactive', Ada: 'inactive', Olga: 'owner' })
  })
})

describe('ownership', () => {
  test('goes to an admin or a creator, and the old owner becomes an admin', async () => {
    await transfer(owner, creator)
    expect(await rolesNow()).toMatchObject({ Olga: 'admin', Cleo: 'owner' })
    expect(await actionsNow()).toEqual(['organization.ownership_transfer'])
    await expect(transfer(owner, admin)).rejects.toMatchObject({ kind: 'not_found' })
  })

  test('goes to nobody else: no member, nobody who was removed, no stranger, not oneself', async () => {
    await remove(owner, creator)
    for (const to of [member, creator, await staff.world.person('Sten'), owner])
      await expect(transfer(owner, to)).rejects.toMatchObject({ kind: 'conflict', reason: 'cannot_own' })
    await expect(transfer(admin, admin)).rejects.toMatchObject({ kind: 'not_found' })
  })

  test('that is handed to two people at the same moment is one person’s', async () => {
    for (let round = 0; round < 5; round++) {
      const [current] = await staff.world.query<{ user_id: string }>(
        "select user_id from app.organization_memberships where organization_id = $1 and role = 'owner'",
        [organization.id],
      )
      const everybody = [owner, admin, otherAdmin, creator]
      const from = everybody.find(({ id }) => id === current!.user_id)!
      const [one, two] = everybody.filter((person) => person !== from)
      const answers = await Promise.allSettled([transfer(from, one!), transfer(from, two!)])
      expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { kind: 'not_found' },
      })
      const owners = Object.values(await rolesNow()).filter((role) => role === 'owner')
      expect(owners).toEqual(['owner'])
    }
  })
})

describe('at the next request', () => {
  type Handle = (args: LoaderFunctionArgs & ActionFunctionArgs) => Promise<unknown>
  /** The status of what a page's loader or action answers or throws. */
  async function ask(
    routes: ReturnType<typeof routesOf>,
    handle: Handle,
    who: Person,
    body?: Record<string, string>,
  ) {
    const init = body && { method: 'POST', body: new URLSearchParams(body) }
    const asked = routes.ask(handle as never, '/x', { org: organization.slug }, who, init) as Promise<unknown>
    const answer = await asked.catch((thrown: unknown) => thrown)
    if (answer instanceof Error) throw answer
    if (answer instanceof Response) return answer.status
    return (answer as { init?: ResponseInit | null }).init?.status ?? 200
  }

  test('a role that was taken is gone, with the cookie of before', async () => {
    const routes = routesOf(staff.wiring)
    expect(await ask(routes, roles as Handle, otherAdmin)).toBe(200)
    await ask(routes, changePeople as Handle, owner, {
      intent: 'role',
      personId: otherAdmin.id,
      role: 'creator',
    })
    expect(await ask(routes, roles as Handle, otherAdmin)).toBe(404)
    expect(await ask(routes, studio as Handle, otherAdmin)).toBe(200)
  })

  test('who was removed, or has left, is out of the studio', async () => {
    const routes = routesOf(staff.wiring)
    expect(await ask(routes, studio as Handle, creator)).toBe(200)
    await ask(routes, changePeople as Handle, admin, { intent: 'remove', personId: creator.id })
    expect(await ask(routes, studio as Handle, creator)).toBe(404)
    expect(await ask(routes, studio as Handle, otherAdmin)).toBe(200)
    await ask(routes, leave as Handle, otherAdmin, { organization: organization.slug })
    expect(await ask(routes, studio as Handle, otherAdmin)).toBe(404)
  })

  test('the old owner is an admin, and the new one may hand it on', async () => {
    const routes = routesOf(staff.wiring)
    const hand = (who: Person, to: Person) =>
      ask(routes, changePeople as Handle, who, { intent: 'transfer', personId: to.id })
    expect(await hand(admin, admin)).toBe(404)
    expect(await hand(owner, admin)).toBe(200)
    expect(await hand(owner, creator)).toBe(404)
    expect(await hand(admin, creator)).toBe(200)
  })

  test('a hand-over asks an old session to prove first whose it is, and leads back to the question', async () => {
    const path = `/studio/${organization.slug}/people`
    // Later than any session that begins now.
    const late = { ...staff.wiring.needs, clock: { now: () => new Date(Date.now() + 11 * 60_000) } }
    const { status, headers } = await askPage(
      { ...staff.wiring, needs: late },
      changePeople,
      path,
      { org: organization.slug },
      owner,
      { method: 'POST', body: new URLSearchParams({ intent: 'transfer', personId: admin.id }) },
    )
    expect(status).toBe(302)
    const redirectTo = `${path}?transfer=${admin.id}`
    expect(headers.get('location')).toBe(`/account/confirm?${new URLSearchParams({ redirectTo })}`)
    const roles = await by(owner, (tx) => listPeople(tx, organization.id))
    expect(roles.find(({ personId }) => personId === owner.id)?.role).toBe('owner')
  })
})
