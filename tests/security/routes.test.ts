import { readdirSync } from 'node:fs'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashToken } from '#platform/token.ts'
import { routesOf } from '#tests/support/ask.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Person, type World } from '#tests/support/world.ts'

/** Stands in everything that is private to the organization: no answer to anybody else may hold it. */
const secret = 'zq-secret'
const routeFiles = readdirSync('app/routes').sort()

type Handle = (args: LoaderFunctionArgs & ActionFunctionArgs) => unknown
type Routes = Record<string, { loader?: Handle; action?: Handle }>
/** One way to ask a route for what is the organization's. */
type Line = {
  readonly params?: Record<string, string>
  readonly search?: string
  /** What its action is sent, if it has one. */
  readonly sends?: readonly RequestInit[]
  /** The answer to the organization's owner or its buyer holds the secret: there is something to hide. */
  readonly shownTo?: 'owner' | 'buyer'
}

let wiring: Wiring
let world: World
let routes: Routes
let table: Record<string, readonly Line[]>
let insiders: Record<'owner' | 'buyer', Person>
let outsiders: Record<'guest' | 'stranger' | 'customer' | 'creator of another organization', Person | null>

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
})
const json = (body: unknown, method = 'POST'): RequestInit => ({ method, body: JSON.stringify(body) })
const intents = (...names: string[]) =>
  names.map((intent) => form({ intent, title: 'Taken over', price: '5', slug: 'taken-over' }))

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  const loaded = await Promise.all(
    routeFiles.map(async (file) => [file, (await import(`../../app/routes/${file}`)) as object] as const),
  )
  routes = Object.fromEntries(loaded)
  await layWorld()
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

