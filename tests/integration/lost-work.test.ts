import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { deleteExpiredSessions } from '#domain/account/delete-expired-sessions.ts'
import { listUnsettledCheckouts } from '#domain/commerce/settlement-queries.ts'
import { claimTimes } from '#domain/transcode/work/claim-rules.ts'
import { isPublished } from '#domain/transcode/work/publish-renditions.ts'
import { listOwedTranscodes } from '#domain/transcode/work/queries.ts'
import { wireForTest } from '#tests/support/wiring.ts'
import { openWorld } from '#tests/support/world.ts'

const system = { kind: 'system', job: 'test' } as const

test('films are owed a job when they wait, or when whoever had them has long been silent', async () => {
  const { database, asWorker } = await wireForTest()
  const world = await openWorld(database)
  const creator = await world.person('Maya', 'creator')
  const laid = async (status: string, silent?: string) => {
    const { id } = await world.media(creator, { status })
    if (silent)
      await world.query('update app.media_items set heartbeat_at = now() - $2::interval where id = $1', [
        id,
        silent,
      ])
    return id
  }
  const waiting = await laid('uploaded')
  const silent = await laid('transcoding', '2 minutes')
  await laid('transcoding', '5 seconds')
  await laid('ready')
  await laid('failed')
  const deleted = await laid('uploaded')
  await world.query('update app.media_items set deleted_at = now() where id = $1', [deleted])
  const owed = await asWorker(system, (tx) => listOwedTranscodes(tx, claimTimes(30), 100))
  expect(owed.sort()).toEqual([waiting, silent].sort())
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
  expect(await asWorker(system, deleteExpiredSessions)).toBe(2)
  expect(await world.query('select id from app.sessions')).toEqual([{ id: 'live' }])
  await world.close()
})

test('a published film that was deleted still counts as published, so that taking the deletion back finds its files', async () => {
  const { database, asWorker } = await wireForTest()
  const world = await openWorld(database)
  const creator = await world.person('Maya', 'creator')
  const { id, key } = await world.media(creator, { status: 'ready' })
  await world.query(
    'update app.media_items set generation = 3, published_generation = 3, deleted_at = now() where id = $1',
    [id],
  )
  const claim = (generation: number) => ({
    mediaId: id,
    creatorId: creator.id,
    generation,
    attempt: 1,
    originalKey: key,
    fileSizeBytes: 1000,
  })
  expect(await asWorker(system, (tx) => isPublished(tx, claim(3)), 'read')).toBe(true)
  expect(await asWorker(system, (tx) => isPublished(tx, claim(2)), 'read')).toBe(false)
  await world.close()
})
