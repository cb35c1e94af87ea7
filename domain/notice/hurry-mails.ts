import type { Needs } from '#platform/needs.ts'
import { sendOwedMails } from './jobs/send-owed-mails.job.ts'

/** Has the mails sent that were promised a moment ago; call it after the commit. A sweep finds them if this is lost. */
export async function hurryMails({ jobs, clock }: Pick<Needs, 'jobs' | 'clock'>): Promise<void> {
  await jobs.enqueue(sendOwedMails, { at: clock.now().getTime() })
}
