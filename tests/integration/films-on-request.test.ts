import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Queue } from 'bullmq'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { action as editPost } from '#app/routes/studio.$org.content.$contentId.tsx'
import { action as createPost } from '#app/routes/studio.$org.content.new.tsx'
import { action as mediaAction } from '#app/routes/studio.$org.media.$mediaId.tsx'
import { findMakingOf, getMedia, listRenditions } from '#domain/media/queries.ts'
import { extendFilmHandler } from '#domain/transcode/jobs/extend-film.handler.ts'
import { extendFilmJob } from '#domain/transcode/jobs/extend-film.job.ts'
import { listOwedExtensions } from '#domain/transcode/work/extend-film.ts'
import { listMediaProgress } from '#domain/transcode/work/media-progress.ts'
import { connectRedis } from '#platform/redis.ts'
import { routesOf } from '#tests/support/ask.ts'
import { drawClip } from '#tests/support/media.ts'
import { claimNext, planFilm } from '#tests/support/planned-film.ts'
import { layReadyMedia, workOffTasks } from '#tests/support/ready-media.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let queue: Queue
let creator: Person
let stranger: Person
let organization: Organization
/** Ready, and 12 seconds long. */
let film: { id: string }

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  queue = new Queue(extendFilmJob.queue, {
    connection: connectRedis(wiring.env, wiring.needs.log),
    prefix: wiring.env.REDIS_PREFIX,
  })
  creator = await world.person('Maya', 'creator')
  stranger = await world.person('Sam', 'creator')
  organization = await world.organization(creator)
  await world.join(organization, stranger, 'creator')
  film = await layReadyMedia(wiring, world, creator, await drawClip({ seconds: 12, width: 426, height: 240 }))
}, 120_000)
afterAll(async () => {
  await queue.close()
  await world.close()
  await wiring.close()
})

type Handle = (args: LoaderFunctionArgs & ActionFunctionArgs) => Promise<unknown>

/** The status and body of what an action of the studio answers or throws. */
async function post(handle: Handle, params: Record<string, string>, who: Person, fields: object) {
  const body = new URLSearchParams(fields as Record<string, string>)
  const asked = routesOf(wiring).ask(handle as never, '/x', { org: organization.slug, ...params }, who, {
    method: 'POST',
    body,
  }) as Promise<unknown>
  const answer = await asked.catch((thrown: unknown) => thrown)
  if (answer instanceof Response) return { status: answer.status, body: undefined }
  const { data, init } = answer as { data?: unknown; init?: ResponseInit }
  return { status: init?.status ?? 200, body: data ?? answer }
}

/** The films that are to be extended, and forgets that they are. */
async function extensions(): Promise<string[]> {
  const jobs = await queue.getJobs()
  await queue.drain()
  return jobs.map(({ data }: { data: { mediaId: string } }) => data.mediaId)
}
async function extend(mediaId: string): Promise<void> {
  const { log } = wiring.needs
  const needs = { ...wiring.needs, asActor: wiring.asWorker }
  const context = { signal: new AbortController().signal, log, jobId: 'test', attempt: 1 }
  await extendFilmHandler(needs).run({ mediaId }, context)
  await workOffTasks(wiring, world)
}
const read = <T>(work: Parameters<typeof wiring.asActor<T>>[1], who = creator) =>
  wiring.asActor(who.actor, work, 'read')
const listed = (id: string) =>
  read(async (tx) => (await listRenditions(tx, await getMedia(tx, id))).map(({ name }) => name))

describe('smaller files', () => {
  const ask = (who: Person, mediaId = film.id) => post(mediaAction, { mediaId }, who, { intent: 'av1' })

  test('are refused to strangers and for what is not a ready film', async () => {
    expect((await ask(stranger)).status).toBe(404)
    const unready = await world.media(creator)
    expect(await ask(creator, unready.id)).toMatchObject({
      status: 409,
      body: { refusal: { reason: 'not_ready' } },
    })
    expect(await extensions()).toEqual([])
  })

  test('are made of a ready film when its creator asks, once', async () => {
    expect((await listed(film.id)).filter((name) => name.endsWith('-av1'))).toEqual([])
    expect((await ask(creator)).status).toBe(200)
    expect(await extensions()).toEqual([film.id])
    expect(await ask(creator)).toMatchObject({ status: 409, body: { refusal: { reason: 'asked_already' } } })
    expect(await extensions()).toEqual([])
    await extend(film.id)
    expect(await listed(film.id)).toContain('240p-av1')
  })
})

