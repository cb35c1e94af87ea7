import { defineJob } from '#platform/jobs.ts'
import { z } from '#platform/schema.ts'

/** Sends one promised mail. Owed by every row of the mail log whose status is `pending`. */
export const sendMail = defineJob({
  name: 'notice.send-mail',
  queue: 'mail',
  attempts: 5,
  payload: z.object({ emailId: z.uuid() }),
  idFor: ({ emailId }) => `mail-${emailId}`,
})
