import type { JobNeeds } from '#domain/job-needs.ts'
import { handles } from '#platform/jobs.ts'
import { replayMissedEvents, retryUnfinishedEvents } from '../replay-events.ts'
import { replayEvents } from './replay-events.job.ts'

export const replayEventsHandler = (needs: JobNeeds) =>
  handles(replayEvents, async (_payload, replay) => {
    await retryUnfinishedEvents(needs, replay)
    await replayMissedEvents(needs, replay)
  })
