import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Makes one archive of everything about a person. Owed by every row of the exports that is pending, or whose worker fell silent. */
export const makeExport = defineJob({
  name: 'leaving.make-export',
  queue: 'default',
  attempts: 3,
  payload: z.object({ exportId: z.uuid() }),
  idFor: ({ exportId }) => `export-${exportId}`,
})
