import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { deleteExpired } from '#domain/account/delete-expired.ts'
import { listUnsettledCheckouts } from '#domain/commerce/settlement-queries.ts'
import { claimTimes } from '#domain/transcode/work/claim-rules.ts'
import { listOwedTasks, listOwedTranscodes, listUntidy } from '#domain/transcode/work/queries.ts'
import { wireForTest } from '#tests/support/wiring.ts'
import { openWorld } from '#tests/support/world.ts'

const system = { kind: 'system', job: 'test' } as const

test('films are owed a plan when they wait, or when whoever looks at them has long been silent', async () => {
  const { database, asWorker } = await wireForTest()
  const world = await openWorld(database)
  const creator = await world.person('Maya', 'creator')
  const laid = async (status: string, silent?: string) => {
    const { id } = await world.media(creator, { status })
    if (silent)
      await world.query(
        "update app.media_items set claimed_by = 'somebody', heartbeat_at = now() - $2::interval where id = $1",
        [id, silent],
      )
    return id
  }
  const waiting = await laid('uploaded')
  const silent = await laid('transcoding', '2 minutes')
  await laid('transcoding', '5 seconds')
  // Planned already: its tasks are what is owed.
  await laid('transcoding')
  await laid('ready')
  await laid('failed')
  const deleted = await laid('uploaded')
  await world.query('update app.media_items set deleted_at = now() where id = $1', [deleted])
  const owed = await asWorker(system, (tx) => listOwedTranscodes(tx, claimTimes(30), 100))
  expect(owed.sort()).toEqual([waiting, silent].sort())
  await world.close()
})

test('tasks are owed a ticket when they wait, or when their worker has long been silent', async () => {
  const { database, asWorker } = await wireForTest()
  const world = await openWorld(database)
  const creator = await world.person('Maya', 'creator')
  const media = async (change: string, status = 'transcoding') => {
    const { id } = await world.media(creator, { status })
    await world.query(`update app.media_items set generation = 1, ${change} where id = $1`, [id])
    return id
  }
  let position = 0
  const laid = async (mediaId: string, status: string, silent = '0', generation = 1) => {
    const [row] = await world.query<{ id: string }>(
      `insert into app.transcode_tasks (media_item_id, creator_id, generation, kind, position, status, cost, scratch_bytes, heartbeat_at, made)
       values ($1, $2, $3, 'chunk', $4, $5, 1, 1, now() - $6::interval, case when $5 = 'done' then '{}'::jsonb end) returning id`,
      [mediaId, creator.id, generation, position++, status, silent],
    )
    return row!.id
  }
  const film = await media('percent = 0')
  const owed = [
    await laid(film, 'waiting'),
    await laid(film, 'running', '2 minutes'),
    // Of a film that is played already, and is to have more.
    await laid(await media('published_generation = 1, improving = true', 'ready'), 'waiting'),
  ]
  await laid(film, 'running', '5 seconds')
  await laid(film, 'blocked')
  await laid(film, 'done')
  await laid(film, 'waiting', '0', 0)
  await laid(await media('deleted_at = now()'), 'waiting')
  const listed = await asWorker(system, (tx) => listOwedTasks(tx, claimTimes(30), 100))
  expect(listed.map(({ taskId }) => taskId).sort()).toEqual(owed.sort())
  await world.close()
})

test('films are looked through for objects that nothing refers to when the links to them are dead, or they were deleted in work', async () => {
  const { database, asWorker } = await wireForTest()
  const world = await openWorld(database)
  const creator = await world.person('Maya', 'creator')
  const laid = async (status: string, change: string) => {
    const { id } = await world.media(creator, { status })
    await world.query(`update app.media_items set ${change} where id = $1`, [id])
    return id
  }
  const due = [
    await laid('ready', "tidy_after = now() - interval '1 second'"),
    await laid('transcoding', 'deleted_at = now()'),
  ]
  await laid('ready', "tidy_after = now() + interval '1 hour'")
  // Its objects are there if it is taken back.
  await laid('ready', 'published_generation = 1, deleted_at = now()')
  await laid('transcoding', 'percent = 5')
  expect((await asWorker(system, (tx) => listUntidy(tx, 100))).sort()).toEqual(due.sort())
  await world.close()
})

test('checkouts are compared with Stripe soon after they begin, then ever more rarely', async () => {
  const { database, asWorker } = await wireForTest()
  const world = await openWorld(database)
  const creator = await world.person('Maya', 'creator')
  const customer = await world.person('Carl')
  const post = await world.post(creator, await world.organization(creator))
  const laid = async (
    status: string,
    age: string,
    compared: string | null,
    session = true,
    expires = '1 day',
  ) => {
    const [row] = await world.query<{ id: string }>(
      `insert into app.checkouts (customer_id, content_id, creator_id, amount_cents, currency, status, stripe_session_id, created_at, reconciled_at, expires_at)
       values ($1, $2, $3, 1200, 'usd', $4, $5, now() - $6::interval, now() - $7::interval, now() + $8::interval) returning id`,
      [customer.id, post.id, creator.id, status, session ? randomUUID() : null, age, compared, expires],
    )
    return row!.id
  }
  const due = [
    await laid('open', '3 minutes', null),
    await laid('awaiting_payment', '3 minutes', null),
    await laid('open', '10 minutes', '3 minutes'),
    await laid('awaiting_payment', '20 hours', '3 hours'),
    // It never reached Stripe, and its time is over.
    await laid('open', '2 days', null, false, '-1 day'),
  ]
  await laid('open', '1 minute', null)
  await laid('awaiting_payment', '20 hours', '1 hour')
  await laid('open', '3 minutes', null, false)
  await laid('completed', '3 minutes', null)
  await laid('expired', '3 minutes', null)
  const unsettled = await asWorker(system, (tx) => listUnsettledCheckouts(tx, 120, 100))
  expect(unsettled.sort()).toEqual(due.sort())
  await world.close()
})

test('sessions whose time is over are removed, and no others', async () => {
  const { database, asWorker } = await wireForTest()
  const world = await openWorld(database)
  const { id } = await world.person('Carl')
  for (const [session, expires, absolute] of [
    ['live', '1 day', '30 days'],
    ['idle', '-1 minute', '10 days'],
    ['old', '1 day', '-1 minute'],
  ])
    await world.query(
      'insert into app.sessions (id, user_id, expires_at, absolute_expires_at) values ($1, $2, now() + $3::interval, now() + $4::interval)',
      [session, id, expires, absolute],
    )
  expect(await asWorker(system, deleteExpired)).toBe(2)
  expect(await world.query('select id from app.sessions')).toEqual([{ id: 'live' }])
  await world.close()
})
