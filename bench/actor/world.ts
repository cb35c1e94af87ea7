import type pg from 'pg'

/** How much of everything there is. */
export const sizes = {
  people: 99_991,
  creators: 2_000,
  organizations: 1_000,
  media: 1_000_000,
  posts: 1_000_000,
  purchases: 1_000_000,
} as const

/** The n-th id of a kind, the same here and in the database. */
const idOf = (kind: string, n: string) => `md5('${kind}' || (${n}))::uuid`
/** Creators of the organization of post or media item n: its owner, and one more. */
const creatorOf = (n: string) => `(${n}) % ${sizes.creators} + 1`
const organizationOf = (n: string) => `(${n}) % ${sizes.organizations} + 1`
/** One post in five is a draft. */
const isPublished = (n: string) => `(${n}) / ${sizes.organizations} % 5 <> 4`
/** A post of another organization at each purchase; each pair of person and post once. */
const postOf = (n: string) => `(${n})::bigint * 7919 % ${sizes.posts} + 1`
const personOf = (n: string) => `(${n}) % ${sizes.people} + 1`
const minutesAgo = (n: string) => `now() - (${n}) * interval '1 minute'`

const filled = [
  'users',
  'organizations',
  'organization_memberships',
  'media_items',
  'content',
  'purchases',
  'content_access',
  'video_playback',
]

const inserts = [
  `insert into app.users (id, email, password_hash, full_name, role)
   select ${idOf('person', 'n')}, 'person-' || n || '@codex.test', 'x', 'Person ' || n,
     case when n <= ${sizes.creators} then 'creator' else 'customer' end
   from generate_series(1, ${sizes.people}) n`,

  `insert into app.organizations (id, slug, name, description, created_at)
   select ${idOf('organization', 'n')}, 'studio-' || n, 'Studio ' || n, 'Films of studio ' || n, ${minutesAgo('n')}
   from generate_series(1, ${sizes.organizations}) n`,

  // Its owner, an admin, a creator, and twenty members.
  `insert into app.organization_memberships (organization_id, user_id, role, joined_at)
   select ${idOf('organization', 'n')}, ${idOf(
     'person',
     `case seat
       when 0 then n when 1 then n % ${sizes.organizations} + 1 when 2 then n + ${sizes.organizations}
       else ${sizes.creators} + n * 20 + seat end`,
   )},
     (array['owner', 'admin', 'creator', 'member'])[least(seat, 3) + 1], now()
   from generate_series(1, ${sizes.organizations}) n, generate_series(0, 22) seat`,

  `insert into app.media_items (id, creator_id, title, media_type, status, original_key, original_filename, file_size_bytes,
     mime_type, duration_seconds, width, height, poster_key, published_generation, generation, percent, uploaded_at, ready_at, created_at, updated_at)
   select ${idOf('media', 'n')}, ${idOf('person', creatorOf('n'))}, 'Film ' || n, 'video', 'ready',
     ${idOf('person', creatorOf('n'))} || '/originals/' || ${idOf('media', 'n')} || '/film.mp4', 'film.mp4', 1000000 + n,
     'video/mp4', 600, 1920, 1080, 'poster', 1, 1, 100, now(), now(), ${minutesAgo('n')}, ${minutesAgo('n')}
   from generate_series(1, ${sizes.media}) n`,

  // One in ten is private.
  `insert into app.content (id, creator_id, organization_id, organization_is_public, media_item_id, title, slug, description, content_type,
     category, tags, visibility, price_cents, status, published_at, media_status, duration_seconds, poster_key, created_at)
   select ${idOf('post', 'n')}, ${idOf('person', creatorOf('n'))}, ${idOf('organization', organizationOf('n'))}, true,
     ${idOf('media', `n % ${sizes.media}`)}, 'Post ' || n, 'post-' || n, repeat('Words about the film. ', 10), 'video',
     'films', '["one", "two"]', (array['purchased_only', 'public', 'members_only', 'purchased_only', 'private'])[
       case when k % 10 = 9 then 5 else k % 4 + 1 end],
     1200, case when ${isPublished('n')} then 'published' else 'draft' end,
     ${minutesAgo('n')}, 'ready', 600, 'poster', ${minutesAgo('n')}
   from (select n, n / ${sizes.organizations} as k from generate_series(1, ${sizes.posts}) n) posts`,

  `insert into app.purchases (id, customer_id, content_id, organization_id, creator_id, checkout_id, amount_paid_cents, currency,
     stripe_payment_intent_id, platform_fee_cents, creator_payout_cents, status, purchased_at, created_at)
   select ${idOf('purchase', 'n')}, ${idOf('person', personOf('n'))}, ${idOf('post', postOf('n'))},
     ${idOf('organization', organizationOf(postOf('n')))}, ${idOf('person', creatorOf(postOf('n')))},
     ${idOf('checkout', 'n')}, 1200, 'usd', 'pi_' || n, 120, 1080, 'completed', ${minutesAgo('n')}, ${minutesAgo('n')}
   from generate_series(1, ${sizes.purchases} * 2) n where ${isPublished(postOf('n'))} limit ${sizes.purchases}`,

  `insert into app.content_access (user_id, content_id, organization_id, access_type, granted_at)
   select customer_id, content_id, organization_id, 'purchased', purchased_at from app.purchases`,

  `insert into app.video_playback (user_id, content_id, position_seconds, duration_seconds, updated_at)
   select customer_id, content_id, 60, 600, purchased_at from app.purchases where substr(stripe_payment_intent_id, 4)::int % 3 = 0`,
]

/** Fills an empty, migrated database as its administrator: no triggers, no foreign keys, indexes made at the end. */
export async function fillWorld(client: pg.Client): Promise<void> {
  await client.query("set session_replication_role = 'replica'; set maintenance_work_mem = '512MB'")
  const { rows: indexes } = await client.query<{ name: string; command: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as command from pg_index i
     where i.indrelid = any ($1::text[]::regclass[])
       and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [filled.map((name) => `app.${name}`)],
  )
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  for (const insert of inserts) await client.query(insert)
  for (const { command } of indexes) await client.query(command)
  for (const name of filled) await client.query(`vacuum analyze app.${name}`)
}
