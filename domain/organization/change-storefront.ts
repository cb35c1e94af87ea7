import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import { Refusal } from '#platform/refusal.ts'
import { changeSettings } from './change-settings.ts'
import type { SettingsEditor } from './settings-queries.ts'
import type { SocialNetwork } from './settings-forms.ts'

export type StorefrontChanges = {
  /** Markdown. */
  readonly about: string
  readonly socialLinks: Partial<Record<SocialNetwork, string>>
  /** Ids of posts in their order. */
  readonly featured: string[]
}

/**
 * Saves what an organization says of itself on its storefront and what stands first there. Refuses with `not_found`, and with
 * `invalid` beside `featured` when one of the posts is not on show there.
 */
export async function changeStorefront(
  tx: ActorTx,
  editor: SettingsEditor,
  { about, socialLinks, featured }: StorefrontChanges,
): Promise<void> {
  const shown = await tx
    .select({ id: content.id })
    .from(content)
    .where(
      and(
        eq(content.organizationId, editor.organizationId),
        sql`${content.id} = any (${sql.param(featured)}::uuid[])`,
        eq(content.status, 'published'),
        ne(content.visibility, 'private'),
        isNull(content.deletedAt),
      ),
    )
  if (shown.length !== featured.length) {
    const message = 'One of these posts is not on your storefront any more. Take it out of the list.'
    throw new Refusal('invalid', 'not_on_show', message, { featured: [message] })
  }
  await changeSettings(tx, editor, {
    aboutContent: about || null,
    socialLinks,
    featuredContentIds: featured,
  })
}
