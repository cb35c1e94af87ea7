import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Sends every mail that is owed, now instead of at the next round for lost work. `at`: when it was asked, in milliseconds. */
export const sendOwedMails = defineJob({
  name: 'notice.send-owed-mails',
  queue: 'mail',
  attempts: 1,
  payload: z.object({ at: z.int() }),
  idFor: ({ at }) => `owed-mails-${at}`,
})
