import { sql } from 'drizzle-orm'
import type { JobNeeds } from '#domain/job-needs.ts'
import { handles } from '#platform/jobs.ts'
import { graceDays } from '../deletion-rules.ts'
import { assetsOf } from '../picture-keys.ts'
import { listOrganizationsToPurge } from '../sweep-queries.ts'
import { purgeOrganization } from './purge-organization.job.ts'

const system = { kind: 'system', job: purgeOrganization.name } as const

/** Pictures first: what the row has forgotten could not be found again. An organization that was restored is left alone. */
export const purgeOrganizationHandler = (needs: Pick<JobNeeds, 'asActor' | 'storage'>) =>
  handles(purgeOrganization, async ({ organizationId }, { log }) => {
    const due = await needs.asActor(system, listOrganizationsToPurge, 'read')
    if (!due.includes(organizationId)) return
    await needs.storage.removePrefix('assets', assetsOf(organizationId))
    await needs.asActor(system, (tx) =>
      tx.execute(sql`select app.purge_organization(${organizationId}, ${graceDays})`),
    )
    log.info({ organizationId }, 'purged a deleted organization')
  })
