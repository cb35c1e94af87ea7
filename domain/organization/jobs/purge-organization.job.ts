import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Takes out of an organization, 30 days after its deletion, what nobody has a right to any more. Owed by a sweep. */
export const purgeOrganization = defineJob({
  name: 'organization.purge',
  queue: 'default',
  attempts: 3,
  payload: z.object({ organizationId: z.uuid() }),
  idFor: ({ organizationId }) => `purge-organization-${organizationId}`,
})
