import { sql } from 'drizzle-orm'
import { isUniqueViolation, type ActorTx } from '#db/actor.ts'
import type { ContentType } from '#db/schema/catalog.ts'
import { chargeProblem } from '#platform/charge-limits.ts'
import { notFound, Refusal } from '#platform/refusal.ts'
import { findEditablePost, findPickableMedia, type EditablePost, type Editor } from './editor-queries.ts'

/** The refusal for a post that is not there, or not theirs to work on. */
export const noSuchPost = () => notFound('no_such_content')

/** The post, locked until the transaction ends. Refuses with `not_found` when it is not theirs to work on. */
export async function lockPost(tx: ActorTx, editor: Editor, contentId: string): Promise<EditablePost> {
  const post = await findEditablePost(tx, editor, contentId, { lock: true })
  if (!post) throw noSuchPost()
  return post
}

/** Runs a write; an address that another post of the organization has becomes a refusal with `conflict`. */
export async function withFreeSlug<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!isUniqueViolation(error, 'content_slug_in_organization')) throw error
    const message = 'Another post of this organization has this address. Please choose another one.'
    throw new Refusal('conflict', 'slug_taken', message, { slug: [message] })
  }
}

/** Refuses with `invalid` a price (minor units) that Stripe would not charge, naming the field. */
export function refuseUnchargeable(priceCents: number, currency: string): void {
  const problem = chargeProblem(priceCents, currency)
  if (problem) throw new Refusal('invalid', 'not_chargeable', problem, { price: [problem] })
}

/** The kind of post a creator's own file makes. Refuses with `invalid` when it is not theirs or was given up. */
export async function kindOfOwnMedia(tx: ActorTx, creatorId: string, mediaId: string): Promise<ContentType> {
  const media = await findPickableMedia(tx, mediaId)
  if (media && media.creatorId === creatorId) return media.mediaType
  const message = 'This file is not in your library any more. Please choose another one.'
  throw new Refusal('invalid', 'no_such_media', message, { mediaItemId: [message] })
}

/** Now, as the transaction sees it. */
export const now = sql`now()`