async function layWorld(): Promise<void> {
  const owner = await world.person('Olga', 'creator')
  const buyer = await world.person('Bea')
  const customer = await world.person('Carl')
  const rival = await world.person('Rita', 'creator')
  insiders = { owner, buyer }
  outsiders = {
    guest: null,
    stranger: await world.person('Sam'),
    customer,
    'creator of another organization': rival,
  }
  const organization = await world.organization(owner, { name: 'Open' })
  const closed = await world.organization(owner, { name: 'Closed', isPublic: false })
  await world.organization(rival, { name: 'Rival' })
  const media = await world.media(owner, { status: 'ready' })
  await world.query('update app.media_items set title = $2, poster_key = $3 where id = $1', [
    media.id,
    `${secret} film`,
    `${owner.id}/thumbnails/${media.id}/1.jpg`,
  ])
  await world.query(
    `update app.organizations set custom_domain_token = $2, custom_domain = slug || '.example.com' where id = any ($1)`,
    [[organization.id, closed.id], `${secret}-token`],
  )
  const lay = (given: object, of = organization) =>
    world.post(owner, of, { mediaId: media.id, title: `${secret} post`, ...given })
  const draft = await lay({ status: 'draft' })
  const hidden = await lay({}, closed)
  const owned = await world.post(owner, organization, { title: 'For sale' })
  await world.grant(customer, owned)
  await world.query(`update app.content set description = $1, content_body = $1 where title like $1 || '%'`, [
    secret,
  ])
  await world.query(`update app.content set content_body = $2 where id = $1`, [owned.id, `${secret} words`])
  const forSale = await world.post(owner, organization, { title: 'Also for sale' })
  await world.query(`update app.content set content_body = $2 where id = $1`, [forSale.id, `${secret} words`])

  const [upload] = await world.query<{ id: string }>(
    `insert into app.uploads (media_item_id, creator_id, storage_upload_id, key, content_type, size_bytes, part_size_bytes, fingerprint, expires_at)
     values ($1, $2, 'u', 'k', 'video/mp4', 10, 5, $3, now() + interval '1 day') returning id`,
    [media.id, owner.id, `${secret}-print`],
  )
  const [checkout] = await world.query<{ id: string }>(
    `insert into app.checkouts (customer_id, content_id, organization_id, creator_id, amount_cents, currency, stripe_session_id, expires_at, status)
     values ($1, $2, $3, $4, 1200, 'usd', $5, now(), 'completed') returning id`,
    [buyer.id, hidden.id, closed.id, owner.id, `cs_of_the_buyer`],
  )
  const [purchase] = await world.query<{ id: string }>(
    `insert into app.purchases (customer_id, content_id, organization_id, creator_id, checkout_id, amount_paid_cents, currency, stripe_payment_intent_id, creator_payout_cents, status, purchased_at)
     values ($1, $2, $3, $4, $5, 1200, 'usd', 'pi_1', 1200, 'completed', now()) returning id`,
    [buyer.id, hidden.id, closed.id, owner.id, checkout!.id],
  )
  await world.grant(buyer, hidden)
  await world.query(
    `insert into app.passkeys (id, user_id, public_key, counter, device_type, is_backed_up, name)
     values ('owners-passkey', $1, 'k', 0, 'singleDevice', false, $2)`,
    [owner.id, `${secret} passkey`],
  )

  const [archive] = await world.query<{ id: string }>(
    `insert into app.data_exports (user_id, status, storage_key, bytes, ready_at, expires_at)
     values ($1, 'ready', $2, 1, now(), now() + interval '1 day') returning id`,
    [owner.id, `exports/${secret}.zip`],
  )

  for (const { id } of [organization, closed]) {
    await world.query(
      `insert into app.organization_role_definitions (organization_id, name, permissions) values ($1, $2, '{}')`,
      [id, `${secret} role`],
    )
    await world.query(
      `insert into app.organization_invitations (organization_id, email, role, token_hash, expires_at) values ($1, $2, 'member', $3, now() + interval '1 day')`,
      [id, `${secret}@codex.test`, hashToken(`link-${id}`)],
    )
  }

  for (const { id } of [organization, closed])
    await world.query(
      `insert into app.audit_events (user_id, organization_id, action, subject_type, detail)
       values ($1, $2, 'content.delete', 'content', $3)`,
      [owner.id, id, { title: `${secret} post` }],
    )

  const [role] = await world.query<{ id: string }>(
    'select id from app.organization_role_definitions where organization_id = $1',
    [closed.id],
  )
  const [invitation] = await world.query<{ id: string }>(
    'select id from app.organization_invitations where organization_id = $1',
    [closed.id],
  )

  const org = organization.slug
  const nothing: readonly Line[] = []
  const api = (rest: object): readonly Line[] =>
    [draft, hidden].map(({ id }) => ({ params: { id }, ...rest }))
  const playlists = (line: Line): readonly Line[] =>
    ['master.m3u8', '360p.m3u8'].map((name) => ({ params: { ...line.params, '*': name } }))
  const studio = (rest: Line = {}): readonly Line[] => [
    { ...rest, params: { org, ...rest.params } },
    { ...rest, params: { org: closed.slug, ...rest.params } },
  ]
  const uploadId = upload!.id
  table = {
    '$.tsx': nothing,
    '$org.$slug.tsx': [
      { params: { org, slug: draft.slug }, shownTo: 'owner' },
      { params: { org: closed.slug, slug: hidden.slug }, shownTo: 'owner' },
      { params: { org: closed.slug, slug: hidden.slug }, shownTo: 'buyer' },
      // The page is for everybody, its words are not.
      { params: { org, slug: forSale.slug }, shownTo: 'owner' },
    ],
    '$org._index.tsx': [{ params: { org } }, { params: { org: closed.slug }, shownTo: 'owner' }],
    '_index.tsx': [{}],
    'account._index.tsx': nothing,
    'account.data.tsx': [{ sends: [form({ intent: 'export' }), form({ intent: 'keep' })] }],
    'account.data_.archive.$exportId.ts': [{ params: { exportId: archive!.id } }],
    'account.data_.deletion.tsx': [{ sends: [form({ confirmation: owner.email }), form({})] }],
    'account.devices.tsx': [{ sends: [form({ id: 'x' }), form({ intent: 'others' })] }],
    'account.email.tsx': [{ sends: [form({ email: 'taken-over@codex.test', currentPassword: 'x' })] }],
    'account.password.tsx': [{ sends: [form({ currentPassword: 'x', password: 'taken over' })] }],
    'account.profile.tsx': [{ sends: [form({ fullName: 'Taken over' })] }],
    'account.confirm.tsx': [{ sends: [form({}), form({ intent: 'code', code: '123456' })] }],
    'account.passkey-options.ts': [{ sends: [json({ for: 'sign_in' }), json({ for: 'add' })] }],
    'account.security.tsx': [
      {
        search: `?required=${closed.slug}`,
        sends: ['begin_totp', 'remove_totp', 'remove_passkey', 'rename_passkey', 'add_passkey'].map(
          (intent) => form({ intent, passkeyId: 'owners-passkey', name: 'Taken over' }),
        ),
        shownTo: 'owner',
      },
    ],
    'account.security_.authenticator.tsx': [{ sends: [form({ code: '123456' })] }],
    'account.security_.recovery-codes.tsx': [{ sends: [form({})] }],
    'account.organizations.tsx': [
      { sends: [form({ organization: org }), form({ organization: closed.slug })] },
    ],
    'api.content.$id.access.ts': api({}),
    'api.content.$id.download.ts': api({}),
    'api.content.$id.hls.$.ts': api({}).flatMap(playlists),
    'api.content.$id.preview.$.ts': api({}).flatMap(playlists),
    'api.content.$id.resume.ts': api({ sends: [json({ playbackPosition: 1 })] }),
    'api.content.$id.storyboard[.vtt].ts': api({}),
    'api.content.$id.stream.ts': api({}),
    'api.content.$id.ts': api({ shownTo: 'owner' }),
    'api.media.$id.hls.$.ts': [{ params: { id: media.id } }].flatMap(playlists),
    'api.media.$id.stream.ts': [{ params: { id: media.id } }],
    'api.uploads.$uploadId.complete.ts': [{ params: { uploadId }, sends: [json({})] }],
    'api.uploads.$uploadId.parts.$partNumber.ts': [
      {
        params: { uploadId, partNumber: '1' },
        sends: [json({}), json({ etag: 'x', sizeBytes: 5 }, 'PUT')],
      },
    ],
    'api.uploads.$uploadId.parts._index.ts': [{ params: { uploadId }, shownTo: 'owner' }],
    'api.uploads.$uploadId.ts': [{ params: { uploadId }, sends: [{ method: 'DELETE' }] }],
    'api.uploads.ts': [{ search: `?fingerprint=${secret}-print` }],
    'checkout.$contentId.tsx': [draft, hidden].map(({ id }) => ({
      params: { contentId: id },
      sends: [form({})],
    })),
    'checkout.done.tsx': [{ search: `?session_id=cs_of_the_buyer` }],
    'healthz.ts': [{}],
    // A link shows whom it is for to whoever holds it, and lets in nobody else.
    'invite.$token.tsx': [
      { params: { token: 'nonsense' }, sends: [form({ intent: 'accept' }), form({ intent: 'decline' })] },
    ],
    'library.tsx': [{ shownTo: 'buyer' }],
    'live.media.ts': [{ search: `?org=${org}` }, { search: `?org=${closed.slug}` }],
    'login.tsx': [{}],
    'login_.second-factor.tsx': [{ sends: [form({ code: '123456' })] }],
    'logout.tsx': nothing,
    'platform._index.tsx': [{}],
    'platform.people.$personId.account.tsx': [
      { params: { personId: owner.id }, sends: [form({ intent: 'disable', reason: 'I am curious' })] },
    ],
    'platform.audit._index.tsx': [{}, { search: `?organization=${closed.slug}` }],
    'platform.audit.export.ts': [{}, { search: `?organization=${closed.slug}` }],
    'platform.people.$personId.see-as.tsx': [
      { params: { personId: owner.id }, sends: [form({ reason: 'I am curious' })] },
    ],
    'platform.people._index.tsx': [{ search: '?q=o' }],
    'platform.tsx': [{}],
    'posters.content.$contentId.ts': [draft, hidden].map(({ id }) => ({ params: { contentId: id } })),
    'posters.media.$mediaId.ts': [{ params: { mediaId: media.id } }],
    'posters.organizations.$organizationId.$picture.ts': [organization, closed].flatMap(({ id }) =>
      ['logo', 'hero', 'hero-small'].map((picture) => ({ params: { organizationId: id, picture } })),
    ),
    'purchases.$purchaseId.tsx': [{ params: { purchaseId: purchase!.id }, shownTo: 'buyer' }],
    'purchases._index.tsx': [{ shownTo: 'buyer' }],
    'readyz.ts': [{}],
    'register.tsx': [{}],
    'reset.tsx': [{}, { search: '?token=none', sends: [form({ password: 'a new password' })] }],
    'studio.$org._index.tsx': studio(),
    'studio.$org.audit._index.tsx': studio({ shownTo: 'owner' }),
    'studio.$org.audit.export.ts': studio({ shownTo: 'owner' }),
    'studio.$org.content.$contentId.tsx': [
      {
        params: { org, contentId: draft.id },
        sends: intents('save', 'publish', 'archive', 'delete', 'restore', 'preview'),
        shownTo: 'owner',
      },
      { params: { org: closed.slug, contentId: hidden.id }, sends: intents('save', 'archive', 'delete') },
    ],
    'studio.$org.content._index.tsx': studio({ shownTo: 'owner' }),
    'studio.$org.content.new.tsx': studio({ sends: intents('save'), shownTo: 'owner' }),
    'studio.$org.media.$mediaId.tsx': studio({
      params: { mediaId: media.id },
      sends: intents('rename', 'retry', 'delete', 'restore'),
      shownTo: 'owner',
    }),
    'studio.$org.media.$mediaId_.original.ts': studio({ params: { mediaId: media.id } }),
    'studio.$org.media._index.tsx': studio({ shownTo: 'owner' }),
    'studio.$org.people._index.tsx': studio({
      sends: [
        form({ intent: 'invite', emails: 'me@codex.test', role: 'admin' }),
        ...['role', 'grants', 'remove', 'reactivate', 'transfer'].map((intent) =>
          form({ intent, personId: owner.id, role: 'member' }),
        ),
        form({ intent: 'resend', invitationId: invitation!.id }),
        form({ intent: 'revoke', invitationId: invitation!.id }),
      ],
      shownTo: 'owner',
    }),
    'studio.$org.people.roles.tsx': studio({
      sends: ['create', 'edit', 'delete'].map((intent) => form({ intent, name: 'Mine', roleId: role!.id })),
      shownTo: 'owner',
    }),
    'studio.$org.sales.tsx': [{ params: { org: closed.slug }, shownTo: 'owner' }],
    'studio.$org.settings._index.tsx': studio({ sends: intents('save') }),
    'studio.$org.settings.branding.tsx': studio({
      sends: [
        form({ intent: 'colors', primaryColor: '#000000' }),
        form({ intent: 'remove-logo' }),
        form({ intent: 'logo' }),
      ],
    }),
    'studio.$org.settings.deletion.tsx': [organization, closed].map(({ slug }) => ({
      params: { org: slug },
      sends: [form({ confirmation: slug })],
    })),
    'studio.$org.settings.domain.tsx': studio({
      sends: [
        form({ intent: 'claim', domain: 'films.example.com' }),
        form({ intent: 'verify' }),
        form({ intent: 'remove' }),
      ],
      shownTo: 'owner',
    }),
    'studio.$org.settings.security.tsx': studio({ sends: [form({ requiresSecondFactor: 'on' })] }),
    'studio.$org.settings.storefront.tsx': studio({
      sends: [form({ about: 'Taken over' })],
    }),
    'studio.$org.settings.tsx': studio(),
    'studio.$org.transcoding.tsx': studio({ sends: [form({ mediaId: media.id })], shownTo: 'owner' }),
    'studio.$org.tsx': studio(),
    'studio._index.tsx': [
      { search: '?all' },
      ...[organization, closed].map(({ id }) => ({
        search: '?all',
        sends: [form({ intent: 'restore', organizationId: id })],
      })),
    ],
    'studio.new.tsx': [{}],
    'support.end.ts': nothing,
    'theme.tsx': nothing,
    'verify.tsx': [{ search: '?token=none', sends: [form({})] }],
    'webhooks.stripe.tsx': [{ sends: [json({ type: 'checkout.session.completed', id: checkout!.id })] }],
  }
}

