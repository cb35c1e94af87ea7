import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { extendFilmJob } from '#domain/transcode/jobs/extend-film.job.ts'
import { transcodeMedia } from '#domain/transcode/jobs/transcode-media.job.ts'
import { readRenditions } from '#tests/support/film-state.ts'
import { drawClip, drawStreamable } from '#tests/support/media.ts'
import { processesWith } from '#tests/support/processes.ts'
import { planMedia } from '#tests/support/ready-media.ts'
import { startWorker } from '#tests/support/start-worker.ts'
import { filmWatcher, long } from '#tests/support/watch-film.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type World } from '#tests/support/world.ts'

const settings = {
  WORKER_LOCK_SECONDS: '4',
  SWEEP_SECONDS: '1',
  WORKER_GRACE_SECONDS: '5',
  WORKER_THREADS: '1',
}

let wiring: Wiring
let world: World
let creator: Person
let organization: Organization
beforeAll(async () => {
  wiring = await wire(settings)
  world = await openWorld(wiring.database)
  creator = await world.person('Maya', 'creator')
  organization = await world.organization(creator)
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})
afterEach(async () => {
  await world.query(
    "update app.media_items set deleted_at = now() where status in ('uploaded', 'transcoding') or improving",
  )
})

const { film, tasks, untilWhole, untilEncoding, ...watch } = filmWatcher(() => ({ wiring, world }))
const startWork = () => startWorker(wiring.processEnv)
const enqueue = (mediaId: string) => wiring.needs.jobs.enqueue(transcodeMedia, { mediaId })
const names = async (id: string, role = 'stream') =>
  (await readRenditions(world, id)).filter((rendition) => rendition.role === role).map(({ name }) => name)
const ffmpegOf = (id: string) => processesWith('ffmpeg', `originals/${id}/`)

async function upload(file: string): Promise<string> {
  const media = await world.media(creator)
  await wiring.needs.storage.putFile({ bucket: 'media', key: media.key }, file, 'video/mp4')
  return media.id
}

/** Looks at what can be played again and again, until the film is whole: each different answer once. */
async function watched(id: string): Promise<{ status: string; published: boolean; first: string }[]> {
  const seen = new Map<string, { status: string; published: boolean; first: string }>()
  const look = async () => {
    // One statement: what a viewer's page would find at that moment.
    const [now] = await world.query<{
      status: string
      published: boolean
      first: string
      improving: boolean
    }>(
      `select m.status, m.improving, m.published_generation is not null as published, coalesce((select r.kind from app.renditions r
         where r.media_item_id = m.id and r.generation = m.published_generation and r.role = 'stream' order by r.position limit 1), '') as first
       from app.media_items m where m.id = $1`,
      [id],
    )
    const { improving, ...facts } = now!
    seen.set(JSON.stringify(facts), facts)
    return facts.status === 'ready' && !improving
  }
  await expect.poll(look, { ...long, interval: 10 }).toBe(true)
  return [...seen.values()]
}

/** Two chunks. */
const encodedFilm = () => drawClip({ seconds: 32, width: 854, height: 480 })

test('a film whose stored picture is good enough is ready before its other qualities are', async () => {
  const id = await upload(await drawStreamable({ seconds: 70, width: 480, height: 270 }))
  await enqueue(id)
  await startWork()
  await expect.poll(async () => (await film(id)).status, { ...long, interval: 20 }).toBe('ready')
  expect((await film(id)).improving).toBe(true)
  expect(await names(id)).toEqual(['270p', 'audio-128k'])
  expect((await tasks(id)).filter(({ kind, status }) => kind === 'chunk' && status === 'done')).toEqual([])
  await untilWhole(id)
  expect(await names(id)).toEqual(['270p', '240p', 'audio-128k'])
  await watch.expectWhole(id)
})

test('a film that its plan does not fit is planned anew, and nothing of the first plan stays', async () => {
  const { id } = await planMedia(
    wiring,
    world,
    creator,
    await drawClip({ seconds: 24, width: 160, height: 90 }),
  )
  // As if its second chunk were longer than there are pictures.
  await world.query(
    `update app.media_items set plan = jsonb_set(plan, '{video,chunks,1}', '{"start": 120, "end": 2000}') where id = $1`,
    [id],
  )
  await startWork()
  await expect.poll(async () => (await film(id)).generation, long).toBe(2)
  await untilWhole(id)
  expect(await tasks(id)).toMatchObject([{ kind: 'chunk' }, { kind: 'finish' }, { kind: 'sound' }])
  await watch.expectWhole(id)
})

test('a film that is played already stays so while it is planned anew', async () => {
  const { id } = await planMedia(
    wiring,
    world,
    creator,
    await drawStreamable({ seconds: 70, width: 480, height: 270 }),
  )
  // As if pictures were missing in its second chunk.
  await world.query(
    `update app.media_items set plan = jsonb_set(plan, '{video,chunks,1,end}', '99999') where id = $1`,
    [id],
  )
  await startWork()
  await expect.poll(async () => (await film(id)).status, { ...long, interval: 20 }).toBe('ready')
  const isAnew = async () => (await film(id)).generation === 2
  await expect.poll(isAnew, { ...long, interval: 20 }).toBe(true)
  const seen = await watched(id)
  expect(seen.filter(({ published, first }) => !published || first !== 'video')).toEqual([])
  expect((await tasks(id)).some(({ kind }) => kind === 'copy')).toBe(false)
  await watch.expectWhole(id)
}, 120_000)

test('a film that is replaced while it is encoded stops, and only its replacement stays', async () => {
  const id = await upload(await encodedFilm())
  await enqueue(id)
  await startWork()
  await untilEncoding(id)
  const [{ original_key: key } = { original_key: '' }] = await world.query<{ original_key: string }>(
    'select original_key from app.media_items where id = $1',
    [id],
  )
  await wiring.needs.storage.putFile(
    { bucket: 'media', key },
    await drawClip({ seconds: 3, width: 320, height: 180 }),
    'video/mp4',
  )
  await world.query("update app.media_items set status = 'uploaded', stage = 'queued' where id = $1", [id])
  await enqueue(id)
  await untilWhole(id)
  await expect.poll(() => ffmpegOf(id), long).toEqual([])
  expect(await film(id)).toMatchObject({ generation: 2, published_generation: 2 })
  expect(await names(id)).toEqual(['180p', 'audio-128k'])
  await watch.expectWhole(id)
})

test('an AV1 rung and an MP4 to keep come to a ready film, which is played all the while', async () => {
  const id = await upload(await drawClip({ seconds: 6, width: 426, height: 240 }))
  await enqueue(id)
  await startWork()
  await untilWhole(id)
  const before = await names(id)

  await world.query('update app.media_items set av1_requested_at = now() where id = $1', [id])
  await wiring.needs.jobs.enqueue(extendFilmJob, { mediaId: id })
  await expect.poll(async () => (await tasks(id)).some(({ kind }) => kind === 'av1'), long).toBe(true)
  expect(await watched(id)).toEqual([{ status: 'ready', published: true, first: 'video' }])
  expect((await names(id)).sort()).toEqual([...before, '240p-av1'].sort())

  const post = await world.post(creator, organization, { mediaId: id })
  await world.query('update app.content set downloads_allowed = true where id = $1', [post.id])
  await wiring.needs.jobs.enqueue(extendFilmJob, { mediaId: id })
  await expect.poll(() => names(id, 'download'), long).toEqual(['download'])
  expect(await watched(id)).toEqual([{ status: 'ready', published: true, first: 'video' }])
  expect((await film(id)).generation).toBe(1)
  await watch.expectWhole(id)
}, 120_000)
