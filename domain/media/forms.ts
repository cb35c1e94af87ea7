import { z } from '#platform/schema.ts'
import { text } from '#platform/text.ts'

/** What the title of a media item must be. */
export const MediaTitle = z.object({ title: text('Give it a title.', { max: 255 }) })
