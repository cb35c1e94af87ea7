import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Removes objects of a media item that nothing refers to. Owed by every media item whose `tidy_after` has passed. */
export const tidyMediaJob = defineJob({
  name: 'transcode.tidy-media',
  queue: 'default',
  attempts: 3,
  payload: z.object({ mediaId: z.uuid() }),
  idFor: ({ mediaId }) => `tidy-${mediaId}`,
})
