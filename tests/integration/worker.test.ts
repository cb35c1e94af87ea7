import { readdir } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { transcodeMedia } from '#domain/transcode/jobs/transcode-media.job.ts'
import { claimMedia } from '#domain/transcode/work/claim-media.ts'
import { claimTimes } from '#domain/transcode/work/claim-rules.ts'
import { isOfRun } from '#domain/transcode/package/storage-keys.ts'
import { drawClip, drawStreamable, writeMedia } from '#tests/support/media.ts'
import { processesWith } from '#tests/support/processes.ts'
import { startWorker } from '#tests/support/start-worker.ts'
import { filmWatcher, long } from '#tests/support/watch-film.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Person, type World } from '#tests/support/world.ts'

/** Short lives, so that takeovers happen within a test. */
const settings = {
  WORKER_LOCK_SECONDS: '4',
  SWEEP_SECONDS: '1',
  WORKER_GRACE_SECONDS: '5',
  WORKER_THREADS: '1',
}
const system = { kind: 'system', job: 'test' } as const

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
    "update app.media_items set deleted_at = now() where status in ('uploaded', 'transcoding') or improving",
  )
})

const { film, tasks, objects, untilStatus, untilWhole, untilEncoding, ...watch } = filmWatcher(() => ({
  wiring,
  world,
}))
const startWork = () => startWorker(wiring.processEnv)
const enqueue = (mediaId: string) => wiring.needs.jobs.enqueue(transcodeMedia, { mediaId })
const scratchOf = async (id: string) =>
  (await readdir(wiring.env.WORKER_SCRATCH_DIR).catch(() => [])).filter((name) => name.startsWith(id))
const ffmpegOf = (id: string) => processesWith('ffmpeg', `originals/${id}/`)

async function upload(file: string): Promise<{ id: string; key: string }> {
  const media = await world.media(creator)
  await wiring.needs.storage.putFile({ bucket: 'media', key: media.key }, file, 'video/mp4')
  return media
}

const shortFilm = () => drawClip({ seconds: 3 })
/** Two chunks, and long enough to be caught while they are encoded. */
const longFilm = () => drawClip({ seconds: 32, width: 854, height: 480 })
/** Tasks that more than one worker has begun. */
const doneTwice = async (id: string) => (await tasks(id)).filter(({ run }) => run > 1)

