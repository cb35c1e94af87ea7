import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { Editor } from './editor-queries.ts'
import type { PostKind, PostValues } from './forms.ts'
import { kindOfOwnMedia, refuseUnchargeable, withFreeSlug } from './post-steps.ts'
import { visibilityOf } from './rules.ts'

export type CreateContent = PostValues & { readonly kind: PostKind; readonly currency: string }

/**
 * Begins a draft of the editor's own and answers its id. Price in integer minor units of `currency`; 0 is free.
 * Refuses with `conflict` (the address is taken) and `invalid` (the file is not theirs, the price is none), naming the field.
 */
export async function createContent(tx: ActorTx, editor: Editor, values: CreateContent): Promise<string> {
  refuseUnchargeable(values.priceCents, values.currency)
  const mediaItemId = values.kind === 'written' ? null : values.mediaItemId
  const contentType =
    values.kind === 'written'
      ? 'written'
      : mediaItemId
        ? await kindOfOwnMedia(tx, editor.personId, mediaItemId)
        : 'video'
  // Column by column: Drizzle's insert names every column, and the application has no right to all of them.
  const { rows } = await withFreeSlug(() =>
    tx.execute<{ id: string }>(sql`
      insert into app.content
        (creator_id, organization_id, media_item_id, title, slug, description, content_type, content_body, category, tags,
         visibility, price_cents, currency, downloads_allowed)
      values
        (${editor.personId}, ${editor.organizationId}, ${mediaItemId}, ${values.title}, ${values.slug}, ${values.description},
         ${contentType}, ${values.kind === 'written' ? values.body : null}, ${values.category || null},
         ${JSON.stringify(values.tags)}::jsonb, ${visibilityOf(values.priceCents)}, ${values.priceCents}, ${values.currency},
         ${values.kind !== 'written' && values.downloadsAllowed})
      returning id`),
  )
  return rows[0]!.id
}
