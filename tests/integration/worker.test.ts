import { readdir } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { MediaStatus, TranscodeStage } from '#db/schema/media.ts'
import { claimMedia } from '#domain/transcode/work/claim-media.ts'
import { claimTimes } from '#domain/transcode/work/claim-rules.ts'
import { recordProgress } from '#domain/transcode/work/hold-claim.ts'
import { transcodeMedia } from '#domain/transcode/jobs/transcode-media.job.ts'
import { drawClip, writeMedia } from '#tests/support/media.ts'
import { processesWith, startWorker } from '#tests/support/processes.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Person, type World } from '#tests/support/world.ts'

/** Short lives, so that takeovers happen within a test. */
const settings = { WORKER_LOCK_SECONDS: '4', SWEEP_SECONDS: '1', WORKER_GRACE_SECONDS: '5' }
const system = { kind: 'system', job: 'test' } as const
const long = { timeout: 60_000, interval: 100 }

let wiring: Wiring
let world: World
let creator: Person
beforeAll(async () => {
  wiring = await wire(settings)
  world = await openWorld(wiring.database)
  creator = await world.person('Maya', 'creator')
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

/** What a failed test leaves in work is none of the next one's business. */
afterEach(async () => {
  await world.query(
    "update app.media_items set deleted_at = now() where status in ('uploaded', 'transcoding')",
  )
})

type Row = {
  status: MediaStatus
  stage: TranscodeStage | null
  percent: number
  generation: number
  published_generation: number | null
  attempts: number
  failure_cause: string | null
  failure_message: string | null
  duration_seconds: number | null
  poster_key: string | null
  poster_hash: string | null
  claimed_by: string | null
}

const read = async (id: string): Promise<Row> =>
  (await world.query<Row>('select * from app.media_items where id = $1', [id]))[0]!
const status = async (id: string) => (await read(id)).status
const startWork = () => startWorker(wiring.processEnv)
const enqueue = (mediaId: string) => wiring.needs.jobs.enqueue(transcodeMedia, { mediaId })
const objectsOf = async ({ id }: { id: string }) =>
  (
    await Promise.all(
      ['hls', 'thumbnails'].map((folder) =>
        wiring.needs.storage.listPrefix('media', `${creator.id}/${folder}/${id}/`),
      ),
    )
  ).flat()
const scratchOf = async (id: string) =>
  (await readdir(wiring.env.WORKER_SCRATCH_DIR).catch(() => [])).filter((name) => name.startsWith(id))
const ffmpegOf = (id: string) => processesWith('ffmpeg', `originals/${id}/`)

async function upload(file: string): Promise<{ id: string; key: string }> {
  const media = await world.media(creator)
  await wiring.needs.storage.putFile({ bucket: 'media', key: media.key }, file, 'video/mp4')
  return media
}

const shortFilm = () => drawClip({ seconds: 3 })
/** Long enough to be caught while it is encoded. */
const longFilm = () => drawClip({ seconds: 24, width: 854, height: 480 })

/** Row, renditions and objects tell of the same one generation. */
async function expectWhole(media: { id: string }): Promise<void> {
  const row = await read(media.id)
  expect(row).toMatchObject({
    status: 'ready',
    published_generation: row.generation,
    percent: 100,
    claimed_by: null,
    attempts: 0,
  })
  const stored = await world.query<{
    key: string
    generation: number
    segments: [number, number, number][]
    bytes: string
    init_bytes: number
  }>('select * from app.renditions where media_item_id = $1', [media.id])
  expect(new Set(stored.map(({ generation }) => generation))).toEqual(new Set([row.generation]))
  await expect.poll(() => objectsOf(media), long).toHaveLength(stored.length + 1)
  expect((await objectsOf(media)).sort()).toEqual([...stored.map(({ key }) => key), row.poster_key].sort())
  for (const { key, bytes, segments } of stored) {
    const last = segments.at(-1)!
    expect(await wiring.needs.storage.head({ bucket: 'media', key })).toMatchObject({ bytes: Number(bytes) })
    expect(last[0] + last[1]).toBe(Number(bytes))
  }
}

describe('a worker', () => {
  test('turns an uploaded film into renditions, poster and all, and leaves nothing else', async () => {
    const media = await upload(await shortFilm())
    await enqueue(media.id)
    await startWork()
    await expect.poll(() => status(media.id), long).toBe('ready')
    await expectWhole(media)
    const row = await read(media.id)
    expect(row.duration_seconds).toBeCloseTo(3, 0)
    expect(row.poster_hash).toMatch(/^[A-Za-z0-9+/=]{20,}$/)
    await expect.poll(() => scratchOf(media.id)).toEqual([])
  })

  test('finds an uploaded film that nobody enqueued', async () => {
    const media = await upload(await shortFilm())
    await startWork()
    await expect.poll(() => status(media.id), long).toBe('ready')
  })

  test('tells the creator why a file cannot become a film, and tries it again when asked', async () => {
    const media = await upload(await writeMedia('mp4', 'These are words and no film at all. '.repeat(40)))
    await enqueue(media.id)
    await startWork()
    await expect.poll(() => status(media.id), long).toBe('failed')
    expect(await read(media.id)).toMatchObject({
      failure_cause: 'not_media',
      failure_message: expect.stringContaining('upload it again') as string,
    })

    await wiring.needs.storage.putFile({ bucket: 'media', key: media.key }, await shortFilm(), 'video/mp4')
    const isAsked = await wiring.asActor(creator.actor, async (tx) => {
      const { sql } = await import('drizzle-orm')
      return (await tx.execute(sql`select app.request_transcode(${media.id}) as asked`)).rows[0]
    })
    expect(isAsked).toEqual({ asked: true })
    await enqueue(media.id)
    await expect.poll(() => status(media.id), long).toBe('ready')
    await expectWhole(media)
  })

  test('that is killed in the middle leaves no ffmpeg, and another finishes the film once', async () => {
    const media = await upload(await longFilm())
    await enqueue(media.id)
    const first = await startWork()
    await expect.poll(async () => (await read(media.id)).percent, long).toBeGreaterThan(3)
    expect(ffmpegOf(media.id)).not.toEqual([])
    first.kill('SIGKILL')
    await first.exited
    await expect.poll(() => ffmpegOf(media.id), { timeout: 5000 }).toEqual([])
    expect(await scratchOf(media.id)).toHaveLength(1)

    await startWork()
    await expect
      .poll(() => scratchOf(media.id).then((names) => names.filter((name) => name.endsWith(`-${first.pid}`))))
      .toEqual([])
    await expect.poll(() => status(media.id), long).toBe('ready')
    expect((await read(media.id)).generation).toBe(2)
    await expectWhole(media)
  })

  test('that is killed while it stores or publishes leaves a film that another makes whole', async () => {
    const media = await upload(await shortFilm())
    await enqueue(media.id)
    const storing = await startWork()
    await expect
      .poll(async () => (await objectsOf(media)).length, { ...long, interval: 5 })
      .toBeGreaterThan(0)
    storing.kill('SIGKILL')
    await storing.exited
    expect(await status(media.id)).toBe('transcoding')

    // Nobody can write renditions now: the next worker comes as far as its publication, and no further.
    const hand = new pg.Client({ connectionString: wiring.database.urls.admin })
    await hand.connect()
    await hand.query('begin; lock table app.renditions in share row exclusive mode')
    const publishing = await startWork()
    const waiting =
      "select from pg_stat_activity where datname = current_database() and usename = 'codex_worker' and wait_event_type = 'Lock'"
    await expect.poll(async () => (await world.query(waiting)).length, long).toBe(1)
    publishing.kill('SIGKILL')
    await publishing.exited
    await hand.query('rollback')
    await hand.end()
    expect(await read(media.id)).toMatchObject({ status: 'transcoding', published_generation: null })

    await startWork()
    await expect.poll(() => status(media.id), long).toBe('ready')
    await expectWhole(media)
  })

  test('that is asked to leave hands its film back at once, and it is never marked failed', async () => {
    const media = await upload(await longFilm())
    await enqueue(media.id)
    const first = await startWork()
    await expect.poll(async () => (await read(media.id)).percent, long).toBeGreaterThan(3)
    const asked = Date.now()
    first.kill('SIGTERM')
    expect(await first.exited).toBe(0)
    expect(Date.now() - asked).toBeLessThan(5000)
    expect(await read(media.id)).toMatchObject({
      status: 'uploaded',
      stage: 'queued',
      attempts: 0,
      claimed_by: null,
    })
    expect(ffmpegOf(media.id)).toEqual([])
    expect(await scratchOf(media.id)).toEqual([])
    expect(await objectsOf(media)).toEqual([])

    await startWork()
    await expect.poll(async () => (await read(media.id)).stage, { timeout: 3000 }).not.toBe('queued')
    await expect.poll(() => status(media.id), long).toBe('ready')
    await expectWhole(media)
  })

  test('that was frozen past its lock cannot publish when it wakes', async () => {
    const media = await upload(await longFilm())
    await enqueue(media.id)
    const frozen = await startWork()
    await expect.poll(async () => (await read(media.id)).percent, long).toBeGreaterThan(3)
    frozen.kill('SIGSTOP')
    const second = await startWork()
    await expect.poll(async () => (await read(media.id)).generation, long).toBe(2)
    frozen.kill('SIGCONT')
    await expect.poll(() => frozen.output(), long).toContain('the claim was lost')
    await expect.poll(() => status(media.id), long).toBe('ready')
    expect((await read(media.id)).generation).toBe(2)
    await expectWhole(media)
    await expect.poll(() => second.output(), long).toContain('a film is ready')
    expect(frozen.output()).not.toContain('a film is ready')
  })

  test('stops when its film is deleted, and leaves no object behind', async () => {
    const media = await upload(await longFilm())
    await enqueue(media.id)
    await startWork()
    await expect.poll(async () => (await read(media.id)).percent, long).toBeGreaterThan(3)
    await world.query('update app.media_items set deleted_at = now() where id = $1', [media.id])
    await expect.poll(() => ffmpegOf(media.id), long).toEqual([])
    await expect.poll(() => scratchOf(media.id), long).toEqual([])
    expect(await objectsOf(media)).toEqual([])
  })

  test('shares the work with another', async () => {
    const films = await Promise.all([1, 2].map(async () => upload(await longFilm())))
    const workers = await Promise.all([startWork(), startWork()])
    for (const { id } of films) await enqueue(id)
    for (const { id } of films) await expect.poll(() => status(id), long).toBe('ready')
    for (const worker of workers) await expect.poll(() => worker.output(), long).toContain('a film is ready')
  })
})

describe('a film', () => {
  test('that ended three workers is given up with words, and other films go on', async () => {
    const poison = await world.media(creator)
    for (const attempt of [1, 2, 3]) {
      const outcome = await wiring.asWorker(system, (tx) =>
        claimMedia(tx, poison.id, `worker ${attempt}`, claimTimes(4)),
      )
      expect(outcome.kind).toBe('claimed')
      await world.query("update app.media_items set heartbeat_at = now() - interval '1 hour' where id = $1", [
        poison.id,
      ])
    }
    const other = await upload(await shortFilm())
    await startWork()
    await expect.poll(() => status(poison.id), long).toBe('failed')
    expect(await read(poison.id)).toMatchObject({
      failure_cause: 'our_fault',
      failure_message: expect.stringContaining('several times') as string,
    })
    await expect.poll(() => status(other.id), long).toBe('ready')
  })

  test('shows a per cent that only grows, to the holder of its newest claim alone', async () => {
    const { id } = await world.media(creator)
    const claim = async (by: string) => {
      const outcome = await wiring.asWorker(system, (tx) => claimMedia(tx, id, by, claimTimes(4)))
      if (outcome.kind !== 'claimed') throw new Error(outcome.kind)
      return outcome.claim
    }
    const report = (held: Awaited<ReturnType<typeof claim>>, percent: number) =>
      wiring.asWorker(system, (tx) =>
        recordProgress(tx, held, { stage: 'encoding', percent, secondsLeft: 4.2 }),
      )
    const old = await claim('first')
    expect(await report(old, 40)).toBe(true)
    expect(await report(old, 30)).toBe(true)
    expect((await read(id)).percent).toBe(40)
    await world.query("update app.media_items set heartbeat_at = now() - interval '1 hour' where id = $1", [
      id,
    ])
    await claim('second')
    expect(await report(old, 90)).toBe(false)
    expect((await read(id)).percent).toBe(0)
    await world.query('update app.media_items set deleted_at = now() where id = $1', [id])
  })
})
