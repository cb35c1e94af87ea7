import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Adds to a ready film what was asked for since: an AV1 rung, an MP4 to keep. */
export const extendFilmJob = defineJob({
  name: 'transcode.extend-film',
  queue: 'default',
  attempts: 3,
  payload: z.object({ mediaId: z.uuid() }),
  idFor: ({ mediaId }) => `extend-${mediaId}`,
})
