import { and, eq, isNull } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { organizations } from '#db/schema/organization.ts'
import { smallKey } from './picture-keys.ts'

/** Where `logo`, `hero` or `hero-small` of an organization lies in the assets bucket; undefined without one, or for any other word. */
export async function findPicture(
  tx: ActorTx,
  organizationId: string,
  picture: string,
): Promise<{ readonly key: string; readonly isForEverybody: boolean } | undefined> {
  const [row] = await tx
    .select({
      logo: organizations.logoKey,
      hero: organizations.heroKey,
      isForEverybody: organizations.isPublic,
    })
    .from(organizations)
    .where(and(eq(organizations.id, organizationId), isNull(organizations.deletedAt)))
  if (!row) return undefined
  const keys: Record<string, string | null> = {
    logo: row.logo,
    hero: row.hero,
    'hero-small': row.hero && smallKey(row.hero),
  }
  const key = Object.hasOwn(keys, picture) ? keys[picture] : undefined
  return key ? { key, isForEverybody: row.isForEverybody } : undefined
}
