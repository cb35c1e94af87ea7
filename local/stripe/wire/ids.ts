import { randomBytes } from 'node:crypto'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

function randomText(length: number): string {
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += alphabet[byte % 62]
    }
  }
  return text
}

/** An id as Stripe makes them: `prefix` (with its underscore) and 24 letters and digits, 56 for a Checkout session. */
export function newId(prefix: string): string {
  return prefix + randomText(prefix === 'cs_test_' ? 56 : 24)
}
