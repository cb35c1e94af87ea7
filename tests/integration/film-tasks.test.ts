import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PlatformRole } from '#db/schema/account.ts'
import type { StoredOutput } from '#domain/transcode/package/assemble-film.ts'
import { partKey } from '#domain/transcode/package/storage-keys.ts'
import { completeTask, failFilm, releaseTask, replanFilm } from '#domain/transcode/work/end-task.ts'
import { extendFilm, listOwedExtensions } from '#domain/transcode/work/extend-film.ts'
import { recordShare } from '#domain/transcode/work/hold-task.ts'
import { mostRunningPerOwner } from '#domain/transcode/work/task-rules.ts'
import { tidyMedia } from '#domain/transcode/work/tidy-media.ts'
import type { TaskClaim } from '#domain/transcode/work/claim-task.ts'
import { objectsOf, readFilm, readTasks } from '#tests/support/film-state.ts'
import { claimNext, planFilm, tryNext } from '#tests/support/planned-film.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Person, type World } from '#tests/support/world.ts'

const system = { kind: 'system', job: 'test' } as const
const nothingMade: StoredOutput = { parts: [], texts: [], sheets: [] }

let wiring: Wiring
let world: World
let maya: Person
let omar: Person
beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  maya = await world.person('Maya', 'creator')
  omar = await world.person('Omar', 'creator')
})
beforeEach(async () => {
  await world.query('delete from app.transcode_tasks')
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

/** An original of full HD film that was planned, and at which nobody works yet. */
async function planned(creator: Person, seconds: number): Promise<string> {
  const { id } = await world.media(creator)
  await planFilm(wiring, id, seconds)
  return id
}
const next = (claimant?: string) => claimNext(wiring, 'transcode', claimant)
const fallSilent = ({ taskId }: TaskClaim) =>
  world.query("update app.transcode_tasks set heartbeat_at = now() - interval '1 hour' where id = $1", [
    taskId,
  ])
const complete = (claim: TaskClaim, made = nothingMade) =>
  wiring.asWorker(system, (tx) => completeTask(tx, claim, { made, cpuSeconds: 1 }))
const share = (claim: TaskClaim, reached: number) =>
  wiring.asWorker(system, (tx) => recordShare(tx, claim, reached))
const put = (key: string) =>
  wiring.needs.storage.put({ bucket: 'media', key }, 'what a dead run has left', 'video/mp4')
const tidy = async (id: string) => {
  await world.query('update app.media_items set tidy_after = now() where id = $1', [id])
  return tidyMedia({ ...wiring.needs, asActor: wiring.asWorker }, id)
}
const damaged = { cause: 'damaged', message: 'It is damaged.', detail: 'at 0:30' } as const

test('a short film of one owner comes before the second chunk of another’s long film', async () => {
  const long = await planned(maya, 600)
  const first = await next()
  expect(first).toMatchObject({ mediaId: long, position: 0 })
  const short = await planned(omar, 30)
  expect((await next()).mediaId).toBe(short)
  expect((await next()).mediaId).toBe(short)
  expect(await next()).toMatchObject({ mediaId: long, position: 1 })
})

test('whoever has less in work comes first, also with the longer film', async () => {
  const shorter = await planned(maya, 300)
  const longer = await planned(omar, 3600)
  expect((await next()).mediaId).toBe(shorter)
  expect((await next()).mediaId).toBe(longer)
})

test('of two films of one owner the one with less to do comes first, until the other has waited long', async () => {
  const long = await planned(maya, 600)
  const short = await planned(maya, 30)
  const held = await next()
  expect(held.mediaId).toBe(short)
  await wiring.asWorker(system, (tx) => releaseTask(tx, held, { uncounted: true }))
  await world.query(
    "update app.transcode_tasks set created_at = now() - interval '1 hour' where media_item_id = $1",
    [long],
  )
  expect((await next()).mediaId).toBe(long)
})

test('what staff of the platform upload comes first, and an AV1 rung comes last', async () => {
  const usual = await planned(maya, 30)
  const late = await planned(omar, 600)
  await world.query(
    "update app.transcode_tasks set kind = 'av1', priority = 2 where kind = 'chunk' and media_item_id = $1",
    [usual],
  )
  const owner = await world.person('Pia', 'platform_owner' as PlatformRole)
  const urgent = await planned(owner, 1200)
  expect((await next()).mediaId).toBe(urgent)
  await world.query('delete from app.transcode_tasks where media_item_id = $1', [urgent])
  const order = []
  for (let task = await tryNext(wiring, 'transcode'); task; task = await tryNext(wiring, 'transcode'))
    order.push(task.claim.mediaId)
  expect(order.slice(-2)).toEqual([usual, usual])
  expect(new Set(order.slice(0, -2))).toEqual(new Set([late]))
})

test('one owner has no more than a bounded number of chunks in work; others go on', async () => {
  await planned(maya, 3600)
  for (let running = 0; running < mostRunningPerOwner; running++) await next()
  expect(await tryNext(wiring, 'transcode')).toBeUndefined()
  const other = await planned(omar, 30)
  expect((await next()).mediaId).toBe(other)
})

test('a task that does not fit into the room there is, is left to another machine', async () => {
  await planned(maya, 30)
  const [{ scratch_bytes: needed } = { scratch_bytes: '0' }] = await world.query<{ scratch_bytes: string }>(
    "select min(scratch_bytes) as scratch_bytes from app.transcode_tasks where kind = 'chunk'",
  )
  expect(Number(needed)).toBeGreaterThan(0)
  expect(await tryNext(wiring, 'transcode', { scratchBytes: Number(needed) - 1 })).toBeUndefined()
  expect(await tryNext(wiring, 'transcode', { scratchBytes: Number(needed) })).toMatchObject({
    kind: 'claimed',
  })
})

test('ten workers that ask at once get ten different tasks', async () => {
  const id = await planned(maya, 720)
  const claims = await Promise.all(Array.from({ length: 10 }, (_, worker) => next(`worker ${worker}`)))
  expect(new Set(claims.map(({ taskId }) => taskId)).size).toBe(10)
  expect((await readTasks(world, id)).filter(({ run }) => run === 1)).toHaveLength(10)
})

test('a task whose worker fell silent is taken over, and what the late one has made does not count', async () => {
  const id = await planned(maya, 16)
  const late = await next('late')
  await put(partKey(late, '1080p'))
  expect(await tryNext(wiring, 'transcode')).toBeUndefined()
  await fallSilent(late)
  const taker = await next('taker')
  expect(taker).toMatchObject({ taskId: late.taskId, run: 2, attempt: 2 })
  expect(await share(late, 0.9)).toBe(false)
  expect(await complete(late)).toBeUndefined()
  await wiring.asWorker(system, (tx) => releaseTask(tx, late, { uncounted: true }))
  expect(await wiring.asWorker(system, (tx) => failFilm(tx, late, damaged))).toBe(false)
  expect(await wiring.asWorker(system, (tx) => replanFilm(tx, late, 'whole'))).toBe(false)
  await put(partKey(taker, '1080p'))
  await tidy(id)
  expect(await objectsOf({ wiring, world }, id)).toEqual([partKey(taker, '1080p')])
  expect(await complete(taker)).toBeDefined()
})

test('a task that ended three workers is worn out', async () => {
  await planned(maya, 16)
  for (let run = 1; run <= 3; run++) await fallSilent(await next(`victim ${run}`))
  const outcome = await tryNext(wiring, 'transcode')
  expect(outcome).toMatchObject({ kind: 'worn_out', claim: { run: 4 } })
})

test('recording a task twice, after an answer was lost, changes nothing', async () => {
  const id = await planned(maya, 16)
  const claim = await next()
  await complete(claim)
  const before = await readTasks(world, id)
  expect(await complete(claim)).toEqual({ unblocked: [], isReady: false, isWhole: false })
  expect(await readTasks(world, id)).toEqual(before)
})

test('a per cent only grows, also when a task is begun again by another', async () => {
  const id = await planned(maya, 16)
  const first = await next()
  const percent = async () => (await readFilm(world, id)).percent
  await share(first, 0.6)
  const reached = await percent()
  expect(reached).toBeGreaterThan(40)
  await share(first, 0.3)
  expect(await percent()).toBe(reached)
  await fallSilent(first)
  const second = await next()
  await share(second, 0.1)
  expect(await percent()).toBe(reached)
  expect(await share(first, 1)).toBe(false)
  await share(second, 0.9)
  expect(await percent()).toBeGreaterThan(reached)
})

test('a sign of life and the end of the same task do not wait for each other', async () => {
  const id = await planned(maya, 16)
  const claim = await next()
  // Somebody who holds the film, as one who completes a task of it does.
  const hand = new pg.Client({ connectionString: wiring.database.urls.admin })
  await hand.connect()
  await hand.query('begin')
  await hand.query('select from app.media_items where id = $1 for update', [id])
  const written = share(claim, 0.5)
  const isWaiting =
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
  await expect.poll(async () => (await world.query(isWaiting)).length).toBe(1)
  await hand.query('update app.transcode_tasks set share = 0.2 where id = $1', [claim.taskId])
  await hand.query('commit')
  await hand.end()
  expect(await written).toBe(true)
})

test('a film that fails keeps nothing of what was made of it', async () => {
  const id = await planned(maya, 60)
  const done = await next()
  await put(partKey(done, '1080p'))
  await complete(done, {
    ...nothingMade,
    poster: { key: partKey(done, '1080p'), hash: '', width: 1, height: 1, score: 1 },
  })
  const bad = await next()
  await put(partKey(bad, '1080p'))
  expect(await wiring.asWorker(system, (tx) => failFilm(tx, bad, damaged))).toBe(true)
  expect(await readFilm(world, id)).toMatchObject({ status: 'failed', failure_cause: 'damaged' })
  expect(await readTasks(world, id)).toEqual([])
  await tidy(id)
  expect(await objectsOf({ wiring, world }, id)).toEqual([])
  expect((await readFilm(world, id)).tidy_after).toBeNull()
})

test('a film in work is looked through again, until nobody can leave anything behind', async () => {
  const id = await planned(maya, 16)
  const claim = await next()
  await world.query('update app.media_items set deleted_at = now() where id = $1', [id])
  await tidy(id)
  expect((await readFilm(world, id)).tidy_after?.getTime()).toBeGreaterThan(Date.now() + 60_000)
  // Its worker was still storing, and died before it could clean up.
  await put(partKey(claim, '1080p'))
  await tidy(id)
  expect(await objectsOf({ wiring, world }, id)).toEqual([])
  expect((await readFilm(world, id)).tidy_after).toBeNull()
})

test('an AV1 rung that cannot be made is not begun again and again, and the film stays as it is', async () => {
  const id = await planned(maya, 16)
  await world.query(
    "update app.media_items set status = 'ready', published_generation = generation, av1_requested_at = now() where id = $1",
    [id],
  )
  await world.query(
    `update app.transcode_tasks set status = 'done', made = '{"parts": [], "texts": [], "sheets": []}' where media_item_id = $1`,
    [id],
  )
  expect(await wiring.asWorker(system, (tx) => listOwedExtensions(tx, 10))).toContain(id)
  expect(await wiring.asWorker(system, (tx) => extendFilm(tx, id))).toHaveLength(1)
  const claim = await next()
  expect(claim.kind).toBe('av1')
  expect(await wiring.asWorker(system, (tx) => failFilm(tx, claim, damaged))).toBe(true)
  expect(await readFilm(world, id)).toMatchObject({ status: 'ready', improving: false, failure_cause: null })
  expect(await wiring.asWorker(system, (tx) => listOwedExtensions(tx, 10))).not.toContain(id)
  expect(await wiring.asWorker(system, (tx) => extendFilm(tx, id))).toEqual([])
  expect(await tryNext(wiring, 'transcode')).toBeUndefined()
})
