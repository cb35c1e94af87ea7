import { randomUUID } from 'node:crypto'
import PostalMime from 'postal-mime'

export type Mail = {
  id: string
  from: string
  /** Everybody the envelope named, lower case. */
  to: string[]
  subject: string
  text: string
  html: string
  receivedAt: string
  /** Every http(s) address in the mail, in order, each once. */
  links: string[]
}

/** Reads a mail as it came over the wire; `to` is what its envelope said. */
export async function readMail(raw: Buffer, to: string[]): Promise<Mail> {
  const parsed = await PostalMime.parse(raw)
  const html = parsed.html ?? ''
  const text = parsed.text ?? ''
  const found = html
    ? [...html.matchAll(/href\s*=\s*["'](https?:[^"']+)["']/gi)]
    : [...text.matchAll(/(https?:[^\s<>"')]*[^\s<>"').,;:!?])/g)]
  return {
    id: randomUUID(),
    from: parsed.from?.address ?? '',
    to,
    subject: parsed.subject ?? '',
    text,
    html,
    receivedAt: new Date().toISOString(),
    links: [...new Set(found.map(([, link = '']) => link.replaceAll('&amp;', '&')))],
  }
}
