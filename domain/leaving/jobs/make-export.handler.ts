import type { JobNeeds } from '#domain/job-needs.ts'
import { sendMail } from '#domain/notice/jobs/send-mail.job.ts'
import { handles } from '#platform/jobs.ts'
import { readmeText } from '../archive/readme.ts'
import { writeArchive, type ReadSection } from '../archive/write-archive.ts'
import { archiveAt, archiveKey, triesOf } from '../archive-key.ts'
import {
  claimExport,
  findOwner,
  finishExport,
  readPage,
  releaseExport,
  type ExportTry,
} from '../export-queue.ts'
import { makeExport } from './make-export.job.ts'

const system = { kind: 'system', job: makeExport.name } as const
/** Rows in memory at a time. */
const pageRows = 100

/**
 * Makes an archive while it is being stored, so that its size does not matter. A worker that dies leaves the export to another
 * try; what tries that came to nothing have stored is removed after the last one.
 */
export const makeExportHandler = (needs: Pick<JobNeeds, 'asActor' | 'clock' | 'env' | 'jobs' | 'storage'>) =>
  handles(makeExport, async ({ exportId }, { log, signal }) => {
    const { asActor, jobs, storage } = needs
    const own = await asActor(system, (tx) => claimExport(tx, exportId))
    if (!own) return
    const key = archiveKey(own, own.run)
    try {
      const bytes = await storeArchive(needs, own, key, signal)
      const emailId = await asActor(system, (tx) => finishExport(tx, own, { key, bytes }))
      if (emailId) await jobs.enqueue(sendMail, { emailId })
    } catch (error) {
      const next = await asActor(system, (tx) => releaseExport(tx, own))
      if (next === 'pending') throw error
      log.error({ exportId, reason: String(error) }, 'an archive was given up')
      return storage.removePrefix('platform', triesOf(own))
    }
    const made = await storage.listPrefix('platform', triesOf(own))
    await storage.remove(
      'platform',
      made.filter((other) => other !== key),
    )
  })

/** Answers the archive's bytes. */
async function storeArchive(
  { asActor, clock, env, storage }: Pick<JobNeeds, 'asActor' | 'clock' | 'env' | 'storage'>,
  own: ExportTry,
  key: string,
  signal: AbortSignal,
): Promise<number> {
  const readSection: ReadSection = async function* (section) {
    for (let after = ''; ;) {
      const page = await asActor(system, (tx) => readPage(tx, own, section, after, pageRows))
      yield page.map(({ row }) => row)
      const last = page.at(-1)
      if (!last || page.length < pageRows) return
      after = last.key
    }
  }
  const email = await asActor(system, (tx) => findOwner(tx, own), 'read')
  const madeAt = clock.now()
  const archive = writeArchive(readSection, readmeText({ email, madeAt, appUrl: env.APP_URL }), madeAt)
  const name = `codex-data-${madeAt.toISOString().slice(0, 10)}.zip`
  return storage.putStream(archiveAt(key), archive, 'application/zip', { signal, downloadAs: name })
}