describe('a worker', () => {
  test('turns an uploaded film into renditions, poster, storyboard and preview, and leaves nothing else', async () => {
    const { id } = await upload(await shortFilm())
    await enqueue(id)
    await startWork()
    await untilWhole(id)
    await watch.expectWhole(id)
    const row = await film(id)
    expect(row.duration_seconds).toBeCloseTo(3, 0)
    expect(row.poster_hash).toMatch(/^[A-Za-z0-9+/=]{20,}$/)
    expect(row.original_sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(row.storyboard?.sheets).toHaveLength(1)
    await expect.poll(() => scratchOf(id)).toEqual([])
  })

  test('finds an uploaded film that nobody enqueued', async () => {
    const { id } = await upload(await shortFilm())
    await startWork()
    await untilWhole(id)
  })

  test('tells the creator why a file cannot become a film, and tries it again when asked', async () => {
    const media = await upload(await writeMedia('mp4', 'These are words and no film at all. '.repeat(40)))
    await enqueue(media.id)
    await startWork()
    await untilStatus(media.id, 'failed')
    expect(await film(media.id)).toMatchObject({
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
    await untilWhole(media.id)
    await watch.expectWhole(media.id)
  })

  test('that is killed in the middle leaves no ffmpeg, and another finishes the film once', async () => {
    const { id } = await upload(await longFilm())
    await enqueue(id)
    const first = await startWork()
    await untilEncoding(id)
    expect(ffmpegOf(id)).not.toEqual([])
    first.kill('SIGKILL')
    await first.exited
    await expect.poll(() => ffmpegOf(id), { timeout: 5000 }).toEqual([])
    expect(await scratchOf(id)).not.toEqual([])

    await startWork()
    await expect
      .poll(() => scratchOf(id).then((names) => names.filter((name) => name.endsWith(`-${first.pid}`))))
      .toEqual([])
    await untilWhole(id)
    expect((await film(id)).generation).toBe(1)
    // No more was lost than what was in its hands: the chunk that it encoded, and one perhaps that it was storing meanwhile.
    const again = (await doneTwice(id)).filter(({ kind }) => kind === 'chunk').length
    expect(again).toBeGreaterThan(0)
    expect(again).toBeLessThanOrEqual(2)
    await watch.expectWhole(id)
  })

  test('that is killed while it stores or publishes leaves a film that another makes whole', async () => {
    const { id } = await upload(await shortFilm())
    await enqueue(id)
    const storing = await startWork()
    await expect.poll(async () => (await objects(id)).length, { ...long, interval: 5 }).toBeGreaterThan(0)
    storing.kill('SIGKILL')
    await storing.exited
    expect((await film(id)).status).toBe('transcoding')

    // Nobody can write renditions now: the next worker comes as far as its publication, and no further.
    const hand = new pg.Client({ connectionString: wiring.database.urls.admin })
    await hand.connect()
    await hand.query('begin; lock table app.renditions in share row exclusive mode')
    const publishing = await startWork()
    const waiting =
      "select from pg_stat_activity where datname = current_database() and usename = 'codex_worker' and wait_event_type = 'Lock' and query like '%renditions%'"
    await expect.poll(async () => (await world.query(waiting)).length, long).toBe(1)
    publishing.kill('SIGKILL')
    await publishing.exited
    await hand.query('rollback')
    await hand.end()
    expect(await film(id)).toMatchObject({ status: 'transcoding', published_generation: null })

    await startWork()
    await untilWhole(id)
    await watch.expectWhole(id)
  })

  test('that is asked to leave hands its tasks back at once, and the film is never marked failed', async () => {
    const { id } = await upload(await longFilm())
    await enqueue(id)
    const first = await startWork()
    await untilEncoding(id)
    const asked = Date.now()
    first.kill('SIGTERM')
    expect(await first.exited).toBe(0)
    expect(Date.now() - asked).toBeLessThan(5000)
    expect((await film(id)).status).toBe('transcoding')
    const left = await tasks(id)
    for (const { status, attempts, claimed_by } of left.filter(({ status }) => status !== 'done'))
      expect({ status, attempts, claimed_by }).toEqual({
        status: expect.stringMatching(/^(waiting|blocked)$/) as string,
        attempts: 0,
        claimed_by: null,
      })
    expect(ffmpegOf(id)).toEqual([])
    expect(await scratchOf(id)).toEqual([])
    const done = left
      .filter(({ status }) => status === 'done')
      .map((task) => ({ ...task, mediaId: id, creatorId: creator.id }))
    expect((await objects(id)).filter((key) => !done.some((run) => isOfRun(key, run)))).toEqual([])

    await startWork()
    await expect
      .poll(async () => (await tasks(id)).some(({ status }) => status === 'running'), { timeout: 3000 })
      .toBe(true)
    await untilWhole(id)
    await watch.expectWhole(id)
  })

  test('that was frozen past its lock cannot publish when it wakes', async () => {
    const { id } = await upload(await longFilm())
    await enqueue(id)
    const frozen = await startWork()
    await untilEncoding(id)
    frozen.kill('SIGSTOP')
    await startWork()
    await expect
      .poll(async () => (await doneTwice(id)).filter(({ kind }) => kind === 'chunk').length, long)
      .toBe(1)
    frozen.kill('SIGCONT')
    await expect.poll(() => frozen.output(), long).toContain('the claim was lost')
    await untilWhole(id)
    expect((await film(id)).generation).toBe(1)
    await watch.expectWhole(id)
  })

  test('stops when its film is deleted, and leaves no object behind', async () => {
    const { id } = await upload(await longFilm())
    await enqueue(id)
    await startWork()
    await untilEncoding(id)
    await world.query('update app.media_items set deleted_at = now() where id = $1', [id])
    await expect.poll(() => ffmpegOf(id), long).toEqual([])
    await expect.poll(() => scratchOf(id), long).toEqual([])
    await expect.poll(() => tasks(id), long).toEqual([])
    await watch.expectNothing(id)
  })

  test('shares the two chunks of one film with another', { timeout: 180_000 }, async () => {
    const { id } = await upload(await drawStreamable({ seconds: 100, width: 854, height: 480 }))
    await Promise.all([startWork(), startWork()])
    await enqueue(id)
    const hands = async () =>
      new Set(
        (await tasks(id)).flatMap(({ kind, status, claimed_by }) =>
          kind === 'chunk' && status === 'running' && claimed_by ? [claimed_by] : [],
        ),
      ).size
    await expect.poll(hands, { ...long, interval: 20 }).toBe(2)
    await untilWhole(id)
    expect(await doneTwice(id)).toEqual([])
    await watch.expectWhole(id)
  })
})

describe('a film', () => {
  test('whose look killed three workers is given up with words, and other films go on', async () => {
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
    await untilStatus(poison.id, 'failed')
    expect(await film(poison.id)).toMatchObject({
      failure_cause: 'our_fault',
      failure_message: expect.stringContaining('several times') as string,
    })
    await untilWhole(other.id)
  })

  test(
    'with a chunk that killed three workers is given up with words and leaves no object, and other films go on',
    { timeout: 120_000 },
    async () => {
      const { id } = await upload(await longFilm())
      await enqueue(id)
      for (const death of [1, 2, 3]) {
        const victim = await startWork()
        // The first chunk is over soon; the second is the one that kills.
        const isAtIt = async () =>
          (await tasks(id)).some(
            ({ kind, position, status, attempts, share }) =>
              kind === 'chunk' && position === 1 && status === 'running' && attempts === death && share > 0,
          )
        await expect.poll(isAtIt, { ...long, interval: 20 }).toBe(true)
        victim.kill('SIGKILL')
        await victim.exited
      }
      const other = await upload(await shortFilm())
      await startWork()
      await untilStatus(id, 'failed')
      expect(await film(id)).toMatchObject({
        failure_cause: 'our_fault',
        failure_message: expect.stringContaining('several times') as string,
      })
      expect(await tasks(id)).toEqual([])
      await watch.expectNothing(id)
      await untilWhole(other.id)
    },
  )
})
