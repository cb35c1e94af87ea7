import type { JobNeeds } from '#domain/job-needs.ts'
import { handles } from '#platform/jobs.ts'
import { triesOf } from '../archive-key.ts'
import { listOverdueExports, markExpired } from '../export-queue.ts'
import { expireExports } from './expire-exports.job.ts'

const system = { kind: 'system', job: expireExports.name } as const
const batch = 100

/** Objects first, rows after them: a run that dies in between is repeated by the next. */
export const expireExportsHandler = (needs: Pick<JobNeeds, 'asActor' | 'storage'>) =>
  handles(expireExports, async (_payload, { log }) => {
    const overdue = await needs.asActor(system, (tx) => listOverdueExports(tx, batch), 'read')
    if (overdue.length === 0) return
    for (const of of overdue) await needs.storage.removePrefix('platform', triesOf(of))
    await needs.asActor(system, (tx) =>
      markExpired(
        tx,
        overdue.map(({ exportId }) => exportId),
      ),
    )
    log.info({ exports: overdue.length }, 'removed archives whose days were over')
  })
