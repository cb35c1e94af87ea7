import { sql } from 'drizzle-orm'
import type { Actor, AsActor } from '#db/actor.ts'
import { recordAudit } from '#domain/audit/record.ts'
import { DnsUnavailable, type Dns } from '#platform/dns.ts'
import { notFound, Refusal } from '#platform/refusal.ts'
import { recordNameOf } from './domain-rules.ts'
import { getSettings, type SettingsEditor } from './settings-queries.ts'

type DomainNeeds = { readonly asActor: AsActor; readonly dns: Dns }

/**
 * Asks the name system whether the claimed domain holds the organization's record, and opens the storefront there when it does.
 * Refuses with `not_found` without a claim, `unavailable` when the name servers do not answer, and `conflict` saying what was
 * found instead.
 */
export async function verifyDomain(
  { asActor, dns }: DomainNeeds,
  actor: Actor,
  editor: SettingsEditor,
): Promise<void> {
  const { customDomain: domain, customDomainToken: token } = await asActor(
    actor,
    (tx) => getSettings(tx, editor.organizationId),
    'read',
  )
  if (!domain || !token) throw notFound('no_domain', 'There is no domain to check. Save one first.')
  const records = await recordsOf(dns, domain)
  if (!records.includes(token)) throw notYet(domain, records)
  await asActor(actor, async (tx) => {
    const { rows } = await tx.execute<{ verified: boolean }>(
      sql`select app.mark_domain_verified(${editor.organizationId}, ${domain}, ${token}) as verified`,
    )
    if (!rows[0]?.verified) throw notFound('no_domain', 'The domain was changed meanwhile. Look at it again.')
    await recordAudit(tx, {
      action: 'organization.domain_verify',
      organizationId: editor.organizationId,
      subjectType: 'organization',
      subjectId: editor.organizationId,
      origin: editor.origin,
      detail: { domain },
    })
  })
}

async function recordsOf(dns: Dns, domain: string): Promise<string[]> {
  try {
    return await dns.txt(recordNameOf(domain))
  } catch (error) {
    if (!(error instanceof DnsUnavailable)) throw error
    throw new Refusal(
      'unavailable',
      'dns_unavailable',
      'The name servers did not answer just now. Your record may be right; check again in a minute.',
    )
  }
}

function notYet(domain: string, records: readonly string[]): Refusal {
  const name = recordNameOf(domain)
  return records.length === 0
    ? new Refusal(
        'conflict',
        'no_record',
        `There is no TXT record at ${name} yet. New records can take an hour to be seen everywhere.`,
      )
    : new Refusal(
        'conflict',
        'other_record',
        `The TXT record at ${name} holds another value: ${records[0]!.slice(0, 80)}`,
      )
}
