import { sql } from 'drizzle-orm'
import type { JobNeeds } from '#domain/job-needs.ts'
import { DnsUnavailable } from '#platform/dns.ts'
import { handles } from '#platform/jobs.ts'
import { missingTooLong, recordNameOf } from '../domain-rules.ts'
import { findServedDomain } from '../sweep-queries.ts'
import { recheckDomain } from './recheck-domain.job.ts'

const system = { kind: 'system', job: recheckDomain.name } as const
const memorySeconds = 30 * 24 * 3600

/**
 * A record that has been missing for three days ends the service of a domain, and its owner is told. Name servers that do not
 * answer say nothing. Since when it is missing stands in Redis: without that memory the days begin anew.
 */
export const recheckDomainHandler = ({
  asActor,
  clock,
  dns,
  env,
  redis,
}: Pick<JobNeeds, 'asActor' | 'clock' | 'dns' | 'env' | 'redis'>) =>
  handles(recheckDomain, async ({ organizationId }, { log }) => {
    const served = await asActor(system, (tx) => findServedDomain(tx, organizationId), 'read')
    if (!served) return
    const key = `${env.REDIS_PREFIX}:domain-missing:${organizationId}:${served.domain}`
    try {
      const records = await dns.txt(recordNameOf(served.domain))
      if (records.includes(served.token)) return void (await redis.del(key))
    } catch (error) {
      if (!(error instanceof DnsUnavailable)) throw error
      return log.warn({ domain: served.domain }, 'the name servers of a domain did not answer')
    }
    const now = clock.now().getTime()
    await redis.set(key, now, 'EX', memorySeconds, 'NX')
    if (!missingTooLong(Number(await redis.get(key)), now)) return
    await asActor(system, (tx) =>
      tx.execute(sql`select app.unverify_domain(${organizationId}, ${served.domain})`),
    )
    await redis.del(key)
  })
