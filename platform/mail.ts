import { createTransport } from 'nodemailer'
import type { Env } from './env.ts'

export type Mail = {
  readonly to: string
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly messageId: string
}
export type Mailer = { send(mail: Mail): Promise<{ providerMessageId: string }>; close(): void }

/** Less than the lease of a mail that is being sent, or a slow server would get it twice. Milliseconds. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** Mail by SMTP; answers go to our support. `messageId` is chosen by the caller, so that a receiver can recognize a mail that was sent twice. */
export function createMailer(env: Pick<Env, 'SMTP_URL' | 'MAIL_FROM' | 'SUPPORT_EMAIL'>): Mailer {
  const transport = createTransport(
    { url: env.SMTP_URL, ...patience },
    { from: env.MAIL_FROM, replyTo: env.SUPPORT_EMAIL },
  )
  return {
    async send(mail) {
      const info = await transport.sendMail(mail)
      return { providerMessageId: info.messageId }
    },
    close: () => transport.close(),
  }
}