/** Status and whole body of what a handler answers or throws; a bug is 500. */
async function ask(
  handle: Handle,
  { params = {}, search = '' }: Line,
  who: Person | null,
  init?: RequestInit,
): Promise<{ status: number; body: string }> {
  const asked = routesOf(wiring).ask(
    ((args: LoaderFunctionArgs & ActionFunctionArgs) => Promise.resolve().then(() => handle(args))) as never,
    `/x${search}`,
    params,
    who,
    init,
  ) as Promise<unknown>
  const answer = await asked.catch((thrown: unknown) => thrown)
  if (answer instanceof Error) return { status: 500, body: String(answer.stack) }
  if (answer instanceof Response)
    return { status: answer.status, body: (await answer.text()) + (answer.headers.get('location') ?? '') }
  const { init: sent } = (answer ?? {}) as { init?: ResponseInit | null }
  return { status: sent?.status ?? 200, body: JSON.stringify(answer) ?? '' }
}

/** Everything the organization has. */
async function belongings(): Promise<unknown> {
  const of = (sql: string) => world.query(sql, [insiders.owner.id])
  return {
    posts: await of('select * from app.content where creator_id = $1 order by id'),
    organizations: await of(
      'select o.* from app.organizations o join app.organization_memberships m on m.organization_id = o.id where m.user_id = $1 order by o.id',
    ),
    media: await of('select * from app.media_items where creator_id = $1 order by id'),
    uploads: await of('select * from app.uploads where creator_id = $1'),
    parts: await of('select * from app.upload_parts where creator_id = $1'),
    purchases: await of('select * from app.purchases where creator_id = $1'),
    checkouts: await of('select * from app.checkouts where creator_id = $1'),
    exports: await world.query('select * from app.data_exports where user_id = $1', [insiders.owner.id]),
    passkeys: await world.query('select * from app.passkeys where user_id = $1', [insiders.owner.id]),
    people: await world.query(
      `select m.* from app.organization_memberships m
       join app.organization_memberships own on own.organization_id = m.organization_id and own.user_id = $1 order by m.id`,
      [insiders.owner.id],
    ),
    invitations: await world.query(
      `select * from app.organization_invitations where email like '${secret}%' order by id`,
    ),
    roles: await world.query(
      `select * from app.organization_role_definitions where name like '${secret}%' order by id`,
    ),
    audit: await world.query(
      'select * from app.audit_events where organization_id in (select organization_id from app.organization_memberships where user_id = $1)',
      [insiders.owner.id],
    ),
  }
}

