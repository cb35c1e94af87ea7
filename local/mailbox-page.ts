import type { Mail } from './mail.ts'

const style = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
  body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem }
  h1 { font-size: 1.25rem; margin: 0 0 1rem }
  a { color: inherit }
  .muted, time { color: color-mix(in srgb, CanvasText 60%, Canvas) }
  ul { list-style: none; margin: 0; padding: 0 }
  li a { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .75rem .5rem; text-decoration: none;
    border-top: 1px solid color-mix(in srgb, CanvasText 15%, Canvas) }
  li a:hover, li a:focus-visible { background: color-mix(in srgb, CanvasText 6%, Canvas) }
  li .muted { grid-column: 1 / -1 }
  iframe { width: 100%; height: 70vh; background: #fff; border: 1px solid color-mix(in srgb, CanvasText 15%, Canvas) }
  pre { white-space: pre-wrap; overflow-wrap: anywhere }
`

/** The page that lists every mail, newest first; it looks again every five seconds. */
export function listPage(mails: Mail[]): string {
  const rows = mails.map(
    (mail) => `<li><a href="/mails/${mail.id}"><strong>${escape(mail.subject || 'No subject')}</strong>
      ${time(mail)}<span class="muted">To ${escape(mail.to.join(', '))}</span></a></li>`,
  )
  const body = rows.length
    ? `<ul>${rows.join('')}</ul>`
    : '<p class="muted">No mail yet. What Codex sends while you develop arrives here and nowhere else.</p>'
  const title = '<h1>Mailbox</h1><p><a href="/examples">An example of every kind of mail</a></p>'
  return page('Mailbox', title + body, '<meta http-equiv="refresh" content="5">')
}

/** One mail: its HTML in a frame that runs no scripts, then its text. */
export function mailPage(mail: Mail): string {
  const html = mail.html ? frame(`/mails/${mail.id}/html`) : ''
  return page(
    mail.subject,
    `<p><a href="/">All mail</a></p><h1>${escape(mail.subject || 'No subject')}</h1>
    <p class="muted">From ${escape(mail.from)} to ${escape(mail.to.join(', '))}, ${time(mail)}</p>
    ${html}<h2 class="muted">Text</h2><pre>${escape(mail.text || 'This mail has no text part.')}</pre>`,
  )
}

export type Example = { subject: string; html: string; text: string }

/** The page that lists every kind of mail that Codex sends. */
export function examplesPage(examples: Record<string, Example>): string {
  const rows = Object.entries(examples).map(
    ([kind, { subject }]) =>
      `<li><a href="/examples/${kind}"><strong>${escape(subject)}</strong><span class="muted">${kind}</span></a></li>`,
  )
  return page(
    'Examples',
    `<p><a href="/">All mail</a></p><h1>An example of every kind of mail</h1>
    <p class="muted">Written anew from its template whenever you look: change one and reload.</p><ul>${rows.join('')}</ul>`,
  )
}

/** One kind of mail with example data: its HTML, then its text. */
export function examplePage(kind: string, { subject, text }: Example): string {
  return page(
    subject,
    `<p><a href="/examples">All examples</a></p><h1>${escape(subject)}</h1><p class="muted">${kind}</p>
    ${frame(`/examples/${kind}/html`)}<h2 class="muted">Text</h2><pre>${escape(text)}</pre>`,
  )
}

const frame = (address: string) =>
  `<iframe title="The mail" src="${address}" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`

function page(title: string, body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>${escape(title)}</title><style>${style}</style>${head}</head><body>${body}</body></html>`
}

const time = (mail: Mail) =>
  `<time datetime="${mail.receivedAt}">${mail.receivedAt.slice(0, 16).replace('T', ' ')} UTC</time>`

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
