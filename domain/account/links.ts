import { randomUUID } from 'node:crypto'
import type { TokenPurpose } from '#db/schema/account.ts'
import { hashToken, linkToken } from '#platform/token.ts'

/** How long a mailed link works, in minutes. */
export const linkMinutes: Record<TokenPurpose, number> = {
  verify_email: 24 * 60,
  reset_password: 60,
  change_email_old: 24 * 60,
  change_email_new: 24 * 60,
}

/** A link to be promised: the id of its row, the hash that is kept, and how long it works as an SQL interval. */
export type NewLink = { readonly id: string; readonly hash: string; readonly lifetime: string }

/** Draws a link of this purpose. `secret` is the platform's (SESSION_SECRET). */
export function drawLink(secret: string, purpose: TokenPurpose): NewLink {
  const id = randomUUID()
  const hash = hashToken(linkToken(secret, purpose, id))
  return { id, hash, lifetime: `${linkMinutes[purpose]} minutes` }
}
