import type pg from 'pg'
import { fillWorld, sizes } from '../actor/world.ts'

/** What sweeps look through, beside the films and posts of the common world. */
export const sweepSizes = {
  playback: 10_000_000,
  waitingTasks: 200_000,
  sessions: 1_000_000,
  mails: 1_000_000,
} as const

const idOf = (kind: string, n: string) => `md5('${kind}' || (${n}))::uuid`
const creatorOf = (n: string) => `${idOf('person', `(${n}) % ${sizes.creators} + 1`)}`

const indexed = ['video_playback', 'transcode_tasks', 'sessions', 'email_logs']

const inserts = [
  // Each pair of person and post once; ten begin within a second, the last of them now.
  `insert into app.video_playback (user_id, content_id, position_seconds, duration_seconds, created_at, updated_at)
   select ${idOf('person', `n % ${sizes.people} + 1`)}, ${idOf('post', `n::bigint * 7919 % ${sizes.posts} + 1`)}, 60, 600,
     now() - n * interval '100 milliseconds', now() - n * interval '100 milliseconds'
   from generate_series(1, ${sweepSizes.playback}) n`,
  // A hundred films that wait, of 2,000 parts each.
  `insert into app.transcode_tasks (media_item_id, creator_id, generation, kind, position, cost, scratch_bytes, created_at)
   select ${idOf('media', 'n % 100 + 1')}, ${creatorOf('n % 100 + 1')}, 1, 'chunk', n / 100, 1, 1, now() - n * interval '1 second'
   from generate_series(1, ${sweepSizes.waitingTasks}) n`,
  `insert into app.sessions (id, user_id, expires_at, absolute_expires_at)
   select 'session-' || n, ${idOf('person', `n % ${sizes.people} + 1`)}, now() + interval '7 days', now() + interval '30 days'
   from generate_series(1, ${sweepSizes.sessions}) n`,
  `insert into app.email_logs (recipient_email, user_id, email_type, dedupe_key, status, sent_at)
   select 'person@codex.test', ${idOf('person', `n % ${sizes.people} + 1`)}, 'receipt', 'receipt:' || n, 'sent', now()
   from generate_series(1, ${sweepSizes.mails}) n`,
  `update app.media_items set extension_owed = true where id in (select ${idOf('media', 'n')} from generate_series(1, 1000) n)`,
]

/** Fills an empty, migrated database; keys and indexes are made at the end. */
export async function fillSweptWorld(client: pg.Client, say: (line: string) => void): Promise<void> {
  await fillWorld(client)
  await client.query('truncate app.video_playback')
  const { rows: keys } = await client.query<{ name: string; command: string }>(
    `select conname as name, pg_get_constraintdef(oid) as command from pg_constraint
     where conrelid = 'app.video_playback'::regclass and contype in ('u', 'p')`,
  )
  const { rows: indexes } = await client.query<{ name: string; command: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as command from pg_index i
     where i.indrelid = any ($1::text[]::regclass[])
       and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [indexed.map((name) => `app.${name}`)],
  )
  for (const { name } of keys) await client.query(`alter table app.video_playback drop constraint "${name}"`)
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  for (const insert of inserts) {
    say(`sweeps: ${insert.slice(0, 40).trim()} …`)
    await client.query(insert)
  }
  for (const { name, command } of keys)
    await client.query(`alter table app.video_playback add constraint "${name}" ${command}`)
  for (const { command } of indexes) await client.query(command)
  for (const name of [...indexed, 'media_items']) await client.query(`vacuum analyze app.${name}`)
}
