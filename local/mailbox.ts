import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { readMail } from './mail.ts'
import type { Mail } from './mail.ts'
import { answerExample, sendMarkup } from './mail-example-pages.ts'
import { listPage, mailPage } from './mailbox-page.ts'
import type { Send } from './mail-example-pages.ts'

export type StartMailbox = { folder: string; smtpPort: number; webPort: number }
export type Mailbox = { url: string; smtp: string; stop(): Promise<void> }

const keptMails = 500

/**
 * Starts a mail server that delivers to nobody and shows what it got: a page at `/`, and for programs
 * `GET /api/mails?to=…` (newest first) and `DELETE /api/mails`. Mails are kept in `<folder>/mailbox`.
 * `/examples` shows every kind of mail with example data.
 */
export async function startMailbox({ folder, smtpPort, webPort }: StartMailbox): Promise<Mailbox> {
  const mails = openMails(join(folder, 'mailbox'))
  const smtp = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onAuth: (_auth, _session, done) => done(null, { user: 'anyone' }),
    onData(stream, session, done) {
      const recipients = session.envelope.rcptTo.map(({ address }) => address.toLowerCase())
      readAll(stream)
        .then((raw) => readMail(raw, recipients))
        .then((mail) => {
          mails.add(mail)
          done()
        })
        .catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error))))
    },
  })
  // A sender that hangs up in the middle is its own trouble.
  smtp.on('error', () => undefined)
  const web = createServer((request, response) => answer(mails, request, response))
  await Promise.all([listen(smtp.server as unknown as Server, smtpPort), listen(web, webPort)])
  return {
    url: `http://localhost:${webPort}`,
    smtp: `smtp://127.0.0.1:${smtpPort}`,
    stop: async () => {
      web.closeAllConnections()
      await Promise.all([
        new Promise<void>((resolve) => web.close(() => resolve())),
        new Promise<void>((resolve) => smtp.close(() => resolve())),
      ])
    },
  }
}

type Mails = { add(mail: Mail): void; all(): Mail[]; clear(): void }

function openMails(folder: string): Mails {
  mkdirSync(folder, { recursive: true })
  const file = (mail: Mail) => join(folder, `${mail.id}.json`)
  const mails = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Mail)
    .sort((a, b) => b.receivedAt.localeCompare(a.receivedAt))
  const forget = (gone: Mail[]) => gone.forEach((mail) => rmSync(file(mail), { force: true }))
  return {
    all: () => mails,
    add(mail) {
      mails.unshift(mail)
      writeFileSync(file(mail), JSON.stringify(mail))
      forget(mails.splice(keptMails))
    },
    clear: () => forget(mails.splice(0)),
  }
}

function answer(mails: Mails, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const [, first = '', id = '', part = ''] = url.pathname.split('/')
  const send: Send = (status, type, body, headers = {}) =>
    void response
      .writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers })
      .end(body)
  const html = 'text/html; charset=utf-8'

  if (url.pathname === '/api/mails' && request.method === 'DELETE') {
    mails.clear()
    return void response.writeHead(204).end()
  }
  if (url.pathname === '/api/mails') {
    const to = url.searchParams.get('to')?.toLowerCase()
    const wanted = mails.all().filter((mail) => to === undefined || mail.to.includes(to))
    return void send(200, 'application/json', JSON.stringify(wanted))
  }
  if (first === 'examples') return void answerExample(id, part, send)
  if (url.pathname === '/') return void send(200, html, listPage(mails.all()))
  const mail = first === 'mails' ? mails.all().find((one) => one.id === id) : undefined
  if (!mail) return void send(404, html, listPage(mails.all()))
  if (part !== 'html') return void send(200, html, mailPage(mail))
  return void sendMarkup(send, mail.html)
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}
