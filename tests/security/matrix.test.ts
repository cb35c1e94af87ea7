import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '#tests/support/stack.ts'
import { matrixWorld } from './matrix-world.ts'
import { measureReach, relations, type Reach } from './reach.ts'

const everyone = (tags: string) =>
  Object.fromEntries(
    [
      'guest',
      'stranger',
      'customer',
      'otherCustomer',
      'memberA',
      'memberB',
      'subscriberB',
      'creatorA',
      'otherCreatorA',
      'creatorB',
      'ownerA',
      'adminA',
      'adminB',
      'platform',
    ].map((actor) => [actor, tags]),
  )
const themselves = {
  stranger: '009',
  customer: '005',
  otherCustomer: '012',
  memberA: '013',
  memberB: '006',
  subscriberB: '007',
  creatorA: '002',
  otherCreatorA: '010',
  creatorB: '003',
  ownerA: '001',
  adminA: '011',
  adminB: '004',
}

/** Who reaches which rows of which table by which verb, as people (role codex_app). What is not here is not reached. */
const people: Record<string, Reach> = {
  account_tokens: {},
  totp_factors: {},
  recovery_codes: {},
  passkeys: {
    select: { customer: '921', otherCustomer: '922' },
    update: { customer: '921', otherCustomer: '922' },
  },
  support_sessions: {},
  data_exports: { select: { customer: '941' }, insert: { customer: '941' } },
  organization_invitations: {
    select: { ownerA: '961', adminA: '961', adminB: '962', platform: '961 962' },
  },
  organization_role_definitions: {
    select: { ownerA: '951', adminA: '951', adminB: '952', platform: '951 952' },
  },
  audit_events: {
    select: { ownerA: '601', platform: '601 602' },
    insert: { creatorA: '601', creatorB: '602' },
  },
  checkouts: { select: { customer: '411 412', otherCustomer: '413', platform: '411 412 413' } },
  content: {
    select: {
      guest: '301 307',
      stranger: '301 307',
      customer: '301 303 306 307',
      otherCustomer: '301 306 307',
      memberA: '301 307',
      memberB: '301 303 307',
      subscriberB: '301 303 307',
      creatorA: '301 302 305 306 307 308',
      otherCreatorA: '301 307',
      creatorB: '301 303 304 307',
      ownerA: '301 302 305 306 307',
      adminA: '301 302 305 306 307',
      adminB: '301 303 304 307',
      platform: '301 302 303 304 305 306 307 308',
    },
    insert: { creatorA: '301 302 305 306 307 308', creatorB: '303 304' },
    update: {
      creatorA: '301 302 305 306 307 308',
      creatorB: '303 304',
      ownerA: '301 302 305 306',
      adminA: '301 302 305 306',
      adminB: '303 304',
    },
  },
  content_access: { select: { customer: '421 422', otherCustomer: '423', platform: '421 422 423' } },
  email_logs: { select: { platform: '501' } },
  media_items: {
    select: {
      creatorA: '201 203',
      creatorB: '202',
      ownerA: '201',
      adminA: '201',
      adminB: '202',
      platform: '201 202 203',
    },
    insert: { creatorA: '201 203', creatorB: '202' },
    update: { creatorA: '201 203', creatorB: '202' },
  },
  organization_memberships: {
    select: {
      memberA: '115',
      memberB: '123',
      subscriberB: '124',
      creatorA: '111 112 113 114',
      otherCreatorA: '111 112 113 114',
      creatorB: '121 122',
      ownerA: '111 112 113 114 115',
      adminA: '111 112 113 114 115',
      adminB: '121 122 123 124',
      platform: '111 112 113 114 115 121 122 123 124',
    },
  },
  organizations: {
    select: {
      ...everyone('101'),
      // Who has bought of a private organization finds it again.
      customer: '101 102',
      memberB: '101 102',
      subscriberB: '101 102',
      creatorB: '101 102',
      adminB: '101 102',
      platform: '101 102',
    },
    update: { ownerA: '101' },
  },
  payment_problems: { select: { platform: '491' } },
  platform_settings: { select: everyone('800'), update: { platform: '800' } },
  purchases: { select: { customer: '401 402', otherCustomer: '403', platform: '401 402 403' } },
  renditions: {
    select: {
      creatorA: '231',
      creatorB: '232',
      ownerA: '231',
      adminA: '231',
      adminB: '232',
      platform: '231 232',
    },
  },
  revenue_split_configurations: { select: { ownerA: '701', platform: '700 701' } },
  sessions: {
    select: { customer: '005', otherCustomer: '012' },
    delete: { customer: '005', otherCustomer: '012' },
  },
  stripe_events: {},
  stripe_replay: {},
  transcode_tasks: {},
  upload_parts: {
    select: { creatorA: '221-1' },
    insert: { creatorA: '221-1' },
    update: { creatorA: '221-1' },
    delete: { creatorA: '221-1' },
  },
  uploads: {
    select: { creatorA: '221' },
    insert: { creatorA: '221' },
    update: { creatorA: '221' },
    delete: { creatorA: '221' },
  },
  users: {
    select: { ...themselves, platform: '001 002 003 004 005 006 007 008 009 010 011 012 013' },
    update: { ...themselves, platform: '008' },
  },
  video_playback: {
    select: { customer: '431', otherCustomer: '432' },
    insert: { customer: '431', otherCustomer: '432' },
    update: { customer: '431', otherCustomer: '432' },
    delete: { customer: '431', otherCustomer: '432' },
  },
}

