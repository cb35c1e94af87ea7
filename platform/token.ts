import { createHash, createHmac } from 'node:crypto'

/**
 * The secret in a link that is mailed, made of the id of the row that promises it: the link can be written again whenever the
 * mail is sent, and nothing at rest opens it. `secret` is the platform's, `purpose` keeps one kind of link from being another.
 */
export function linkToken(secret: string, purpose: string, id: string): string {
  return createHmac('sha256', secret).update(`${purpose}:${id}`).digest('base64url')
}

/** What is kept of a token: SHA-256, enough for 256 random bits. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
