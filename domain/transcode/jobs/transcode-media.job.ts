import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Turns an uploaded original into renditions. Owed by every media item whose status is `uploaded`. */
export const transcodeMedia = defineJob({
  name: 'transcode.media',
  queue: 'transcode',
  attempts: 5,
  payload: z.object({ mediaId: z.uuid() }),
  idFor: ({ mediaId }) => `transcode-${mediaId}`,
})
