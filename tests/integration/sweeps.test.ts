import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { loader as readyz } from '#app/routes/readyz.ts'
import { listOwedExtensions, requestAv1ForWatched } from '#domain/transcode/work/extend-film.ts'
import { readSweeps } from '#platform/sweep-record.ts'
import { routesOf } from '#tests/support/ask.ts'
import { until } from '#tests/support/until.ts'
import { wireForTest, type Wiring } from '#tests/support/wiring.ts'
import { openWorld } from '#tests/support/world.ts'
import { sweepsOf } from '../../worker/sweep-list.ts'
import { startSweeps, type Sweep } from '../../worker/sweeps.ts'

const system = { kind: 'system', job: 'test' } as const
const quick = { everySeconds: 0.1, limitSeconds: 0.3 }

function begin(wiring: Wiring, sweeps: readonly Sweep[]): void {
  const running = startSweeps({ ...wiring.needs, asActor: wiring.asWorker }, sweeps)
  onTestFinished(() => running.stop())
}
const recordsOf = ({ needs }: Wiring) => readSweeps(needs.redis, needs.env.REDIS_PREFIX)

test('a sweep that fails or takes too long delays no other, and what became of each can be read', async () => {
  const wiring = await wireForTest()
  let rounds = 0
  begin(wiring, [
    {
      ...quick,
      name: 'slow',
      run: ({ find }) => find(async (tx) => void (await tx.execute(sql`select pg_sleep(30)`))),
    },
    {
      ...quick,
      name: 'broken',
      run: ({ find }) => find(async (tx) => void (await tx.execute(sql`select 1 / 0`))),
    },
    { ...quick, name: 'well', run: async () => void rounds++ },
  ])
  await until(async () => rounds > 2 && Object.keys(await recordsOf(wiring)).length === 3, { seconds: 20 })
  expect(await recordsOf(wiring)).toEqual({
    slow: { lastSuccessAt: null, lastMilliseconds: expect.any(Number) as number, lastError: 'timed_out' },
    broken: { lastSuccessAt: null, lastMilliseconds: expect.any(Number) as number, lastError: '22012' },
    well: {
      lastSuccessAt: expect.any(String) as string,
      lastMilliseconds: expect.any(Number) as number,
      lastError: null,
    },
  })
  const ready = await routesOf(wiring).ask(readyz, '/readyz', {}, null)
  expect(await ready.json()).toMatchObject({ status: 'ok', sweeps: { slow: { lastError: 'timed_out' } } })
})

test('of several workers one does a sweep at a time', async () => {
  const wiring = await wireForTest()
  let atOnce = 0
  let most = 0
  let rounds = 0
  const sweep: Sweep = {
    ...quick,
    name: 'counted',
    run: async ({ find }) => {
      most = Math.max(most, ++atOnce)
      await find(async (tx) => void (await tx.execute(sql`select pg_sleep(0.15)`)))
      atOnce--
      rounds++
    },
  }
  for (let worker = 0; worker < 3; worker++) begin(wiring, [sweep])
  await until(() => Promise.resolve(rounds >= 4), { seconds: 20 })
  expect(most).toBe(1)
})

test('every sweep of the product comes to its end on an empty world', async () => {
  const wiring = await wireForTest({ SWEEP_SECONDS: '1' })
  const sweeps = sweepsOf(wiring.env)
  await until(() => wiring.needs.redis.status === 'ready', { seconds: 10 })
  begin(wiring, sweeps)
  await until(async () => Object.keys(await recordsOf(wiring)).length === sweeps.length, { seconds: 20 })
  const failed = Object.entries(await recordsOf(wiring)).filter(([, { lastError }]) => lastError !== null)
  expect(failed).toEqual([])
})

test('a film that enough people have begun lately is asked to be made smaller, over all posts that show it', async () => {
  const wiring = await wireForTest()
  const world = await openWorld(wiring.database)
  onTestFinished(() => world.close())
  const creator = await world.person('Maya', 'creator')
  const organization = await world.organization(creator)
  const laid = async (begun: readonly string[]) => {
    const { id } = await world.media(creator, { status: 'ready' })
    for (const ago of begun) {
      const post = await world.post(creator, organization, { mediaId: id })
      const viewer = await world.person(`Viewer ${randomUUID().slice(0, 8)}`)
      await world.query(
        `insert into app.video_playback (user_id, content_id, duration_seconds, created_at) values ($1, $2, 60, now() - $3::interval)`,
        [viewer.id, post.id, ago],
      )
    }
    return id
  }
  const watched = await laid(['1 minute', '9 days'])
  await laid(['1 minute'])
  await laid(['8 days', '9 days'])
  await wiring.asWorker(system, (tx) => requestAv1ForWatched(tx, 2, 600))
  const asked = await world.query(
    'select id, extension_owed from app.media_items where av1_requested_at is not null',
  )
  expect(asked).toEqual([{ id: watched, extension_owed: true }])
})

test('a film that is owed nothing more is looked at once, until somebody asks again', async () => {
  const wiring = await wireForTest()
  const world = await openWorld(wiring.database)
  onTestFinished(() => world.close())
  const creator = await world.person('Maya', 'creator')
  const { id } = await world.media(creator, { status: 'ready' })
  const post = await world.post(creator, await world.organization(creator), { mediaId: id })
  await world.query('update app.media_items set published_generation = generation where id = $1', [id])
  const isMarked = async () =>
    (
      await world.query<{ is: boolean }>('select extension_owed as is from app.media_items where id = $1', [
        id,
      ])
    )[0]!.is
  expect(await isMarked()).toBe(false)
  await world.query('update app.content set downloads_allowed = true where id = $1', [post.id])
  expect(await isMarked()).toBe(true)
  // Made by an earlier version, without tasks: there is nothing to add to.
  expect(await wiring.asWorker(system, (tx) => listOwedExtensions(tx, 10))).toEqual([])
  expect(await isMarked()).toBe(false)
})
