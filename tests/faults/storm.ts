import { setTimeout as wait } from 'node:timers/promises'
import { transcodeMedia } from '#domain/transcode/jobs/transcode-media.job.ts'
import { judgeFilm } from '#tests/support/film-state.ts'
import { end, openWorker, type TestProcess } from '#tests/support/processes.ts'
import { until } from '#tests/support/until.ts'
import type { Wiring } from '#tests/support/wire-stack.ts'
import { openWorld, type Person, type World } from '#tests/support/world.ts'
import { drawOriginals, type Original } from './originals.ts'
import { randomFrom, type Random } from './random.ts'
import { faultKinds, type FaultKind, type StormReport } from './report.ts'

/** Short lives, so that takeovers happen soon. */
export const stormSettings = {
  WORKER_LOCK_SECONDS: '6',
  SWEEP_SECONDS: '1',
  WORKER_GRACE_SECONDS: '5',
  WORKER_THREADS: '1',
}
const lockSeconds = Number(stormSettings.WORKER_LOCK_SECONDS)
const workersAtOnce = 2
const filmsInWork = 3
const patienceSeconds = 180

type Film = { id: string; original: Original }
type Victim = { mediaId: string; worker: TestProcess; at: Date }

/**
 * Feeds films to real workers and injects `runs` faults at seeded random points: workers are killed, asked to leave, frozen past
 * their lock, starved; films in work are deleted or replaced. Then waits until every film has ended, and compares rows and
 * objects.
 */
export async function storm(
  wiring: Wiring,
  { runs, seed, say }: { runs: number; seed: number; say: (line: string) => void },
): Promise<StormReport> {
  const world = await openWorld(wiring.database)
  const originals = await drawOriginals()
  // Faults and films each have their own chance: how fast films end does not change which faults come.
  const random = randomFrom(seed)
  const chance = randomFrom(seed + 1)
  const creator = await world.person('Maya', 'creator')
  const films: Film[] = []
  const faults = new Map<FaultKind, number>()
  const recoveries: number[] = []
  const workers = await Promise.all(
    Array.from({ length: workersAtOnce }, () => openWorker(wiring.processEnv)),
  )
  try {
    for (let run = 1; run <= runs; run++) {
      await wait(random.between(0, 800))
      const keepFed = () => feed(wiring, world, creator, films, originals, chance)
      const victim = await findVictim(world, workers, random, keepFed)
      const kind = random.pick(faultKinds)
      say(`${run}/${runs}: ${kind}, ${victim.mediaId}`)
      faults.set(kind, (faults.get(kind) ?? 0) + 1)
      await inject(kind, { wiring, world, workers, victim, random })
      recoveries.push(await secondsUntilProgress(world, victim))
    }
    await world.query('update app.media_items set deleted_at = null where deleted_at is not null')
    const outcome = await settle(wiring, world, films)
    return { seed, runs, films: films.length, faults, recoveries, ...outcome }
  } catch (error) {
    say(await describeStanding(world, workers))
    throw error
  } finally {
    await Promise.all(workers.map(end))
    await world.close()
  }
}

/** Keeps some films in work, of one kind and another. */
async function feed(
  wiring: Wiring,
  world: World,
  creator: Person,
  films: Film[],
  originals: readonly Original[],
  random: Random,
): Promise<void> {
  const [row] = await world.query<{ count: number }>(
    `select count(*)::int from app.media_items
     where deleted_at is null and (status in ('uploaded', 'transcoding') or improving)`,
  )
  for (let count = row?.count ?? 0; count < filmsInWork; count++) {
    const original = random.pick(originals)
    const media = await world.media(creator)
    await wiring.needs.storage.putFile({ bucket: 'media', key: media.key }, original.file, 'video/mp4')
    await wiring.needs.jobs.enqueue(transcodeMedia, { mediaId: media.id })
    films.push({ id: media.id, original })
  }
}

/** A task that a worker has in its hands right now. */
async function findVictim(
  world: World,
  workers: readonly TestProcess[],
  random: Random,
  keepFed: () => Promise<void>,
): Promise<Victim> {
  let found: Victim | undefined
  await until(
    async () => {
      await keepFed()
      const rows = await world.query<{ media_item_id: string; claimed_by: string }>(
        `select t.media_item_id, t.claimed_by from app.transcode_tasks t join app.media_items m on m.id = t.media_item_id
         where t.status = 'running' and m.deleted_at is null and m.generation = t.generation`,
      )
      const held = rows.flatMap(({ media_item_id: mediaId, claimed_by }) => {
        const worker = workers.find(({ pid }) => claimed_by.split(':')[1] === String(pid))
        return worker ? [{ mediaId, worker, at: new Date() }] : []
      })
      found = held.length > 0 ? random.pick(held) : undefined
      return found !== undefined
    },
    { seconds: patienceSeconds, everyMs: 20, what: 'a task in some worker’s hands' },
  )
  if (!found) throw new Error('nobody works')
  return found
}

