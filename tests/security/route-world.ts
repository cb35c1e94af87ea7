import type { Organization, Person, Post, World } from '#tests/support/world.ts'
import { hashToken } from '#platform/token.ts'

/** Everybody that the law of who sees what speaks of, and a creator of another organization. */
export const roles = [
  'guest',
  'stranger',
  'unproved',
  'owed',
  'owedPlatform',
  'customer',
  'otherCustomer',
  'subscriber',
  'member',
  'otherCreator',
  'creator',
  'admin',
  'owner',
  'platform',
  'rival',
] as const
export type Role = (typeof roles)[number]

/** Words and numbers that stand in one private thing each: whoever's answer holds one was shown that thing. */
export const marks = {
  draft: 'zq-draft',
  /** A published post of an organization that is not public, and its words. */
  hidden: 'zq-hidden',
  hiddenWords: 'zq-unheard',
  /** The words of a post for sale, and of one that `otherCustomer` has bought. */
  words: 'zq-words',
  boughtWords: 'zq-paid',
  /** A film that posts use, one that none uses, and an upload that is not complete. */
  film: 'zq-film',
  spare: 'zq-spare',
  upload: 'zq-print',
  customRole: 'zq-role',
  invitation: 'zq-invited',
  domainToken: 'zq-token',
  passkey: 'zq-passkey',
  device: 'zq-device',
  event: 'zq-event',
  archive: 'zq-archive',
  /** Who bought, what they paid, and what each was given of it (cents). */
  buyer: 'zq-bea',
  paid: '98765432',
  fee: '10203040',
  organizationFee: '20304050',
  payout: '68258342',
} as const

export type Mark = keyof typeof marks

/**
 * An open and a closed organization of one owner with their people, a rival, and one private thing of every kind.
 * `layMedia` makes the film that posts use.
 */
export async function layRouteWorld(
  world: World,
  layMedia = (creator: Person): Promise<{ id: string }> => world.media(creator, { status: 'ready' }),
) {
  const everybody = {
    owner: await world.person('Olga', 'creator'),
    admin: await world.person('Ada', 'creator'),
    creator: await world.person('Cleo', 'creator'),
    otherCreator: await world.person('Omar', 'creator'),
    member: await world.person('Mia'),
    subscriber: await world.person('Sue'),
    customer: await world.person(marks.buyer),
    otherCustomer: await world.person('Carl'),
    stranger: await world.person('Sam'),
    // Made an admin of both organizations before the address was theirs.
    unproved: await world.unproved('Una'),
    // An admin of both organizations, and a platform owner, who have not proved the second factor that is asked of them.
    owed: await world.person('Otto', 'creator'),
    owedPlatform: await world.person('Pia', 'platform_owner'),
    rival: await world.person('Rita', 'creator'),
    platform: await world.person('Paula', 'platform_owner'),
    guest: null,
  } satisfies Record<Role, Person | null>
  // Whoever is not here to owe a second factor has proved one.
  const people = Object.fromEntries(
    Object.entries(everybody).map(([role, person]) => [
      role,
      person && world.proving(person, !role.startsWith('owed')),
    ]),
  ) as typeof everybody
  const { owner, creator, customer } = people
  const open = await world.organization(owner, { name: 'Open' })
  const closed = await world.organization(owner, { name: 'Closed', isPublic: false })
  await world.organization(people.rival, { name: 'Rival', isPublic: false })
  for (const organization of [open, closed]) {
    await joinStaff(world, organization, people)
    await world.join(organization, people.unproved, 'admin')
    await world.join(organization, people.owed, 'admin')
  }

  await world.query('update app.organizations set requires_second_factor = true where id = any ($1)', [
    [open.id, closed.id],
  ])
  const film = await layMedia(creator)
  const spare = await world.media(creator, { status: 'ready' })
  await world.query('update app.media_items set title = $2 where id = $1', [film.id, marks.film])
  await world.query('update app.media_items set title = $2 where id = $1', [spare.id, marks.spare])
  const lay = async (organization: Organization, title: string, words: string, given: object = {}) => {
    const post = await world.post(creator, organization, { title, ...given })
    await world.query('update app.content set description = $2, content_body = $3 where id = $1', [
      post.id,
      title.startsWith('zq') ? title : 'For everybody to read.',
      words,
    ])
    return post
  }
  const draft = await lay(open, marks.draft, marks.draft, { status: 'draft', mediaId: film.id })
  const hidden = await lay(closed, marks.hidden, marks.hiddenWords, { mediaId: film.id })
  await world.query('update app.content set downloads_allowed = true where id = $1', [hidden.id])
  const forSale = await lay(open, 'For sale', marks.words)
  const bought = await lay(open, 'Also for sale', marks.boughtWords)
  await world.grant(people.otherCustomer, bought)
  await world.grant(customer, hidden)
  const purchase = await laySale(world, customer, hidden, closed)
  const uploadId = await layUpload(world, creator, spare.id)
  const { customRole, invitation } = await layPeopleOf(world, [open, closed])
  await world.query(
    `insert into app.passkeys (id, user_id, public_key, counter, device_type, is_backed_up, name)
     values ('owners-passkey', $1, 'k', 0, 'singleDevice', false, $2)`,
    [owner.id, marks.passkey],
  )
  await world.query(
    `insert into app.sessions (id, user_id, user_agent, ip_address, expires_at, absolute_expires_at)
     values ('owners-session', $1, $2, $2, now() + interval '1 day', now() + interval '1 day')`,
    [owner.id, marks.device],
  )
  await world.query(
    `update app.organizations set custom_domain_token = $2, custom_domain = slug || '.example.com' where id = any ($1)`,
    [[open.id, closed.id], marks.domainToken],
  )
  for (const { id } of [open, closed])
    await world.query(
      `insert into app.audit_events (user_id, organization_id, action, subject_type, detail)
       values ($1, $2, 'content.delete', 'content', $3)`,
      [owner.id, id, { title: marks.event }],
    )
  const [archive] = await world.query<{ id: string }>(
    `insert into app.data_exports (user_id, status, storage_key, bytes, ready_at, expires_at)
     values ($1, 'ready', $2, 1, now(), now() + interval '1 day') returning id`,
    [owner.id, `exports/${marks.archive}.zip`],
  )
  return {
    people,
    ...{ open, closed, film, spare, draft, hidden, forSale, bought, uploadId, customRole, invitation },
    ...purchase,
    archiveId: archive!.id,
  }
}

