import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ActorTx } from '#db/actor.ts'
import { organizationRoles } from '#db/schema/organization.ts'
import { findEditablePost } from '#domain/catalog/editor-queries.ts'
import { publishContent } from '#domain/catalog/publish-content.ts'
import { listSales } from '#domain/commerce/queries.ts'
import { getMedia } from '#domain/media/queries.ts'
import { changeRole } from '#domain/organization/change-role.ts'
import { createRole, deleteRole, editRole } from '#domain/organization/define-role.ts'
import { grantPermissions } from '#domain/organization/grant-permissions.ts'
import { invitePeople } from '#domain/organization/invite-people.ts'
import { listCustomRoles, listPeople } from '#domain/organization/people-queries.ts'
import { rolePermissions, type Permission } from '#domain/organization/permissions.ts'
import { removeMember } from '#domain/organization/remove-member.ts'
import { listMemberships } from '#domain/organization/queries.ts'
import { useStaff } from '#tests/support/staff.ts'
import type { Organization, Person, Post } from '#tests/support/world.ts'

const staff = useStaff()
const { change, by } = staff
let organization: Organization
let owner: Person
let admin: Person
let creator: Person
let member: Person
let draft: Post
let mediaId: string

beforeEach(async () => {
  ;({ organization, owner, admin, creator, member } = staff)
  const { world } = staff
  mediaId = (await world.media(creator, { status: 'ready' })).id
  draft = await world.post(creator, organization, { status: 'draft', title: 'Draft' })
  const film = await world.post(creator, organization, { mediaId })
  await world.sale(await world.person('Bea'), film, organization)
  await world.query("insert into app.audit_events (organization_id, action) values ($1, 'content.publish')", [
    organization.id,
  ])
})

const define = (who: Person, permissions: Permission[], name = 'Helper') =>
  by(who, (tx) => createRole(tx, change(), { name, description: '', permissions }))
const roleNamed = async (name = 'Helper') =>
  (await by(owner, (tx) => listCustomRoles(tx, organization.id))).find((role) => role.name === name)!
const giveRole = (who: Person, to: Person, customRoleId: string) =>
  by(who, (tx) => changeRole(tx, change(), { personId: to.id, role: null, customRoleId }))
const grant = (who: Person, to: Person, permissions: Permission[]) =>
  by(who, (tx) => grantPermissions(tx, change(), { personId: to.id, permissions }))
const heldBy = async (person: Person) =>
  (await by(person, (tx) => listMemberships(tx, person.id))).find(
    (one) => one.organization.id === organization.id,
  )
/** Makes the member somebody with exactly these permissions. */
async function ordain(permissions: Permission[]): Promise<void> {
  await define(owner, permissions)
  await giveRole(owner, member, (await roleNamed()).id)
}

test('code and database give the built-in roles the same permissions', async () => {
  for (const role of organizationRoles) {
    const [row] = await staff.world.query<{ permissions: string[] }>(
      'select app.permissions_of_role($1) as permissions',
      [role],
    )
    expect(row?.permissions.sort(), role).toEqual([...rolePermissions[role]].sort())
  }
})