/** What jobs may do to each table (role codex_worker): whole tables, but only these verbs. */
const jobs: Record<string, string> = {
  account_tokens: 'select delete',
  totp_factors: '',
  recovery_codes: '',
  passkeys: '',
  support_sessions: 'select',
  data_exports: 'select update',
  organization_invitations: 'select',
  organization_role_definitions: 'select',
  audit_events: 'insert',
  checkouts: 'select update',
  content: 'select',
  content_access: '',
  email_logs: 'select update',
  media_items: 'select update',
  organization_memberships: '',
  organizations: 'select',
  payment_problems: 'select',
  platform_settings: '',
  purchases: 'select',
  renditions: 'select insert delete',
  revenue_split_configurations: '',
  sessions: 'select delete',
  stripe_events: 'select',
  stripe_replay: 'select insert update',
  transcode_tasks: 'select insert update delete',
  upload_parts: 'select delete',
  uploads: 'select update',
  users: 'select update',
  video_playback: '',
}

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await cloneDatabase(inject('stack'))
  client = new pg.Client({ connectionString: database.urls.admin })
  await client.connect()
  await client.query(matrixWorld)
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

describe('through the database alone', () => {
  test('each person reaches the rows that are theirs to reach, and every table has its line', async () => {
    const reached = await measureReach(client, 'codex_app')
    expect(Object.keys(reached).sort()).toEqual(Object.keys(people).sort())
    for (const [table, expected] of Object.entries(people)) expect(reached[table], table).toEqual(expected)
  })

  test('whoever owes a second factor reaches what a stranger reaches, and what is their own', async () => {
    await client.query('update app.organizations set requires_second_factor = true')
    const reached = await measureReach(client, 'codex_app', { hasSecondFactor: false })
    await client.query('update app.organizations set requires_second_factor = false')
    for (const [table, cells] of Object.entries(reached)) {
      const stranger = people[table]!
      for (const verb of ['select', 'insert', 'update', 'delete'] as const)
        for (const actor of ['adminA', 'platform'] as const) {
          const own = table === 'users' ? { adminA: '011', platform: '008' }[actor] : undefined
          const belongs = actor === 'adminA' && verb === 'select' && table === 'organization_memberships'
          if (own || belongs) continue
          expect(cells[verb]?.[actor], `${verb} ${table} as ${actor}`).toEqual(stranger[verb]?.stranger)
        }
    }
    expect(reached.users).toMatchObject({ select: { adminA: '011', platform: '008' } })
    expect(reached.organization_memberships!.select).toMatchObject({ adminA: '114' })
  })

  test('people whose address nobody has proved reach what a stranger reaches, whatever they are, and their own rows to look at', async () => {
    await client.query('update app.users set email_verified_at = null where role <> $1', ['platform_owner'])
    const reached = await measureReach(client, 'codex_app')
    await client.query('update app.users set email_verified_at = now()')
    const writes: Record<string, string[]> = {}
    for (const [table, cells] of Object.entries(reached)) {
      const expected = people[table]!
      for (const verb of ['insert', 'update', 'delete'] as const)
        for (const actor of Object.keys(cells[verb] ?? {}).filter((name) => name !== 'platform'))
          (writes[`${verb} ${table}`] ??= []).push(actor)
      // An organization's people see there what anybody sees.
      if (['organizations', 'content', 'renditions', 'media_items'].includes(table))
        expect(cells.select?.adminB, table).toEqual(expected.select?.stranger)
    }
    expect(Object.keys(reached.organization_memberships!.select!).sort()).toContain('adminA')
    expect(reached.organization_memberships!.select!.adminA).toBe('114')
    expect(Object.keys(writes).sort()).toEqual([
      'delete sessions',
      'delete upload_parts',
      'delete uploads',
      'delete video_playback',
      'insert video_playback',
      'update passkeys',
      'update users',
      'update video_playback',
    ])
  })

  test('jobs do to each table what they need and nothing more', async () => {
    const reached = await measureReach(client, 'codex_worker')
    const verbs = Object.fromEntries(
      Object.entries(reached).map(([table, reach]) => [table, Object.keys(reach).join(' ')]),
    )
    expect(verbs).toEqual(jobs)
  })

  test.each([
    [
      'a table that nobody gave a policy',
      'create table app.coupons (id uuid primary key)',
      'row security is not enabled',
    ],
    [
      'a table whose owner is exempt',
      'alter table app.content no force row level security',
      'row security is not enabled',
    ],
    [
      'a view with its owner’s rights',
      'create view app.everything as select * from app.purchases',
      'row security is not enabled',
    ],
  ])('%s is noticed', async (_what, change, complaint) => {
    await client.query('begin')
    await client.query(change)
    await expect(relations(client, 'codex_app')).rejects.toThrow(complaint)
    await client.query('rollback')
  })

  test('a policy that was widened is noticed', async () => {
    await client.query('create policy oops on app.purchases for select to codex_app using (true)')
    const reached = await measureReach(client, 'codex_app')
    await client.query('drop policy oops on app.purchases')
    expect(reached.purchases).not.toEqual(people.purchases)
  })

  test('an update that would move a row to another organization or creator is refused', async () => {
    for (const column of ['organization_id', 'creator_id']) {
      await client.query('begin')
      await client.query(
        "select set_config('app.user_id', '00000000-0000-4000-8000-000000000002', true), set_config('app.user_role', 'creator', true)",
      )
      await client.query('set local role codex_app')
      await expect(client.query(`update app.content set ${column} = ${column}`)).rejects.toMatchObject({
        code: '42501',
      })
      await client.query('rollback')
    }
  })

  test('with no actor set there are no private rows, and no error', async () => {
    const app = new pg.Client({ connectionString: database.urls.app })
    await app.connect()
    for (const table of [
      'users',
      'purchases',
      'media_items',
      'sessions',
      'content_access',
      'organization_memberships',
    ]) {
      expect((await app.query(`select id from app.${table}`)).rows, table).toEqual([])
    }
    expect((await app.query('select id from app.content where status <> $1', ['published'])).rows).toEqual([])
    await app.end()
  })
})