describe('a copy for viewers', () => {
  const isAllowed = async (id: string) =>
    (
      await world.query<{ is: boolean }>('select downloads_allowed as is from app.content where id = $1', [
        id,
      ])
    )[0]?.is
  const fields = () => ({ intent: 'save', title: 'A film', price: '12', mediaItemId: film.id })

  test('is made when it is switched on, and not asked for again by every save', async () => {
    const { id } = await world.post(creator, organization, { mediaId: film.id, status: 'draft' })
    const save = (given: object) => post(editPost, { contentId: id }, creator, { ...fields(), ...given })
    expect((await save({})).status).toBe(200)
    expect(await isAllowed(id)).toBe(false)
    expect(await extensions()).toEqual([])

    expect((await save({ downloads: 'on' })).status).toBe(200)
    expect(await isAllowed(id)).toBe(true)
    expect(await extensions()).toEqual([film.id])
    await save({ downloads: 'on', title: 'Another title' })
    expect(await extensions()).toEqual([])
    await extend(film.id)
    const kept = "select bytes from app.renditions where media_item_id = $1 and role = 'download'"
    expect(await world.query(kept, [film.id])).toHaveLength(1)
    expect(await listed(film.id)).not.toContain('download')

    await save({})
    expect(await isAllowed(id)).toBe(false)
    expect(await extensions()).toEqual([])
  })

  test('can be allowed from the beginning', async () => {
    const answer = await post(createPost, {}, creator, {
      ...fields(),
      title: 'From the beginning',
      kind: 'media',
      downloads: 'on',
    })
    expect(answer.status).toBe(302)
    const [row] = await world.query<{ id: string }>(
      'select id from app.content order by created_at desc limit 1',
    )
    expect(await isAllowed(row!.id)).toBe(true)
    expect(await extensions()).toEqual([film.id])
  })

  test('is nothing for a written post, whatever is sent', async () => {
    const words = await world.post(creator, organization, { status: 'draft' })
    const sent = { ...fields(), title: 'Words', body: 'Words.', downloads: 'on' }
    expect((await post(editPost, { contentId: words.id }, creator, sent)).status).toBe(200)
    expect(await isAllowed(words.id)).toBe(false)
    expect(await extensions()).toEqual([])
  })
})

describe('what a creator learns of a film', () => {
  test('how it is made is told by its plan', async () => {
    const told = (id: string, who = creator) => read((tx) => findMakingOf(tx, id), who)
    expect(await told(film.id)).toEqual({
      mediaType: 'video',
      qualities: ['240p'],
      isPictureCopied: expect.any(Boolean) as boolean,
      isSoundCopied: expect.any(Boolean) as boolean,
      parts: 1,
      isReadWhole: false,
    })
    expect(await told((await world.media(creator)).id)).toBeUndefined()
    expect(await told(film.id, await world.person('Nora', 'creator'))).toBeUndefined()
  })

  test('a film that waits knows how many films stand before it, until it is begun', async () => {
    const ids: string[] = []
    for (const seconds of [30, 60, 90]) {
      const { id } = await world.media(creator)
      await planFilm(wiring, id, seconds)
      ids.push(id)
    }
    const places = async () => {
      const items = await read((tx) => listMediaProgress(tx, { personId: creator.id }))
      return ids.map((id) => items.find((item) => item.id === id)?.filmsAhead)
    }
    expect(await places()).toEqual([0, 1, 2])
    const { mediaId } = await claimNext(wiring, 'transcode')
    expect(mediaId).toBe(ids[0])
    expect(await places()).toEqual([null, 1, 2])
  })
})

test('a copy that nobody was told of is found by a sweep, also where none was wanted when the film was made', async () => {
  const { id } = await layReadyMedia(wiring, world, creator, await drawClip({ seconds: 2 }))
  const owed = () => wiring.asWorker({ kind: 'system', job: 'test' }, (tx) => listOwedExtensions(tx, 100))
  expect(await owed()).not.toContain(id)
  const { id: contentId } = await world.post(creator, organization, { mediaId: id })
  await world.query('update app.content set downloads_allowed = true where id = $1', [contentId])
  expect(await owed()).toContain(id)
  await extend(id)
  expect(await owed()).not.toContain(id)
})
