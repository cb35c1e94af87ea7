import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { asActor, openDatabase } from '#db/actor.ts'
import { ping } from '#db/ping.ts'
import { filmsAhead } from '#domain/transcode/work/media-progress.ts'
import { readEnv } from '#platform/env.ts'
import { cloneDatabase, startTestStack, testEnv } from '#tests/support/stack.ts'
import { sweepsOf } from '../../worker/sweep-list.ts'
import { compare, millisecondsOf, type BenchOptions, type Row } from '../harness.ts'
import { fillSweptWorld } from './world.ts'

/** Each sweep's questions in a big world, its jobs counted but not enqueued, against an empty transaction. */
export async function benchSweeps({ rounds = 3, say }: BenchOptions): Promise<Row[]> {
  const { stack, stop } = await startTestStack()
  try {
    const database = await cloneDatabase(stack)
    const admin = new pg.Client({ connectionString: database.urls.admin })
    await admin.connect()
    say('sweeps: filling a database …')
    await fillSweptWorld(admin, say)
    const { rows: films } = await admin.query<{ id: string; creator_id: string }>(
      'select id, creator_id from app.media_items where id in (select media_item_id from app.transcode_tasks) limit 1',
    )
    await admin.end()
    const env = readEnv(testEnv(stack, database))
    const worker = openDatabase({ connectionString: database.urls.worker, max: 1 })
    const web = openDatabase({ connectionString: database.urls.app, max: 1 })
    const empty = () => millisecondsOf(() => asActor(worker, { kind: 'system', job: 'bench' }, ping))
    const rows: Row[] = []
    const measure = async (name: string, work: () => Promise<unknown>, atMost: number) => {
      say(`sweeps: ${name} …`)
      rows.push(
        await compare({
          name: `sweeps: ${name}`,
          ours: 'the sweep',
          theirs: 'an empty transaction',
          unit: 'ms',
          by: 'difference',
          target: { atMost },
          warmups: 0,
          rounds,
          measureOurs: () => millisecondsOf(work),
          measureTheirs: empty,
        }),
      )
    }
    for (const sweep of sweepsOf(env))
      await measure(
        sweep.name,
        () =>
          sweep.run({
            find: (work) => asActor(worker, { kind: 'system', job: `bench.${randomUUID()}` }, work),
            enqueue: () => Promise.resolve(),
          }),
        2000,
      )
    const film = films[0]!
    const creator = { kind: 'user', id: film.creator_id, role: 'creator', hasSecondFactor: false } as const
    await measure(
      'films before mine',
      () => asActor(web, creator, (tx) => filmsAhead(tx, [film.id]), 'read'),
      50,
    )
    await Promise.all([worker.close(), web.close()])
    return rows
  } finally {
    await stop()
  }
}
