import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Erases a person whose days of grace are over. Owed by a sweep until nothing is left to erase. */
export const erasePerson = defineJob({
  name: 'leaving.erase-person',
  queue: 'default',
  attempts: 3,
  payload: z.object({ personId: z.uuid() }),
  idFor: ({ personId }) => `erase-person-${personId}`,
})
