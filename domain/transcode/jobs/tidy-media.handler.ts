import type { JobNeeds } from '#domain/job-needs.ts'
import { handles, type Handler } from '#platform/jobs.ts'
import { tidyMedia } from '../work/tidy-media.ts'
import { tidyMediaJob } from './tidy-media.job.ts'

/** Removes what dead, superseded and abandoned work has left in storage. */
export const tidyMediaHandler = (needs: JobNeeds): Handler =>
  handles(tidyMediaJob, async ({ mediaId }, { log }) => {
    const objects = await tidyMedia(needs, mediaId)
    if (objects > 0) log.info({ mediaId, objects }, 'removed objects that nothing refers to')
  })
