import { z } from '#platform/schema.ts'
import { optionalText, text } from '#platform/text.ts'
import { parsePrice } from './price.ts'
import { parseTags, postSlugProblem, suggestPostSlug } from './rules.ts'

/**
 * What the editor of a post sends, with prices in `currency`; `mediaItemId` is empty when nothing is chosen. `postValues` makes
 * sense of it: the schema of a form with scripts may not change its shape.
 */
export function postForm(currency: string) {
  return z
    .object({
      title: text('Enter a title.', { max: 200 }),
      slug: optionalText({ max: 100 }),
      description: optionalText({ max: 20_000 }),
      category: optionalText({ max: 60 }),
      tags: optionalText({ max: 500 }).transform((typed, context) => {
        const parsed = parseTags(typed)
        if ('tags' in parsed) return parsed.tags
        context.addIssue({ code: 'custom', message: parsed.problem })
        return z.NEVER
      }),
      price: optionalText({ max: 40 }).transform((typed, context) => {
        const parsed = parsePrice(typed, currency)
        if ('cents' in parsed) return parsed.cents
        context.addIssue({ code: 'custom', message: parsed.problem })
        return z.NEVER
      }),
      mediaItemId: z
        .union([z.uuid(), z.literal('')], { error: 'Choose one of your files.' })
        .optional()
        .default(''),
      body: optionalText({ max: 200_000 }),
      /** A ticked box sends `on`; one that is not sends nothing. */
      downloads: z.literal('on', { error: 'Tick the box or leave it.' }).optional(),
    })
    .superRefine(({ title, slug }, context) => {
      const address = slug || suggestPostSlug(title)
      const problem = address ? postSlugProblem(address) : 'Choose an address.'
      if (problem) context.addIssue({ code: 'custom', path: ['slug'], message: problem })
    })
}

export type PostValues = {
  readonly title: string
  readonly slug: string
  readonly description: string
  readonly category: string
  readonly tags: string[]
  /** Integer minor units; 0 is free. */
  readonly priceCents: number
  readonly mediaItemId: string | null
  readonly body: string
  /** Who may watch it may also keep it. */
  readonly downloadsAllowed: boolean
}

/** What a parsed form means: an address is made of the title where none was given, and no file is null. */
export function postValues(form: z.output<ReturnType<typeof postForm>>): PostValues {
  const { price, mediaItemId, slug, title, downloads, ...rest } = form
  return {
    ...rest,
    title,
    slug: slug || suggestPostSlug(title),
    priceCents: price,
    mediaItemId: mediaItemId || null,
    downloadsAllowed: downloads === 'on',
  }
}

/** Is the new post a file to play, or words to read? */
export const PostKind = z.enum(['media', 'written'])
export type PostKind = z.output<typeof PostKind>
