import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Looks at an uploaded original and plans what is made of it. Owed by every media item whose status is `uploaded`. */
export const transcodeMedia = defineJob({
  name: 'transcode.media',
  queue: 'prepare',
  attempts: 5,
  payload: z.object({ mediaId: z.uuid() }),
  idFor: ({ mediaId }) => `transcode-${mediaId}`,
})
