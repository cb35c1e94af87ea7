import { text } from '#platform/text.ts'
import { z } from '#platform/schema.ts'

/** What the platform owner says before they see the product as somebody else; the person reads it. */
export const SupportRequest = z.object({
  reason: text('Say why. The person reads it in the mail we send them.', { max: 500 }),
})

/** What the platform owner says before they disable somebody's account, or enable it again; the person reads it. */
export const DisableRequest = z.object({
  intent: z.enum(['disable', 'enable']),
  reason: text('Say why. The person reads it in the mail we send them.', { max: 500 }),
})