export type RouteWorld = Awaited<ReturnType<typeof layRouteWorld>>

async function joinStaff(
  world: World,
  organization: Organization,
  people: Record<'admin' | 'creator' | 'otherCreator' | 'member' | 'subscriber', Person>,
): Promise<void> {
  await world.join(organization, people.admin, 'admin')
  await world.join(organization, people.creator, 'creator')
  await world.join(organization, people.otherCreator, 'creator')
  await world.join(organization, people.member, 'member')
  await world.join(organization, people.subscriber, 'subscriber')
}

async function layUpload(world: World, creator: Person, mediaId: string): Promise<string> {
  const [upload] = await world.query<{ id: string }>(
    `insert into app.uploads (media_item_id, creator_id, storage_upload_id, key, content_type, size_bytes, part_size_bytes, fingerprint, expires_at)
     values ($1, $2, 'u', 'k', 'video/mp4', 10, 5, $3, now() + interval '1 day') returning id`,
    [mediaId, creator.id, marks.upload],
  )
  return upload!.id
}

async function laySale(world: World, customer: Person, post: Post, organization: Organization) {
  const [checkout] = await world.query<{ id: string }>(
    `insert into app.checkouts (customer_id, content_id, organization_id, creator_id, amount_cents, currency, stripe_session_id, expires_at, status)
     select $1, id, organization_id, creator_id, $3, 'usd', 'cs_of_the_customer', now(), 'completed' from app.content where id = $2 returning id`,
    [customer.id, post.id, marks.paid],
  )
  const [purchase] = await world.query<{ id: string }>(
    `insert into app.purchases (customer_id, content_id, organization_id, creator_id, checkout_id, amount_paid_cents, currency,
       stripe_payment_intent_id, platform_fee_cents, organization_fee_cents, creator_payout_cents, status, purchased_at)
     select $1, id, $3, creator_id, $4, $5, 'usd', 'pi_1', $6, $7, $8, 'completed', now() from app.content where id = $2 returning id`,
    [
      customer.id,
      post.id,
      organization.id,
      checkout!.id,
      marks.paid,
      marks.fee,
      marks.organizationFee,
      marks.payout,
    ],
  )
  await world.query(
    `insert into app.payment_problems (checkout_id, stripe_session_id, problem, paid_cents, currency)
     values ($1, 'cs_of_the_customer', 'amount', $2, 'usd')`,
    [checkout!.id, marks.paid],
  )
  return { checkoutId: checkout!.id, purchaseId: purchase!.id }
}

/** A custom role and an invitation in each; answers those of the last. */
async function layPeopleOf(world: World, organizations: readonly Organization[]) {
  let customRole = ''
  let invitation = ''
  for (const { id } of organizations) {
    const [role] = await world.query<{ id: string }>(
      `insert into app.organization_role_definitions (organization_id, name, permissions) values ($1, $2, '{}') returning id`,
      [id, marks.customRole],
    )
    const [invited] = await world.query<{ id: string }>(
      `insert into app.organization_invitations (organization_id, email, role, token_hash, expires_at)
       values ($1, $2, 'member', $3, now() + interval '1 day') returning id`,
      [id, `${marks.invitation}@codex.test`, hashToken(`link-${id}`)],
    )
    customRole = role!.id
    invitation = invited!.id
  }
  return { customRole, invitation }
}
