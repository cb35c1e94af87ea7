import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Gives up uploads that nobody has continued for 7 days. Asked for by a schedule. */
export const expireUploads = defineJob({
  name: 'media.expire-uploads',
  queue: 'default',
  attempts: 1,
  payload: z.object({}),
  idFor: () => 'expire-uploads',
})
