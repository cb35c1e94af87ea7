import { tsImport } from 'tsx/esm/api'
import type { renderExamples } from './mail-examples.tsx'
import { examplePage, examplesPage, type Example } from './mailbox-page.ts'

type Source = { readonly renderExamples: typeof renderExamples }

export type Send = (status: number, type: string, body: string, headers?: Record<string, string>) => void

const html = 'text/html; charset=utf-8'

/** Answers a mail's HTML. It is somebody's markup: it may be looked at and its links opened, and nothing more. */
export function sendMarkup(send: Send, markup: string): void {
  const csp = "sandbox allow-popups allow-popups-to-escape-sandbox; script-src 'none'"
  send(200, html, `<base target="_blank">${markup}`, { 'content-security-policy': csp })
}

/** Answers the page of all kinds of mail, of one (`kind`), or the HTML of one (`part`); each time from the templates as they are now. */
export async function answerExample(kind: string, part: string, send: Send): Promise<void> {
  try {
    const source = (await tsImport('./mail-examples.tsx', import.meta.url)) as Source
    const examples: Record<string, Example> = await source.renderExamples()
    const example = examples[kind]
    if (!example) return send(kind ? 404 : 200, html, examplesPage(examples))
    if (part === 'html') sendMarkup(send, example.html)
    else send(200, html, examplePage(kind, example))
  } catch (error) {
    send(500, 'text/plain; charset=utf-8', String(error instanceof Error ? error.stack : error))
  }
}