describe('a custom role', () => {
  test('gives what is ticked, and nothing from the built-in role below it', async () => {
    await ordain(['sales.view', 'media.upload'])
    expect(await heldBy(member)).toMatchObject({
      role: 'member',
      permissions: ['media.upload', 'sales.view'],
    })
    await ordainMore(['content.create', 'content.publish', 'media.upload'])
    expect(await heldBy(member)).toMatchObject({
      role: 'creator',
      permissions: ['content.create', 'content.publish', 'media.upload'],
    })
  })

  const ordainMore = async (permissions: Permission[]) => {
    const { id: roleId } = await roleNamed()
    return by(owner, (tx) => editRole(tx, change(), { roleId, name: 'Helper', description: '', permissions }))
  }

  test('that is changed is changed for everybody who has it, and says whom', async () => {
    await ordain(['sales.view'])
    expect(await ordainMore(['transcoding.view'])).toEqual([member.id])
    expect(await heldBy(member)).toMatchObject({ permissions: ['transcoding.view'] })
  })

  test('that somebody has cannot be deleted; when nobody does, it can', async () => {
    await ordain([])
    const { id } = await roleNamed()
    const drop = () => by(owner, (tx) => deleteRole(tx, change(), id))
    await expect(drop()).rejects.toMatchObject({ kind: 'conflict', reason: 'role_in_use' })
    await by(owner, (tx) =>
      changeRole(tx, change(), { personId: member.id, role: 'member', customRoleId: null }),
    )
    const invite = by(owner, (tx) =>
      invitePeople(tx, change(), { addresses: ['x@codex.test'], secret: 's', role: null, customRoleId: id }),
    )
    await invite
    await expect(drop()).rejects.toMatchObject({ reason: 'role_in_use' })
    await staff.world.query(
      "update app.organization_invitations set expires_at = now() where email = 'x@codex.test'",
    )
    await drop()
    expect(await roleNamed()).toBeUndefined()
  })

  test('has a name of its own', async () => {
    await define(owner, [])
    await expect(define(owner, [])).rejects.toMatchObject({
      kind: 'conflict',
      fields: { name: [expect.any(String)] },
    })
  })

  test('of another organization can be neither given, changed nor deleted', async () => {
    const rival = await staff.world.person('Rita', 'creator')
    const other = await staff.world.organization(rival)
    await define(owner, ['sales.view'])
    const { id: roleId } = await roleNamed()
    const elsewhere = { ...change(), organizationId: other.id }
    await staff.world.join(other, member, 'member')
    const give = by(rival, (tx) =>
      changeRole(tx, elsewhere, { personId: member.id, role: null, customRoleId: roleId }),
    )
    await expect(give).rejects.toMatchObject({ kind: 'not_found', reason: 'no_such_role' })
    const edit = { roleId, name: 'Mine', description: '', permissions: [] }
    await expect(by(rival, (tx) => editRole(tx, elsewhere, edit))).rejects.toMatchObject({
      kind: 'not_found',
    })
    await expect(by(rival, (tx) => editRole(tx, change(), edit))).rejects.toMatchObject({ kind: 'not_found' })
    await expect(by(rival, (tx) => deleteRole(tx, change(), roleId))).rejects.toMatchObject({
      kind: 'not_found',
    })
    expect(await by(rival, (tx) => listCustomRoles(tx, organization.id))).toEqual([])
  })
})

describe('the database opens by permission', () => {
  const opened: Record<string, (tx: ActorTx) => Promise<boolean>> = {
    'sales.view': async (tx) => (await listSales(tx, organization.id)).length > 0,
    'content.edit_others': async (tx) => {
      const editor = { ...change(), personId: member.id, editsOthers: true }
      return Boolean(await findEditablePost(tx, editor, draft.id))
    },
    'transcoding.view': (tx) =>
      getMedia(tx, mediaId).then(
        () => true,
        () => false,
      ),
    'people.manage': async (tx) => (await listPeople(tx, organization.id)).length > 0,
    'roles.manage': async (tx) => (await listCustomRoles(tx, organization.id)).length > 0,
    'audit.view': (tx) =>
      finds(tx, sql`select from app.audit_events where organization_id = ${organization.id}`),
    'settings.manage': (tx) =>
      finds(tx, sql`update app.organizations set name = name where id = ${organization.id} returning id`),
    'media.upload': (tx) =>
      writes(
        tx,
        sql`insert into app.media_items (id, creator_id, title, media_type, original_key, original_filename, file_size_bytes, mime_type)
          select id, app.uid(), 'x', 'video', app.uid() || '/originals/' || id || '/f', 'f', 1, 'video/mp4' from gen_random_uuid() id`,
      ),
    'content.create': (tx) =>
      writes(
        tx,
        sql`insert into app.content (creator_id, organization_id, title, slug, content_type)
      values (${member.id}, ${organization.id}, 'x', 'x', 'written')`,
      ),
  }
  const finds = async (tx: ActorTx, query: ReturnType<typeof sql>) =>
    ((await tx.execute(query)).rowCount ?? 0) > 0
  const writes = (tx: ActorTx, query: ReturnType<typeof sql>) =>
    tx
      .transaction((inner) => inner.execute(query))
      .then(
        () => true,
        () => false,
      )

  const names = Object.keys(opened) as Permission[]
  test.each(names)('%s opens what it says to a member who has it, and nothing else', async (permission) => {
    await ordain([permission])
    const doors: string[] = []
    for (const name of names) if (await by(member, opened[name]!)) doors.push(name)
    // Whoever manages people reads the roles to give.
    expect(doors).toEqual(permission === 'people.manage' ? ['people.manage', 'roles.manage'] : [permission])
  })

  test('nothing is open to a member who was allowed nothing', async () => {
    await ordain([])
    for (const name of names) expect(await by(member, opened[name]!), name).toBe(false)
  })

  test('whoever may not publish cannot put a post on sale, not even their own', async () => {
    await ordain(['content.create', 'media.upload'])
    const own = await staff.world.post(member, organization, { status: 'draft' })
    const editor = { ...change(), personId: member.id, editsOthers: false }
    const publish = () => by(member, (tx) => publishContent(tx, editor, own.id))
    await expect(publish()).rejects.toThrow()
    await grant(owner, member, ['content.publish'])
    await publish()
  })
})

