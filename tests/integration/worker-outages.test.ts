import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { transcodeMedia } from '#domain/transcode/jobs/transcode-media.job.ts'
import { gateTo, type Gate } from '#tests/support/gate.ts'
import { drawClip } from '#tests/support/media.ts'
import { startWorker } from '#tests/support/start-worker.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Person, type World } from '#tests/support/world.ts'

const settings = { WORKER_LOCK_SECONDS: '4', SWEEP_SECONDS: '1', WORKER_GRACE_SECONDS: '5' }
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

type Row = { status: string; percent: number; generation: number; attempts: number }
const read = async (id: string) =>
  (await world.query<Row>('select * from app.media_items where id = $1', [id]))[0]!

async function upload(seconds: number): Promise<string> {
  const media = await world.media(creator)
  const file = await drawClip({ seconds, width: 854, height: 480 })
  await wiring.needs.storage.putFile({ bucket: 'media', key: media.key }, file, 'video/mp4')
  return media.id
}

async function gate(address: string): Promise<Gate> {
  const made = await gateTo(address)
  onTestFinished(() => made.shut())
  return made
}

test('a worker comes up while Redis and Postgres are away, and works when they are back', async () => {
  const [redis, postgres] = await Promise.all([
    gate(wiring.env.REDIS_URL),
    gate(wiring.env.DATABASE_WORKER_URL),
  ])
  const id = await upload(2)
  const worker = await startWorker({
    ...wiring.processEnv,
    REDIS_URL: redis.url,
    DATABASE_WORKER_URL: postgres.url,
  })
  await expect.poll(() => worker.output(), long).toContain('redis is away')
  await redis.open()
  await expect.poll(() => worker.output(), long).toContain('a sweep failed')
  await postgres.open()
  await expect.poll(async () => (await read(id)).status, long).toBe('ready')
})

test('a film in work survives a restart of Postgres and of Redis', async () => {
  const [redis, postgres] = await Promise.all([
    gate(wiring.env.REDIS_URL),
    gate(wiring.env.DATABASE_WORKER_URL),
  ])
  await Promise.all([redis.open(), postgres.open()])
  const id = await upload(24)
  const worker = await startWorker({
    ...wiring.processEnv,
    REDIS_URL: redis.url,
    DATABASE_WORKER_URL: postgres.url,
  })
  await expect.poll(async () => (await read(id)).percent, long).toBeGreaterThan(3)
  await postgres.shut()
  await expect.poll(() => worker.output(), long).toContain('progress could not be written')
  await redis.shut()
  await expect.poll(() => worker.output(), long).toContain('redis is away')
  await Promise.all([redis.open(), postgres.open()])
  await expect.poll(async () => (await read(id)).status, long).toBe('ready')
  expect((await read(id)).generation).toBe(1)
})

test('when Redis loses everything, what is owed is enqueued again and nothing is done twice', async () => {
  const first = await upload(24)
  await startWorker(wiring.processEnv)
  await expect.poll(async () => (await read(first)).percent, long).toBeGreaterThan(3)
  const second = await upload(2)
  await wiring.needs.jobs.enqueue(transcodeMedia, { mediaId: second })
  await wiring.needs.redis.flushdb()
  for (const id of [first, second]) {
    await expect.poll(async () => (await read(id)).status, long).toBe('ready')
    expect((await read(id)).generation).toBe(1)
  }
})

test('a film waits for a storage that is away, and is not blamed for it', async () => {
  const storage = await gate(wiring.env.S3_ENDPOINT)
  const id = await upload(2)
  const worker = await startWorker({ ...wiring.processEnv, S3_ENDPOINT: storage.url })
  await expect.poll(() => worker.output(), long).toContain('a job failed')
  await expect.poll(async () => read(id), long).toMatchObject({ status: 'uploaded', attempts: 0 })
  await storage.open()
  await expect.poll(async () => (await read(id)).status, long).toBe('ready')
})
