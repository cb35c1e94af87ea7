import type { JobNeeds } from '#domain/job-needs.ts'
import { handles, type Handler } from '#platform/jobs.ts'
import { listOwedMails } from '../queries.ts'
import { sendMail } from './send-mail.job.ts'
import { sendOwedMails } from './send-owed-mails.job.ts'

const system = { kind: 'system', job: sendOwedMails.name } as const
const batch = 100

/** Finds the mails that are owed and gives each its job; there may be none. */
export const sendOwedMailsHandler = ({ asActor, jobs }: JobNeeds): Handler =>
  handles(sendOwedMails, async () => {
    for (const emailId of await asActor(system, (tx) => listOwedMails(tx, batch)))
      await jobs.enqueue(sendMail, { emailId })
  })
