import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { transcodeMedia } from '#domain/transcode/jobs/transcode-media.job.ts'
import { createFfmpeg } from '#platform/ffmpeg/ffmpeg.ts'
import { readFilm } from '#tests/support/film-state.ts'
import { end, openWorker } from '#tests/support/processes.ts'
import { startTestStack } from '#tests/support/stack.ts'
import { until } from '#tests/support/until.ts'
import { wireStack, type Wiring } from '#tests/support/wire-stack.ts'
import { openWorld, type Person, type World } from '#tests/support/world.ts'
import type { BenchOptions, Row } from '../harness.ts'
import { drawnFilm } from './films.ts'
import { runPipeline } from './pipeline.ts'
import { encodeAll } from './prepare-films.ts'
import { programs } from './timed-command.ts'
import { workersRows, type WorkersRound } from './workers-rows.ts'

/** Four chunks after the first segment: as much for each of two or four workers. */
const secondsOf = ({ seconds }: BenchOptions) => 4 * seconds + 4
/** Large enough that pictures are nearly all of the work. */
const height = 720
/** One worker takes one core, so that two show what a second one is worth. */
const settings = { WORKER_THREADS: '1', SWEEP_SECONDS: '30', WORKER_GRACE_SECONDS: '5' }
const patienceSeconds = 3600

/** One long film through 1, 2 and 4 real worker processes with queue, database and storage, and through none, in turns. */
export async function benchWorkers(options: BenchOptions): Promise<Row[]> {
  options.say('workers: building …')
  await promisify(execFile)(process.execPath, ['build-processes.mjs'])
  return measureWorkers(options)
}

/** The same, with the processes that are built already. */
export async function measureWorkers(options: BenchOptions): Promise<Row[]> {
  const { rounds = 2, say } = options
  const film = await drawnFilm({ seconds: secondsOf(options), height, say })
  const { stack, stop } = await startTestStack()
  try {
    const wiring = await wireStack(stack, settings)
    const world = await openWorld(wiring.database)
    const creator = await world.person('Maya', 'creator')
    const through = (workers: number) => {
      say(`  ${workers === 1 ? 'one worker' : `${workers} workers`} …`)
      return throughWorkers({ wiring, world, creator, film, workers })
    }
    const measured: WorkersRound[] = []
    for (let round = 1; round <= rounds; round++) {
      say(`workers: round ${round} of ${rounds}, ${secondsOf(options)} s of ${height}p`)
      say('  transcodeFile …')
      measured.push({
        alone: await alone(film),
        one: await through(1),
        two: await through(2),
        four: await through(4),
      })
    }
    await world.close()
    await wiring.close()
    return workersRows(measured)
  } finally {
    await stop()
  }
}

/** The film by `transcodeFile` in this process, in as many threads as a worker has. */
async function alone(film: string): Promise<WorkersRound['alone']> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'codex-bench-'))
  try {
    const ffmpeg = createFfmpeg({ ...programs, WORKER_THREADS: Number(settings.WORKER_THREADS) })
    const { made, wallSeconds } = await runPipeline({
      ffmpeg,
      input: { path: film },
      outDir,
      constraints: encodeAll,
    })
    const chunks = made.tasks.filter(({ kind }) => kind === 'chunk')
    return { wallSeconds, chunkSeconds: chunks.reduce((sum, { seconds }) => sum + seconds, 0) }
  } finally {
    await rm(outDir, { recursive: true })
  }
}

type Through = { wiring: Wiring; world: World; creator: Person; film: string; workers: number }

/** Seconds from the moment that the film is enqueued until it is ready in every quality, with workers that wait for it. */
async function throughWorkers({
  wiring,
  world,
  creator,
  film,
  workers,
}: Through): Promise<WorkersRound['one']> {
  const { id, key } = await world.media(creator)
  await world.query("update app.media_items set plan_constraints = '{no_copy}' where id = $1", [id])
  await wiring.needs.storage.putFile({ bucket: 'media', key }, film, 'video/mp4')
  const running = await Promise.all(Array.from({ length: workers }, () => openWorker(wiring.processEnv)))
  try {
    const started = performance.now()
    await wiring.needs.jobs.enqueue(transcodeMedia, { mediaId: id })
    const isWhole = async () => {
      const { status, improving, failure_message: failure } = await readFilm(world, id)
      if (status === 'failed') throw new Error(`the film failed: ${failure}`)
      return status === 'ready' && !improving
    }
    await until(isWhole, { seconds: patienceSeconds, everyMs: 100, what: 'a film in every quality' })
    const wallSeconds = (performance.now() - started) / 1000
    const [sum] = await world.query<{ seconds: number }>(
      `select sum(extract(epoch from finished_at - started_at))::float8 as seconds
       from app.transcode_tasks where media_item_id = $1 and kind = 'chunk'`,
      [id],
    )
    return { wallSeconds, chunkSeconds: sum?.seconds ?? NaN }
  } finally {
    await Promise.all(running.map(end))
  }
}