describe('nobody gives more than they hold', () => {
  const giver: Permission[] = ['people.manage', 'roles.manage']

  test('not by a role, an invitation, or a change of a role', async () => {
    await ordain(giver)
    await define(owner, ['sales.view'], 'Seller')
    const { id } = await roleNamed('Seller')
    const refused = { kind: 'forbidden', reason: 'more_than_own' }
    const somebody = await staff.world.person('Sven')
    await staff.world.join(organization, somebody, 'member')
    await expect(giveRole(member, somebody, id)).rejects.toMatchObject(refused)
    await expect(define(member, ['sales.view'], 'Mine')).rejects.toMatchObject(refused)
    await expect(by(member, (tx) => deleteRole(tx, change(), id))).rejects.toMatchObject(refused)
    const edit = { roleId: id, name: 'Seller', description: '', permissions: [] }
    await expect(by(member, (tx) => editRole(tx, change(), edit))).rejects.toMatchObject(refused)
    const invite = by(member, (tx) =>
      invitePeople(tx, change(), {
        addresses: ['y@codex.test'],
        secret: 's',
        role: 'creator',
        customRoleId: null,
      }),
    )
    await expect(invite).rejects.toMatchObject(refused)
    await define(member, giver, 'Like me')
    await giveRole(member, somebody, (await roleNamed('Like me')).id)
  })

  test('not by a grant: the owner and admins grant what they hold, to others than themselves', async () => {
    await grant(admin, creator, ['sales.view'])
    expect((await heldBy(creator))?.permissions).toContain('sales.view')
    await expect(grant(admin, creator, ['sales.view', 'audit.view'])).rejects.toMatchObject({
      reason: 'more_than_own',
    })
    await expect(grant(admin, admin, ['audit.view'])).rejects.toMatchObject({ reason: 'not_oneself' })
    await grant(owner, creator, ['audit.view'])
    await expect(grant(admin, creator, [])).rejects.toMatchObject({ reason: 'holds_more' })
    await ordain(giver)
    await expect(grant(member, creator, ['audit.view', 'people.manage'])).rejects.toMatchObject({
      reason: 'only_admins_grant',
    })
  })

  test('not by taking anything from somebody who may more: they keep their role, their place and their grants', async () => {
    await ordain(['people.manage', 'roles.manage', 'content.create', 'content.publish', 'media.upload'])
    const { world } = staff
    const above = await world.person('Abel', 'creator')
    await world.join(organization, above, 'creator')
    await grant(owner, above, ['sales.view'])
    const before = await heldBy(above)
    const changes = [
      () =>
        by(member, (tx) =>
          changeRole(tx, change(), { personId: above.id, role: 'member', customRoleId: null }),
        ),
      () => by(member, (tx) => removeMember(tx, change(), above.id)),
    ]
    for (const one of changes) await expect(one()).rejects.toMatchObject({ reason: 'holds_more' })
    // Nor by way of a role that they have.
    await define(owner, ['content.create'], 'Writer')
    const writer = await roleNamed('Writer')
    await giveRole(owner, above, writer.id)
    await expect(
      by(member, (tx) =>
        editRole(tx, change(), { roleId: writer.id, name: 'Writer', description: '', permissions: [] }),
      ),
    ).rejects.toMatchObject({ reason: 'holds_more' })
    expect((await heldBy(above))!.permissions).toContain('sales.view')
    expect(before!.permissions).toContain('sales.view')
    // Who may no more than they do can be changed.
    await by(member, (tx) => removeMember(tx, change(), creator.id))
    expect(await heldBy(creator)).toBeUndefined()
  })

  test('not a permission that is none', async () => {
    await expect(define(owner, ['everything' as Permission])).rejects.toMatchObject({ kind: 'invalid' })
  })
})
