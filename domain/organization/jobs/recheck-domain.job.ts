import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Looks whether a domain still holds its organization's record. Owed once a day by a sweep. */
export const recheckDomain = defineJob({
  name: 'organization.recheck-domain',
  queue: 'default',
  attempts: 3,
  payload: z.object({ organizationId: z.uuid() }),
  idFor: ({ organizationId }) => `recheck-domain-${organizationId}`,
})
