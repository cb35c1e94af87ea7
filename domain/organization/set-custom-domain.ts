import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { isUniqueViolation, type ActorTx } from '#db/actor.ts'
import { recordAudit } from '#domain/audit/record.ts'
import { Refusal } from '#platform/refusal.ts'
import { isPlatformDomain } from './domain-rules.ts'
import type { SettingsEditor } from './settings-queries.ts'

/**
 * Claims a domain for an organization, or gives its own up with null; a claim serves nothing before it is verified.
 * `platformHost` is ours. Refuses with `conflict` beside `domain` when it is taken or the platform's.
 */
export async function setCustomDomain(
  tx: ActorTx,
  { organizationId, origin }: SettingsEditor,
  { domain, platformHost }: { domain: string | null; platformHost: string },
): Promise<void> {
  if (domain && isPlatformDomain(domain, platformHost)) throw taken()
  const token = `codex-${randomBytes(20).toString('base64url')}`
  try {
    const { rows } = await tx.execute<{ changed: boolean }>(
      sql`select app.set_custom_domain(${organizationId}, ${domain}, ${token}) as changed`,
    )
    if (!rows[0]?.changed) return
  } catch (error) {
    if (isUniqueViolation(error, 'organizations_custom_domain_unique')) throw taken()
    throw error
  }
  await recordAudit(tx, {
    action: 'organization.settings_change',
    organizationId,
    subjectType: 'organization',
    subjectId: organizationId,
    origin,
    detail: { fields: ['customDomain'], domain },
  })
}

/** Whose it is stays unsaid. */
function taken(): Refusal {
  const message = 'This domain cannot be used here. Please choose another one.'
  return new Refusal('conflict', 'domain_taken', message, { domain: [message] })
}
