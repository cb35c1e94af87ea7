import { eq, sql } from 'drizzle-orm'
import { isUniqueViolation, type ActorTx } from '#db/actor.ts'
import { organizations } from '#db/schema/organization.ts'
import { recordAudit } from '#domain/audit/record.ts'
import { Refusal } from '#platform/refusal.ts'
import { getSettings, type Settings, type SettingsEditor } from './settings-queries.ts'

export type SettingsChanges = Partial<
  Omit<Settings, 'id' | 'customDomain' | 'customDomainToken' | 'customDomainVerifiedAt'>
>

/**
 * Saves settings of an organization and writes down which of them are others now; answers what they were. An address that
 * changes is free for others at once, and links to it stop.
 * Refuses with `not_found`, and with `conflict` beside `slug` when the address is taken.
 */
export async function changeSettings(
  tx: ActorTx,
  { organizationId, origin }: SettingsEditor,
  changes: SettingsChanges,
): Promise<Settings> {
  const before = await getSettings(tx, organizationId, { lock: true })
  const changed = changedFields(before, changes)
  if (changed.length === 0) return before
  try {
    await tx
      .update(organizations)
      .set({ ...changes, updatedAt: sql`now()` })
      .where(eq(organizations.id, organizationId))
  } catch (error) {
    if (!isUniqueViolation(error, 'organizations_slug_unique')) throw error
    const message = 'Somebody already lives at this address. Please choose another one.'
    throw new Refusal('conflict', 'slug_taken', message, { slug: [message] })
  }
  await recordAudit(tx, {
    action: 'organization.settings_change',
    organizationId,
    subjectType: 'organization',
    subjectId: organizationId,
    origin,
    detail: {
      fields: changed,
      ...(changed.includes('slug') ? { slugBefore: before.slug, slug: changes.slug } : {}),
    },
  })
  return before
}

/** Names of what is another value now. Links are compared by name, whatever order they are kept in. */
function changedFields(before: Settings, changes: SettingsChanges): string[] {
  return Object.entries(changes)
    .filter(([name, value]) => plain(before[name as keyof Settings]) !== plain(value))
    .map(([name]) => name)
}

const plain = (value: unknown) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? JSON.stringify(Object.entries(value).sort())
    : JSON.stringify(value)
