import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { loader as healthz } from '#app/routes/healthz.ts'
import { loader as live } from '#app/routes/live.media.ts'
import { loader as readyz } from '#app/routes/readyz.ts'
import { action as tryAgain } from '#app/routes/studio.$org.transcoding.tsx'
import { recordShare } from '#domain/transcode/work/hold-task.ts'
import type { TaskClaim } from '#domain/transcode/work/claim-task.ts'
import { announceMedia, mediaChannel, readAnnouncement } from '#domain/transcode/work/media-channel.ts'
import type { MediaProgress } from '#domain/transcode/work/media-progress.ts'
import { routesOf } from '#tests/support/ask.ts'
import { readFilm } from '#tests/support/film-state.ts'
import { claimNext, planFilm } from '#tests/support/planned-film.ts'
import { until } from '#tests/support/until.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type World } from '#tests/support/world.ts'

const system = { kind: 'system', job: 'test' } as const

let wiring: Wiring
let world: World
let routes: ReturnType<typeof routesOf>
let creator: Person
let owner: Person
let organization: Organization
beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  routes = routesOf(wiring)
  creator = await world.person('Maya', 'creator')
  owner = await world.person('Olive', 'creator')
  organization = await world.organization(owner)
  await world.join(organization, creator, 'creator')
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

type LiveEvent = { event: string; data: unknown }

/** Opens the stream as a browser does, and gathers its events until the test is over. */
async function watch(who: Person, query = ''): Promise<LiveEvent[]> {
  const leaving = new AbortController()
  const answer = await routes.ask(live, `/live/media${query}`, {}, who, { signal: leaving.signal })
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  const events: LiveEvent[] = []
  let buffered = ''
  const reading = (async () => {
    for await (const chunk of answer.body!.pipeThrough(
      new TextDecoderStream(),
    ) as unknown as AsyncIterable<string>) {
      buffered += chunk
      const blocks = buffered.split('\n\n')
      buffered = blocks.pop()!
      for (const block of blocks) {
        const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? []
        if (event) events.push({ event, data: JSON.parse(data!) })
      }
    }
  })()
  onTestFinished(async () => {
    leaving.abort()
    await reading
  })
  await expect.poll(() => events.length).toBeGreaterThan(0)
  return events
}

const seen = (events: LiveEvent[], id: string) =>
  events
    .filter(({ event }) => event === 'media')
    .flatMap(({ data }) => data as MediaProgress[])
    .filter((media) => media.id === id)

/** A film of one chunk, which a worker has begun. */
async function claim(id: string): Promise<TaskClaim> {
  await planFilm(wiring, id, 16)
  return claimNext(wiring, 'transcode')
}

/** The worker of its chunk has come so far. */
async function report(held: TaskClaim, share: number): Promise<void> {
  await wiring.asWorker(system, (tx) => recordShare(tx, held, share))
  await announceMedia(wiring.needs, held)
}

test('a creator sees a film move on while it does', async () => {
  const media = await world.media(creator)
  const events = await watch(creator)
  expect(seen(events, media.id)).toMatchObject([{ status: 'uploaded', percent: 0 }])
  const held = await claim(media.id)
  await world.query("update app.transcode_tasks set started_at = now() - interval '1 minute' where id = $1", [
    held.taskId,
  ])
  await report(held, 0.5)
  await expect
    .poll(() => seen(events, media.id).at(-1), { timeout: 3000 })
    .toMatchObject({
      status: 'transcoding',
      stage: 'encoding',
      percent: 47,
      secondsLeft: expect.closeTo(67, -1) as number,
    })
})

test('many changes in a row are told at most twice a second', async () => {
  const held = await claim((await world.media(creator)).id)
  const events = await watch(creator)
  for (let step = 1; step <= 40; step++) await report(held, step / 40)
  const { percent } = await readFilm(world, held.mediaId)
  expect(percent).toBeGreaterThan(80)
  await expect.poll(() => seen(events, held.mediaId).at(-1), { timeout: 3000 }).toMatchObject({ percent })
  expect(seen(events, held.mediaId).length).toBeLessThan(10)
})

test('a film that is deleted leaves the page', async () => {
  const { id } = await world.media(creator)
  const events = await watch(creator)
  await world.query('update app.media_items set deleted_at = now() where id = $1', [id])
  await announceMedia(wiring.needs, { mediaId: id, creatorId: creator.id })
  await expect.poll(() => events.at(-1), { timeout: 3000 }).toEqual({ event: 'gone', data: [id] })
})

test('staff see what posts of the organization use, and nothing else of its creators', async () => {
  const [used, other] = [await world.media(creator, { status: 'failed' }), await world.media(creator)]
  await world.post(creator, organization, { mediaId: used.id, status: 'draft' })
  const events = await watch(owner, `?org=${organization.slug}`)
  expect(seen(events, used.id)).toMatchObject([{ status: 'failed', canRetry: true }])
  expect(seen(events, other.id)).toEqual([])
  expect(seen(await watch(owner), used.id)).toEqual([])
})

test('a fellow creator does not see it, and for strangers the organization does not exist', async () => {
  const fellow = await world.person('Fay', 'creator')
  await world.join(organization, fellow, 'creator')
  const media = await world.media(creator)
  await world.post(creator, organization, { mediaId: media.id })
  const events = await watch(fellow, `?org=${organization.slug}`)
  await report(await claim(media.id), 0.1)
  expect(seen(events, media.id)).toEqual([])
  const stranger = await world.person('Sam')
  await expect(routes.ask(live, `/live/media?org=${organization.slug}`, {}, stranger)).rejects.toMatchObject({
    init: { status: 404 },
  })
  expect((await routes.ask(live, '/live/media', {}, null)).status).toBe(401)
})

test('another try that staff asks for is told as a change of the creator’s film', async () => {
  const film = await world.media(creator, { status: 'failed' })
  await world.query('update app.media_items set uploaded_at = now() where id = $1', [film.id])
  await world.post(creator, organization, { mediaId: film.id })
  const heard: string[] = []
  const ear = wiring.needs.redis.duplicate()
  onTestFinished(() => ear.disconnect())
  await until(() => ear.status === 'ready', { seconds: 10 })
  await ear.subscribe(mediaChannel(wiring.env))
  ear.on('message', (_, message) => heard.push(message))
  const body = new URLSearchParams({ mediaId: film.id })
  const asked = { method: 'POST', body }
  await routes.ask(tryAgain as never, '/x', { org: organization.slug }, owner, asked)
  const own = () => heard.map(readAnnouncement).filter((told) => told?.mediaId === film.id)
  await until(() => own().length > 0, { seconds: 10 })
  expect(own()).toEqual([{ mediaId: film.id, creatorId: creator.id }])
})

test('a process says that it lives, and which of its parts answer', async () => {
  expect(await healthz().json()).toEqual({ status: 'ok' })
  const ready = await routes.ask(readyz, '/readyz', {}, null)
  expect(ready.status).toBe(200)
  expect(await ready.json()).toMatchObject({
    status: 'ok',
    parts: { postgres: { ok: true }, redis: { ok: true }, storage: { ok: true } },
  })
})