type Injection = {
  wiring: Wiring
  world: World
  workers: TestProcess[]
  victim: Victim
  random: Random
}

async function inject(kind: FaultKind, { wiring, world, workers, victim, random }: Injection): Promise<void> {
  const { worker, mediaId } = victim
  const replaceWorker = async () => {
    await worker.exited
    workers[workers.indexOf(worker)] = await openWorker(wiring.processEnv)
  }
  switch (kind) {
    case 'kill':
      worker.kill('SIGKILL')
      return replaceWorker()
    case 'leave':
      worker.kill('SIGTERM')
      return replaceWorker()
    case 'freeze':
      worker.kill('SIGSTOP')
      await wait(lockSeconds * 1000 * (1.2 + random.between(0, 0.5)))
      worker.kill('SIGCONT')
      return
    case 'starve':
      for (let burst = 0; burst < 6; burst++) {
        worker.kill('SIGSTOP')
        await wait(random.between(100, 400))
        worker.kill('SIGCONT')
        await wait(random.between(20, 100))
      }
      return
    case 'delete':
      await world.query('update app.media_items set deleted_at = now() where id = $1', [mediaId])
      return
    case 'replace':
      await world.query(
        `update app.media_items set status = 'uploaded', stage = 'queued', improving = false
         where id = $1 and status in ('transcoding', 'ready')`,
        [mediaId],
      )
  }
}

/** From a fault to the next thing that is done for the film it met, or to its end. */
async function secondsUntilProgress(world: World, { mediaId, at }: Victim): Promise<number> {
  await until(
    async () => {
      const rows = await world.query(
        `select from app.media_items m where m.id = $1 and (
           m.deleted_at is not null or m.status = 'failed' or (m.status = 'ready' and not m.improving)
           or exists (select from app.transcode_tasks t where t.media_item_id = m.id and t.finished_at > $2))`,
        [mediaId, at],
      )
      return rows.length > 0
    },
    { seconds: patienceSeconds, what: `progress of ${mediaId}` },
  )
  return (Date.now() - at.getTime()) / 1000
}

/** Waits for the end of every film, has what is left over removed, and compares. */
async function settle(
  wiring: Wiring,
  world: World,
  films: readonly Film[],
): Promise<Pick<StormReport, 'lost' | 'doubled' | 'wrong' | 'givenUp'>> {
  const open = async () =>
    (
      await world.query<{ id: string }>(
        "select id from app.media_items where status not in ('ready', 'failed') or improving",
      )
    ).map(({ id }) => id)
  await until(async () => (await open()).length === 0, {
    seconds: patienceSeconds,
    everyMs: 200,
    what: 'the end of every film',
  }).catch(() => {})
  const lost = await open()
  await world.query('update app.media_items set tidy_after = now()')
  await until(
    async () =>
      (await world.query("select from app.media_items where tidy_after <= now() + interval '1 minute'"))
        .length === 0,
    { seconds: patienceSeconds, everyMs: 200, what: 'a tidy storage' },
  )
  const doubled: string[] = []
  const wrong: string[] = []
  const givenUp: string[] = []
  for (const { id, original } of films) {
    const verdict = await judgeFilm({ wiring, world }, id)
    doubled.push(...verdict.doubled)
    wrong.push(...verdict.wrong)
    const [row] = await world.query<{ status: string; failure_cause: string | null }>(
      'select status, failure_cause from app.media_items where id = $1',
      [id],
    )
    // A file that has met three dead workers is given up: with words, and on purpose.
    if (row?.failure_cause === 'our_fault') givenUp.push(id)
    else if ((row?.failure_cause ?? null) !== original.cause)
      wrong.push(`${original.name} ended as ${row?.status}, ${row?.failure_cause}`)
  }
  return { lost, doubled, wrong, givenUp }
}

/** What a storm that came to a halt looks like. */
async function describeStanding(world: World, workers: readonly TestProcess[]): Promise<string> {
  const films = await world.query(
    'select id, status, stage, improving, generation, attempts, claimed_by, deleted_at from app.media_items',
  )
  const tasks = await world.query(
    "select media_item_id, generation, kind, position, status, run, attempts, claimed_by, heartbeat_at, last_error from app.transcode_tasks where status <> 'done'",
  )
  return [
    ...films.map((row) => JSON.stringify(row)),
    ...tasks.map((row) => JSON.stringify(row)),
    ...workers.map((worker) => worker.output().split('\n').slice(-15).join('\n')),
  ].join('\n')
}
