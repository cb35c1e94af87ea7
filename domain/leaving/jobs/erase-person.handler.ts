import type { JobNeeds } from '#domain/job-needs.ts'
import { deleteCustomer } from '#domain/commerce/delete-customer.ts'
import { originalsOf } from '#domain/media/rules.ts'
import { sendMail } from '#domain/notice/jobs/send-mail.job.ts'
import { mediaPrefixes } from '#domain/transcode/package/storage-keys.ts'
import { handles, JobHandedBack, JobPutOff } from '#platform/jobs.ts'
import { archivesOf } from '../archive-key.ts'
import { beginErasure, eraseMedia, eraseRows, finishErasure, listMediaToErase } from '../erasure.ts'
import { quietSeconds } from '../rules.ts'
import { erasePerson } from './erase-person.job.ts'

const system = { kind: 'system', job: erasePerson.name } as const
const mediaBatch = 20
const rowBatch = 1000
const lookAgainMs = 30_000

type Needs = Pick<JobNeeds, 'asActor' | 'jobs' | 'storage' | 'stripe'>

/**
 * Erases a person in steps, each of which may be repeated: closes the account, waits until the last mail has left and the last
 * session is over, then removes objects before the rows that name them, and at the end the name and the address. A worker
 * that dies in between leaves the rest to the next one.
 */
export const erasePersonHandler = (needs: Needs) =>
  handles(erasePerson, async ({ personId }, { log, signal }) => {
    const { asActor, jobs, storage, stripe } = needs
    const erasure = await asActor(system, (tx) => beginErasure(tx, personId))
    if (!erasure) return
    if (!erasure.isTold || erasure.quietSeconds < quietSeconds) {
      if (erasure.emailId) await jobs.enqueue(sendMail, { emailId: erasure.emailId })
      throw new JobPutOff(lookAgainMs)
    }
    await eraseFilms(needs, personId, signal)
    await storage.removePrefix('platform', archivesOf(personId))
    if (erasure.profileImageKey) await storage.remove('assets', [erasure.profileImageKey])
    if (erasure.stripeCustomerId) await deleteCustomer(stripe, erasure.stripeCustomerId)
    while ((await asActor(system, (tx) => eraseRows(tx, personId, rowBatch))) > 0) stopIf(signal)
    await asActor(system, (tx) => finishErasure(tx, personId))
    log.info({ personId }, 'erased a person')
  })

async function eraseFilms({ asActor, storage }: Needs, personId: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const mediaIds = await asActor(system, (tx) => listMediaToErase(tx, personId, mediaBatch), 'read')
    if (mediaIds.length === 0) return
    for (const mediaId of mediaIds) {
      stopIf(signal)
      const of = { creatorId: personId, mediaId }
      for (const prefix of [originalsOf(of), ...mediaPrefixes(of)])
        await storage.removePrefix('media', prefix)
    }
    await asActor(system, (tx) => eraseMedia(tx, personId, mediaIds))
  }
}

function stopIf(signal: AbortSignal): void {
  if (signal.aborted) throw new JobHandedBack('the process must go')
}
