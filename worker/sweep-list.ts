import { deleteExpired } from '#domain/account/delete-expired.ts'
import { replayEvents } from '#domain/commerce/jobs/replay-events.job.ts'
import { settleCheckoutJob } from '#domain/commerce/jobs/settle-checkout.job.ts'
import { updateCustomerJob } from '#domain/commerce/jobs/update-customer.job.ts'
import { listOwedCustomers } from '#domain/commerce/customer-queries.ts'
import { listUnsettledCheckouts, takeCheckoutsToCompare } from '#domain/commerce/settlement-queries.ts'
import { listPeopleToErase, remindLeaving } from '#domain/leaving/erasure.ts'
import { listOwedExports } from '#domain/leaving/export-queue.ts'
import { erasePerson } from '#domain/leaving/jobs/erase-person.job.ts'
import { expireExports } from '#domain/leaving/jobs/expire-exports.job.ts'
import { makeExport } from '#domain/leaving/jobs/make-export.job.ts'
import { expireUploads } from '#domain/media/jobs/expire-uploads.job.ts'
import { sendMail } from '#domain/notice/jobs/send-mail.job.ts'
import { listOwedMails } from '#domain/notice/queries.ts'
import { purgeOrganization } from '#domain/organization/jobs/purge-organization.job.ts'
import { recheckDomain } from '#domain/organization/jobs/recheck-domain.job.ts'
import { listOrganizationsToPurge, listOrganizationsWithDomain } from '#domain/organization/sweep-queries.ts'
import { extendFilmJob } from '#domain/transcode/jobs/extend-film.job.ts'
import { tidyMediaJob } from '#domain/transcode/jobs/tidy-media.job.ts'
import { transcodeMedia } from '#domain/transcode/jobs/transcode-media.job.ts'
import { ticketFor } from '#domain/transcode/jobs/work-task.job.ts'
import { claimTimes } from '#domain/transcode/work/claim-rules.ts'
import { listOwedExtensions, requestAv1ForWatched } from '#domain/transcode/work/extend-film.ts'
import { listOwedTasks, listOwedTranscodes, listUntidy } from '#domain/transcode/work/queries.ts'
import type { Env } from '#platform/env.ts'
import type { Sweep, SweepTools } from './sweeps.ts'

const batch = 500
/** How many times rarer one looks at what changes slowly. */
const slow = 10
const daySeconds = 24 * 3600
const limitSeconds = 20

/**
 * Looks for lost work: rows that are owed a job get one. Job ids make a repeat harmless, so it needs no memory, and a Redis
 * that was emptied is filled again.
 */
export function sweepsOf(env: Env): Sweep[] {
  const times = claimTimes(env.WORKER_LOCK_SECONDS)
  const often = (name: string, run: Sweep['run']): Sweep => ({
    name,
    everySeconds: env.SWEEP_SECONDS,
    limitSeconds,
    run,
  })
  const rarely = (name: string, run: Sweep['run']): Sweep => ({
    ...often(name, run),
    everySeconds: env.SWEEP_SECONDS * slow,
  })
  return [
    often('transcodes', async ({ find, enqueue }) => {
      for (const mediaId of await find((tx) => listOwedTranscodes(tx, times, batch)))
        await enqueue(transcodeMedia, { mediaId })
    }),
    often('tasks', async ({ find, enqueue }) => {
      for (const { taskId, kind } of await find((tx) => listOwedTasks(tx, times, batch)))
        await enqueue(ticketFor(kind), { taskId })
    }),
    often('untidy', async ({ find, enqueue }) => {
      for (const mediaId of await find((tx) => listUntidy(tx, batch)))
        await enqueue(tidyMediaJob, { mediaId })
    }),
    often('mails', async ({ find, enqueue }) => {
      for (const emailId of await find((tx) => listOwedMails(tx, batch))) await enqueue(sendMail, { emailId })
    }),
    often('exports', async ({ find, enqueue }) => {
      for (const exportId of await find((tx) => listOwedExports(tx, batch)))
        await enqueue(makeExport, { exportId })
    }),
    often('checkouts', async ({ find, enqueue }) => {
      const quietSeconds = env.SWEEP_SECONDS * 4
      for (const checkoutId of await find((tx) => listUnsettledCheckouts(tx, quietSeconds, batch)))
        await enqueue(settleCheckoutJob, { checkoutId })
    }),
    rarely('watched', ({ find }) =>
      find((tx) => requestAv1ForWatched(tx, env.AV1_AFTER_PEOPLE, 2 * slow * env.SWEEP_SECONDS)),
    ),
    rarely('extensions', async ({ find, enqueue }) => {
      for (const mediaId of await find((tx) => listOwedExtensions(tx, batch)))
        await enqueue(extendFilmJob, { mediaId })
    }),
    rarely('expired', async ({ find }: SweepTools) => {
      await find(deleteExpired)
    }),
    rarely('organizations', async ({ find, enqueue }) => {
      for (const organizationId of await find(listOrganizationsToPurge))
        await enqueue(purgeOrganization, { organizationId })
    }),
    rarely('reminders', ({ find }) => find(remindLeaving)),
    rarely('leaving', async ({ find, enqueue }) => {
      for (const personId of await find((tx) => listPeopleToErase(tx, batch)))
        await enqueue(erasePerson, { personId })
    }),
    rarely('events', ({ enqueue }) => enqueue(replayEvents, {})),
    rarely('comparisons', async ({ find, enqueue }) => {
      for (const checkoutId of await find((tx) => takeCheckoutsToCompare(tx, batch)))
        await enqueue(settleCheckoutJob, { checkoutId })
    }),
    rarely('customers', async ({ find, enqueue }) => {
      for (const personId of await find((tx) => listOwedCustomers(tx, batch)))
        await enqueue(updateCustomerJob, { personId })
    }),
    rarely('uploads', ({ enqueue }) => enqueue(expireUploads, {})),
    rarely('old-exports', ({ enqueue }) => enqueue(expireExports, {})),
    {
      ...rarely('domains', async ({ find, enqueue }) => {
        for (const organizationId of await find(listOrganizationsWithDomain))
          await enqueue(recheckDomain, { organizationId })
      }),
      everySeconds: daySeconds,
    },
  ]
}
