import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Removes archives whose days are over. Every round asks for it. */
export const expireExports = defineJob({
  name: 'leaving.expire-exports',
  queue: 'default',
  attempts: 1,
  payload: z.object({}),
  idFor: () => 'expire-exports',
})
