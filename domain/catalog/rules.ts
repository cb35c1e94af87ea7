import type { ContentStatus, ContentType, Visibility } from '#db/schema/catalog.ts'
import type { MediaStatus } from '#db/schema/media.ts'
import { routeWords } from '#domain/reserved-words.ts'
import { isSlug, slugOf } from '#platform/slug.ts'

const slugMax = 100
const tagsMax = 10
const tagMax = 40

/** Addresses below an organization that are to be pages of their own. */
const plannedPages = new Set(
  'series creators about search feed feeds rss tags categories courses events offerings subscribe join'.split(
    ' ',
  ),
)

export type PublishBlock =
  'still_processing' | 'transcode_failed' | 'no_media' | 'no_words' | 'already_published'

/** What an editor is told, and can act on. */
export const publishBlockText: Record<PublishBlock, string> = {
  still_processing: 'The file is still being prepared. It can be published as soon as it is ready.',
  transcode_failed:
    'The file could not be prepared. See why under Media, then try again or choose another file.',
  no_media: 'Choose a film or a recording first.',
  no_words: 'Write something first: the post has no text yet.',
  already_published: 'This is published already.',
}

export type Publishable = {
  readonly contentType: ContentType
  readonly status: ContentStatus
  /** `ready` also while a newer version of a playable file is being made; null without a file. */
  readonly mediaStatus: MediaStatus | null
  readonly hasWords: boolean
}

/** Why a post cannot go on sale now; undefined when it can. */
export function whyNotPublishable(post: Publishable): PublishBlock | undefined {
  if (post.status === 'published') return 'already_published'
  if (post.contentType === 'written') return post.hasWords ? undefined : 'no_words'
  switch (post.mediaStatus) {
    case null:
      return 'no_media'
    case 'ready':
      return undefined
    case 'failed':
      return 'transcode_failed'
    case 'uploading':
    case 'uploaded':
    case 'transcoding':
      return 'still_processing'
  }
}

/** Who may have a published post: everybody signed in when it is free, else those who bought it. */
export const visibilityOf = (priceCents: number): Visibility =>
  priceCents === 0 ? 'public' : 'purchased_only'

/** The word for a post of this kind, as buttons name it. */
export const kindNoun: Record<ContentType, string> = { video: 'film', audio: 'recording', written: 'post' }

/** On an organization's own host the platform's pages stand beside its posts. */
const isReserved = (slug: string) => routeWords.has(slug) || plannedPages.has(slug)

/** An address for a post of this title; empty when none can be made of it. */
export function suggestPostSlug(title: string): string {
  const slug = slugOf(title, slugMax)
  return isReserved(slug) ? `${slug}-post` : slug
}

/** What is wrong with a post's address, in words; undefined when nothing is. */
export function postSlugProblem(slug: string): string | undefined {
  if (!isSlug(slug, slugMax))
    return 'Use lower-case letters, digits and hyphens, with a letter or digit at both ends.'
  if (isReserved(slug)) return 'This address is a page of its own. Please choose another one.'
  return undefined
}

/** Typed tags, comma-separated, as a list: trimmed, without empty ones or repeats (letter case aside). */
export function parseTags(typed: string): { tags: string[] } | { problem: string } {
  const seen = new Map<string, string>()
  for (const part of typed.split(',')) {
    const tag = part.trim().replace(/\s+/g, ' ')
    if (tag && !seen.has(tag.toLowerCase())) seen.set(tag.toLowerCase(), tag)
  }
  const tags = [...seen.values()]
  if (tags.length > tagsMax) return { problem: `Use at most ${tagsMax} tags.` }
  if (tags.some((tag) => tag.length > tagMax)) return { problem: `A tag has at most ${tagMax} characters.` }
  return { tags }
}

/** Is the file still on its way to being playable? */
export const isPreparing = (status: MediaStatus | null) =>
  status === 'uploading' || status === 'uploaded' || status === 'transcoding'
