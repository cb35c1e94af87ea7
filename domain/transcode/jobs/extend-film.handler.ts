import type { JobNeeds } from '#domain/job-needs.ts'
import { handles, type Handler } from '#platform/jobs.ts'
import { extendFilm } from '../work/extend-film.ts'
import { inDatabase } from '../work/in-database.ts'
import { extendFilmJob } from './extend-film.job.ts'
import { ticketFor } from './work-task.job.ts'

/** Puts what was asked for of a ready film into the queue. */
export const extendFilmHandler = (needs: JobNeeds): Handler =>
  handles(extendFilmJob, async ({ mediaId }) => {
    const tasks = await inDatabase(needs, extendFilmJob, (tx) => extendFilm(tx, mediaId))
    for (const { taskId, kind } of tasks) await needs.jobs.enqueue(ticketFor(kind), { taskId })
  })
