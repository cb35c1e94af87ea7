import type { JobNeeds } from '#domain/job-needs.ts'
import { handles, type Handler } from '#platform/jobs.ts'
import { draftMail, renderMail } from '../compose-mail.tsx'
import { claimMail, markMailFailed, markMailSent } from '../queries.ts'
import { isFinalRefusal, maxTries } from '../rules.ts'
import { sendMail } from './send-mail.job.ts'

const system = { kind: 'system', job: sendMail.name } as const

/**
 * Sends one promised mail. A worker that dies between the mail server's yes and our note of it leads to a second mail; both
 * carry one Message-ID, so that mailboxes can tell.
 */
export const sendMailHandler = (needs: JobNeeds): Handler =>
  handles(sendMail, async ({ emailId }, { log }) => {
    const { env, mailer, asActor } = needs
    const mail = await asActor(system, (tx) => claimMail(tx, emailId))
    if (!mail) return
    try {
      const stationery = { appUrl: env.APP_URL, linkSecret: env.SESSION_SECRET }
      const draft = await asActor(system, (tx) => draftMail(tx, mail, stationery), 'read')
      const { subject, html, text } = await renderMail(draft)
      const messageId = `<${emailId}@codex>`
      const { providerMessageId } = await mailer.send({
        to: mail.recipientEmail,
        subject,
        html,
        text,
        messageId,
      })
      await asActor(system, (tx) => markMailSent(tx, emailId, { subject, providerMessageId }))
    } catch (error) {
      const isFinal = isFinalRefusal(error) || mail.attempts >= maxTries
      await asActor(system, (tx) => markMailFailed(tx, emailId, { reason: String(error), isFinal }))
      if (!isFinal) throw error
      log.error({ emailId, reason: String(error) }, 'a mail was given up')
    }
  })
