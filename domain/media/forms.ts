import { z } from '#platform/schema.ts'

/** What the title of a media item must be. */
export const MediaTitle = z.object({
  title: z
    .string({ error: 'Give it a title.' })
    .trim()
    .min(1, 'Give it a title.')
    .max(255, 'Use at most 255 characters.'),
})
