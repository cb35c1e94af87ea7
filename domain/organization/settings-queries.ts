import { and, eq, isNull } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { organizations } from '#db/schema/organization.ts'
import type { Origin } from '#domain/audit/record.ts'
import { notFound } from '#platform/refusal.ts'

/** Who changes the settings of which organization, and from where. */
export type SettingsEditor = { readonly organizationId: string; readonly origin: Origin }

/** Everything an owner sets. */
export type Settings = {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly description: string | null
  readonly contactEmail: string | null
  readonly timezone: string
  readonly primaryColor: string
  readonly accentColor: string | null
  readonly logoKey: string | null
  readonly heroKey: string | null
  readonly aboutContent: string | null
  readonly socialLinks: Record<string, string>
  readonly featuredContentIds: string[]
  readonly requiresSecondFactor: boolean
  readonly customDomain: string | null
  readonly customDomainToken: string | null
  readonly customDomainVerifiedAt: Date | null
}

const fields = {
  id: organizations.id,
  slug: organizations.slug,
  name: organizations.name,
  description: organizations.description,
  contactEmail: organizations.contactEmail,
  timezone: organizations.timezone,
  primaryColor: organizations.primaryColor,
  accentColor: organizations.accentColor,
  logoKey: organizations.logoKey,
  heroKey: organizations.heroKey,
  aboutContent: organizations.aboutContent,
  socialLinks: organizations.socialLinks,
  featuredContentIds: organizations.featuredContentIds,
  requiresSecondFactor: organizations.requiresSecondFactor,
  customDomain: organizations.customDomain,
  customDomainToken: organizations.customDomainToken,
  customDomainVerifiedAt: organizations.customDomainVerifiedAt,
}

/** The settings of an organization. `lock` keeps others from changing them meanwhile. Refuses with `not_found`. */
export async function getSettings(
  tx: ActorTx,
  organizationId: string,
  { lock = false } = {},
): Promise<Settings> {
  const query = tx
    .select(fields)
    .from(organizations)
    .where(and(eq(organizations.id, organizationId), isNull(organizations.deletedAt)))
  const [row] = await (lock ? query.for('update') : query)
  if (!row) throw notFound('no_such_organization')
  return row
}
