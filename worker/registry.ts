import { replayEventsHandler } from '#domain/commerce/jobs/replay-events.handler.ts'
import { settleCheckoutHandler } from '#domain/commerce/jobs/settle-checkout.handler.ts'
import { updateCustomerHandler } from '#domain/commerce/jobs/update-customer.handler.ts'
import type { JobNeeds } from '#domain/job-needs.ts'
import { expireUploadsHandler } from '#domain/media/jobs/expire-uploads.handler.ts'
import { erasePersonHandler } from '#domain/leaving/jobs/erase-person.handler.ts'
import { expireExportsHandler } from '#domain/leaving/jobs/expire-exports.handler.ts'
import { makeExportHandler } from '#domain/leaving/jobs/make-export.handler.ts'
import { sendMailHandler } from '#domain/notice/jobs/send-mail.handler.ts'
import { sendOwedMailsHandler } from '#domain/notice/jobs/send-owed-mails.handler.ts'
import { purgeOrganizationHandler } from '#domain/organization/jobs/purge-organization.handler.ts'
import { recheckDomainHandler } from '#domain/organization/jobs/recheck-domain.handler.ts'
import { extendFilmHandler } from '#domain/transcode/jobs/extend-film.handler.ts'
import { tidyMediaHandler } from '#domain/transcode/jobs/tidy-media.handler.ts'
import { transcodeMediaHandler } from '#domain/transcode/jobs/transcode-media.handler.ts'
import { workTaskHandlers } from '#domain/transcode/jobs/work-task.handler.ts'
import type { Handler } from '#platform/jobs.ts'

/** Every job that this process can do: one line each. */
export const handlersOf = (needs: JobNeeds): Handler[] => [
  transcodeMediaHandler(needs),
  ...workTaskHandlers(needs),
  extendFilmHandler(needs),
  tidyMediaHandler(needs),
  sendMailHandler(needs),
  sendOwedMailsHandler(needs),
  settleCheckoutHandler(needs),
  replayEventsHandler(needs),
  updateCustomerHandler(needs),
  expireUploadsHandler(needs),
  purgeOrganizationHandler(needs),
  recheckDomainHandler(needs),
  makeExportHandler(needs),
  expireExportsHandler(needs),
  erasePersonHandler(needs),
]