describe('the roles', () => {
  test('add to the audit log, can never remove from it, and only have it forget where an erased person was', async () => {
    const { rows } = await client.query(
      `select role, has_any_column_privilege(role, 'app.audit_events', 'insert') as adds,
         has_table_privilege(role, 'app.audit_events', 'delete')
           or has_table_privilege(role, 'app.audit_events', 'truncate') as removes,
         array(select attname::text from pg_attribute where attrelid = 'app.audit_events'::regclass and attnum > 0
           and has_column_privilege(role, attrelid, attnum, 'update') order by 1) as changes
       from unnest(array['codex_app', 'codex_worker', 'codex_definer']) role`,
    )
    expect(rows).toEqual([
      { role: 'codex_app', adds: true, removes: false, changes: [] },
      { role: 'codex_worker', adds: true, removes: false, changes: [] },
      {
        ...{ role: 'codex_definer', adds: true, removes: false },
        changes: ['detail', 'ip_address', 'user_agent'],
      },
    ])
    const { rows: guards } = await client.query(
      "select tgenabled from pg_trigger where tgrelid = 'app.audit_events'::regclass and tgname = 'events_only_forget'",
    )
    expect(guards).toEqual([{ tgenabled: 'O' }])
  })

  test('are no superusers, pass no row security by, and requests and jobs own nothing', async () => {
    const { rows } = await client.query(
      `select rolname as name, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as mighty,
         (select count(*)::int from pg_class where relowner = r.oid and relnamespace = 'app'::regnamespace) as owns
       from pg_roles r where rolname like 'codex\\_%' and rolname <> 'codex_owner' order by 1`,
    )
    expect(rows).toEqual([
      { name: 'codex_app', mighty: false, owns: 0 },
      { name: 'codex_definer', mighty: false, owns: 0 },
      { name: 'codex_worker', mighty: false, owns: 0 },
    ])
  })

  test('cannot be widened by a function: none is open to everybody, and definers have a pinned search path', async () => {
    const { rows } = await client.query(
      `select p.oid::regprocedure::text as name from pg_proc p where pronamespace = 'app'::regnamespace
         and (has_function_privilege('public', p.oid, 'execute')
           or prosecdef and (pg_get_userbyid(proowner) <> 'codex_definer'
             or not coalesce('search_path=pg_catalog, pg_temp' = any (proconfig), false)))`,
    )
    expect(rows).toEqual([])
  })

  test('see no secrets: not password hashes, not how a buyer’s money was divided, not paid words, not what the tools said', async () => {
    const { rows } = await client.query(
      `select has_column_privilege('codex_app', 'app.users', 'password_hash', 'select') as hash,
         has_column_privilege('codex_worker', 'app.users', 'password_hash', 'select') as worker_hash,
         has_column_privilege('codex_app', 'app.purchases', 'platform_fee_cents', 'select') as fee,
         has_column_privilege('codex_app', 'app.content', 'content_body', 'select') as words,
         has_column_privilege('codex_app', 'app.media_items', 'failure_detail', 'select') as detail,
         has_column_privilege('codex_app', 'app.totp_factors', 'sealed_secret', 'select') as totp,
         has_column_privilege('codex_app', 'app.recovery_codes', 'code_hash', 'select') as recovery_code,
         has_column_privilege('codex_app', 'app.passkeys', 'public_key', 'select') as passkey,
         has_column_privilege('codex_app', 'app.organization_invitations', 'token_hash', 'select') as link,
         has_table_privilege('codex_app', 'app.purchases', 'insert') as sale`,
    )
    expect(rows).toEqual([
      {
        ...{ hash: false, worker_hash: false, fee: false, words: false, detail: false, sale: false },
        ...{ totp: false, recovery_code: false, passkey: false, link: false },
      },
    ])
  })
})
