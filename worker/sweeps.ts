import type { ActorTx } from '#db/actor.ts'
import { deleteExpired } from '#domain/account/delete-expired.ts'
import { replayEvents } from '#domain/commerce/jobs/replay-events.job.ts'
import { settleCheckoutJob } from '#domain/commerce/jobs/settle-checkout.job.ts'
import { updateCustomerJob } from '#domain/commerce/jobs/update-customer.job.ts'
import { listOwedCustomers } from '#domain/commerce/customer-queries.ts'
import { listUnsettledCheckouts, takeCheckoutsToCompare } from '#domain/commerce/settlement-queries.ts'
import type { JobNeeds } from '#domain/job-needs.ts'
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
import { claimTimes } from '#domain/transcode/work/claim-rules.ts'
import { extendFilmJob } from '#domain/transcode/jobs/extend-film.job.ts'
import { tidyMediaJob } from '#domain/transcode/jobs/tidy-media.job.ts'
import { transcodeMedia } from '#domain/transcode/jobs/transcode-media.job.ts'
import { ticketFor } from '#domain/transcode/jobs/work-task.job.ts'
import { listOwedExtensions, requestAv1ForWatched } from '#domain/transcode/work/extend-film.ts'
import { listOwedTasks, listOwedTranscodes, listUntidy } from '#domain/transcode/work/queries.ts'

const batch = 500
/** Rounds between two looks at what changes slowly. */
const slowRounds = 10
const daySeconds = 24 * 3600

/**
 * Looks for lost work again and again: rows that are owed a job get one. Job ids make a repeat harmless, so it needs no
 * memory, and a Redis that was emptied is filled again. One process of all looks in each round.
 */
export function startSweeps(needs: JobNeeds): { stop(): Promise<void> } {
  const everyMs = needs.env.SWEEP_SECONDS * 1000
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> | undefined
  let isStopped = false
  const next = (afterMs: number) => {
    if (isStopped) return
    timer = setTimeout(() => {
      round = sweep(needs)
        .catch((error: unknown) => needs.log.warn({ reason: String(error) }, 'a round for lost work failed'))
        .finally(() => next(everyMs * (0.9 + Math.random() * 0.2)))
    }, afterMs)
  }
  next(Math.random() * Math.min(1000, everyMs))
  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await round
    },
  }
}

async function sweep(needs: JobNeeds): Promise<void> {
  const { env, jobs } = needs
  if (!(await isOurTurn(needs, 'round', env.SWEEP_SECONDS * 0.8))) return
  const find = <T>(job: string, work: (tx: ActorTx) => Promise<T>) =>
    needs.asActor({ kind: 'system', job }, work)

  const times = claimTimes(env.WORKER_LOCK_SECONDS)
  for (const mediaId of await find('sweep.transcodes', (tx) => listOwedTranscodes(tx, times, batch)))
    await jobs.enqueue(transcodeMedia, { mediaId })
  for (const { taskId, kind } of await find('sweep.tasks', (tx) => listOwedTasks(tx, times, batch)))
    await jobs.enqueue(ticketFor(kind), { taskId })
  for (const mediaId of await find('sweep.untidy', (tx) => listUntidy(tx, batch)))
    await jobs.enqueue(tidyMediaJob, { mediaId })
  for (const emailId of await find('sweep.mails', (tx) => listOwedMails(tx, batch)))
    await jobs.enqueue(sendMail, { emailId })
  for (const exportId of await find('sweep.exports', (tx) => listOwedExports(tx, batch)))
    await jobs.enqueue(makeExport, { exportId })
  const quietSeconds = env.SWEEP_SECONDS * 4
  for (const checkoutId of await find('sweep.checkouts', (tx) =>
    listUnsettledCheckouts(tx, quietSeconds, batch),
  ))
    await jobs.enqueue(settleCheckoutJob, { checkoutId })

  if (!(await isOurTurn(needs, 'slow', env.SWEEP_SECONDS * slowRounds))) return
  await find('sweep.watched', (tx) => requestAv1ForWatched(tx, env.AV1_AFTER_PEOPLE))
  for (const mediaId of await find('sweep.extensions', (tx) => listOwedExtensions(tx, batch)))
    await jobs.enqueue(extendFilmJob, { mediaId })
  await jobs.enqueue(replayEvents, {})
  for (const checkoutId of await find('sweep.comparisons', (tx) => takeCheckoutsToCompare(tx, batch)))
    await jobs.enqueue(settleCheckoutJob, { checkoutId })
  for (const personId of await find('sweep.customers', (tx) => listOwedCustomers(tx, batch)))
    await jobs.enqueue(updateCustomerJob, { personId })
  await jobs.enqueue(expireUploads, {})
  await find('sweep.expired', deleteExpired)
  for (const organizationId of await find('sweep.organizations', listOrganizationsToPurge))
    await jobs.enqueue(purgeOrganization, { organizationId })
  await jobs.enqueue(expireExports, {})
  await find('sweep.reminders', remindLeaving)
  for (const personId of await find('sweep.leaving', (tx) => listPeopleToErase(tx, batch)))
    await jobs.enqueue(erasePerson, { personId })

  if (!(await isOurTurn(needs, 'daily', daySeconds))) return
  for (const organizationId of await find('sweep.domains', listOrganizationsWithDomain))
    await jobs.enqueue(recheckDomain, { organizationId })
}

/** True for one process within `seconds`. Without Redis there is no queue to fill, so nobody's turn. */
async function isOurTurn({ env, redis }: JobNeeds, what: string, seconds: number): Promise<boolean> {
  const key = `${env.REDIS_PREFIX}:sweep:${what}`
  const taken = await redis
    .set(key, String(process.pid), 'PX', Math.ceil(seconds * 1000), 'NX')
    .catch(() => null)
  return taken === 'OK'
}
