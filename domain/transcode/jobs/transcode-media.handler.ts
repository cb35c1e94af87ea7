import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { JobNeeds } from '#domain/job-needs.ts'
import { errorInWords } from '#platform/log-errors.ts'
import { createFfmpeg, FfmpegFailure, type Ffmpeg } from '#platform/ffmpeg/ffmpeg.ts'
import { handles, JobHandedBack, type Handler, type JobContext } from '#platform/jobs.ts'
import { isPassing } from '#platform/patience.ts'
import { planOriginal } from '../execute/plan-original.ts'
import { causeText, TranscodeRefused } from '../source/causes.ts'
import { causeOf } from '../source/judge.ts'
import { claimMedia, type Claim } from '../work/claim-media.ts'
import { claimTimes, maxClaims } from '../work/claim-rules.ts'
import { failMedia, recordPlan, releaseMedia } from '../work/end-claim.ts'
import type { Failure } from '../work/failure.ts'
import { inDatabase, storageIsAway } from '../work/in-database.ts'
import { announceMedia } from '../work/media-channel.ts'
import { linkOriginal, OriginalMissing } from '../work/original.ts'
import { transcodeMedia } from './transcode-media.job.ts'
import { ticketFor } from './work-task.job.ts'

/**
 * Plans what is made of an uploaded original and puts the tasks into the queue. Told to stop, it gives the claim back; the same
 * film is claimed by one worker at a time, and a later claim makes an earlier one's plan void.
 */
export function transcodeMediaHandler(needs: JobNeeds): Handler {
  const ffmpeg = createFfmpeg(needs.env)
  const claimant = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`
  const times = claimTimes(needs.env.WORKER_LOCK_SECONDS)
  return handles(transcodeMedia, async ({ mediaId }, { signal, log }) => {
    const outcome = await inDatabase(needs, transcodeMedia, (tx) => claimMedia(tx, mediaId, claimant, times))
    if (outcome.kind === 'left') return
    if (outcome.kind === 'given_up')
      return await announceMedia(needs, { mediaId, creatorId: outcome.creatorId })
    const { claim } = outcome
    await announceMedia(needs, claim)
    try {
      await plan(needs, ffmpeg, claim, signal)
    } catch (error) {
      await giveUpClaim(needs, claim, { error, leaving: signal, log })
    } finally {
      await announceMedia(needs, claim)
    }
  })
}

async function plan(needs: JobNeeds, ffmpeg: Ffmpeg, claim: Claim, signal: AbortSignal): Promise<void> {
  const input = { url: await linkOriginal(needs, claim) }
  const planned = await planOriginal({ ffmpeg, input, constraints: claim.constraints, signal })
  const tasks = await inDatabase(needs, transcodeMedia, (tx) => recordPlan(tx, claim, planned.plan))
  if (!tasks) {
    needs.log.info({ mediaId: claim.mediaId }, 'the claim was lost; the plan is thrown away')
    return
  }
  for (const { taskId, kind } of tasks) await needs.jobs.enqueue(ticketFor(kind), { taskId })
}

/** Decides what an ended try means for the film. Throws when the job is to be tried again. */
async function giveUpClaim(
  needs: JobNeeds,
  claim: Claim,
  { error, leaving, log }: { error: unknown; leaving: AbortSignal; log: JobContext['log'] },
): Promise<void> {
  const { mediaId } = claim
  if (leaving.aborted) {
    await inDatabase(needs, transcodeMedia, (tx) => releaseMedia(tx, claim, { uncounted: true }))
    throw new JobHandedBack()
  }
  const isOutside = isPassing(error) || (await storageIsAway(needs))
  const failure = isOutside ? undefined : failureOf(error, claim)
  if (failure) {
    await inDatabase(needs, transcodeMedia, (tx) => failMedia(tx, claim, failure))
    log.warn({ mediaId, cause: failure.cause, detail: failure.detail }, 'a film failed')
    return
  }
  await inDatabase(needs, transcodeMedia, (tx) => releaseMedia(tx, claim, { uncounted: isOutside }))
  throw error
}

/** undefined when another try may succeed. */
function failureOf(error: unknown, { attempt }: Claim): Failure | undefined {
  if (error instanceof TranscodeRefused)
    return { cause: error.cause, message: error.message, detail: error.detail }
  if (error instanceof OriginalMissing) return error.failure
  if (attempt < maxClaims) return undefined
  const cause = causeOf(error)
  const detail = error instanceof FfmpegFailure ? `${error.message}\n${error.stderr}` : errorInWords(error)
  return { cause, message: causeText[cause], detail }
}