test('every route has its lines here', () => {
  expect(Object.keys(table).sort()).toEqual(routeFiles)
})

describe.each(routeFiles)('%s', (file) => {
  test('tells and does nothing of an organization for anybody outside of it', async () => {
    const { loader, action } = routes[file]!
    const before = await belongings()
    for (const line of table[file]!) {
      for (const [who, person] of Object.entries(outsiders)) {
        const answers = [
          ...(loader ? [await ask(loader, line, person)] : []),
          ...(await Promise.all(
            (action ? (line.sends ?? []) : []).map((sent) => ask(action!, line, person, sent)),
          )),
        ]
        for (const { status, body } of answers) {
          expect(status, `${who}: ${body}`).toBeLessThan(500)
          expect(body, who).not.toContain(secret)
        }
      }
    }
    expect(await belongings()).toEqual(before)
  })

  test('shows those inside what it hides from others', async () => {
    const { loader } = routes[file]!
    for (const line of table[file]!) {
      if (!line.shownTo) continue
      const { status, body } = await ask(loader!, line, insiders[line.shownTo])
      expect(status, body).toBe(200)
      expect(body).toContain(secret)
    }
  })

  test('takes ids that are none calmly', async () => {
    const { loader, action } = routes[file]!
    for (const line of table[file]!) {
      for (const name of Object.keys(line.params ?? {})) {
        for (const id of ['nonsense', "' or 1=1 --", '..', 'x'.repeat(3000), '%', '💥\r\nx']) {
          const odd = { ...line, params: { ...line.params, [name]: id } }
          const answers = [
            ...(loader ? [await ask(loader, odd, insiders.owner)] : []),
            ...(action && line.sends?.[0] ? [await ask(action, odd, insiders.owner, line.sends[0])] : []),
          ]
          for (const { status, body } of answers) expect(status, `${name}=${id}: ${body}`).toBeLessThan(500)
        }
      }
    }
  })
})
