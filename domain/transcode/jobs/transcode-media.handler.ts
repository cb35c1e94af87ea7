import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { ActorTx } from '#db/actor.ts'
import type { JobNeeds } from '#domain/job-needs.ts'
import { createFfmpeg, FfmpegFailure, type Ffmpeg } from '#platform/ffmpeg/ffmpeg.ts'
import { handles, JobHandedBack, type Handler, type JobContext } from '#platform/jobs.ts'
import { isPassing, patiently } from '#platform/patience.ts'
import { causeText, TranscodeRefused } from '../source/causes.ts'
import { claimMedia, type Claim } from '../work/claim-media.ts'
import { claimTimes, maxClaims } from '../work/claim-rules.ts'
import { failMedia, releaseMedia, type Failure } from '../work/end-claim.ts'
import { holdClaim, type HeldClaim } from '../work/hold-claim.ts'
import { causeOf } from '../source/judge.ts'
import { announceMedia } from '../work/media-channel.ts'
import { isPublished, publishRenditions } from '../work/publish-renditions.ts'
import { openScratch } from '../work/scratch.ts'
import { removeGenerations, storeRenditions } from '../work/store-renditions.ts'
import { transcodeFile, type TranscodeStage as FileStage } from '../execute/transcode-file.ts'
import { transcodeMedia } from './transcode-media.job.ts'

const system = { kind: 'system', job: transcodeMedia.name } as const
const originalSeconds = 6 * 3600
const databasePatienceSeconds = 120
/** Per cent at which the files are made and begin to be stored. */
const encodedPercent = 95

/**
 * Turns an uploaded original into renditions: claims the film, works in a scratch folder, stores under the claim's own
 * generation and publishes. Told to stop, it gives the claim back; having lost the claim, it leaves nothing behind.
 */
export function transcodeMediaHandler(needs: JobNeeds): Handler {
  const ffmpeg = createFfmpeg(needs.env)
  const claimant = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`
  const times = claimTimes(needs.env.WORKER_LOCK_SECONDS)
  const inHand = new Set<string>()
  return handles(transcodeMedia, async ({ mediaId }, { signal, log }) => {
    // Its lock was lost and the job handed out again while we still work.
    if (inHand.has(mediaId)) return
    inHand.add(mediaId)
    try {
      const outcome = await inDatabase(needs, (tx) => claimMedia(tx, mediaId, claimant, times))
      if (outcome.kind === 'left') return
      if (outcome.kind === 'given_up')
        return await announceMedia(needs, { mediaId, creatorId: outcome.creatorId })
      const { claim } = outcome
      await announceMedia(needs, claim)
      const held = holdClaim(needs, claim, { leaving: signal, heartbeatSeconds: times.heartbeatSeconds })
      try {
        await transcode(needs, ffmpeg, claim, held)
        log.info({ mediaId, generation: claim.generation }, 'a film is ready')
      } catch (error) {
        await held.stop()
        await giveUpClaim(needs, claim, { error, held, leaving: signal, log })
      } finally {
        await held.stop()
        await announceMedia(needs, claim)
      }
    } finally {
      inHand.delete(mediaId)
    }
  })
}

async function transcode(needs: JobNeeds, ffmpeg: Ffmpeg, claim: Claim, held: HeldClaim): Promise<void> {
  const original = { bucket: 'media', key: claim.originalKey } as const
  if (!(await needs.storage.head(original))) throw new OriginalMissing()
  const scratch = await openScratch(needs.env.WORKER_SCRATCH_DIR, claim)
  try {
    const made = await transcodeFile({
      ffmpeg,
      input: { url: await needs.storage.signGet(original, originalSeconds, 'process') },
      scratchDir: scratch.path,
      signal: held.signal,
      onProgress: (percent, secondsLeft, stage) =>
        held.report({ stage: stageNames[stage], percent: percent * (encodedPercent / 100), secondsLeft }),
    })
    held.report({ stage: 'storing', percent: encodedPercent, secondsLeft: undefined })
    const poster = await storeRenditions(needs, claim, made, {
      signal: held.signal,
      onStored: (share) =>
        held.report({
          stage: 'storing',
          percent: encodedPercent + share * (99 - encodedPercent),
          secondsLeft: undefined,
        }),
    })
    const isOurs = await inDatabase(needs, (tx) => publishRenditions(tx, claim, made, poster))
    if (!isOurs) throw new ClaimLost()
  } finally {
    await scratch.remove()
  }
  // What dead and superseded tries have left.
  await removeGenerations(needs, claim, (generation) => generation < claim.generation).catch(
    (error: unknown) =>
      needs.log.warn(
        { mediaId: claim.mediaId, reason: String(error) },
        'older renditions could not be removed',
      ),
  )
}

const stageNames = { probe: 'probing', encode: 'encoding', index: 'encoding' } as const satisfies Record<
  FileStage,
  string
>

class ClaimLost extends Error {}
class OriginalMissing extends Error {}

/** Decides what an ended try means for the film. Throws when the job is to be tried again. */
async function giveUpClaim(
  needs: JobNeeds,
  claim: Claim,
  {
    error,
    held,
    leaving,
    log,
  }: { error: unknown; held: HeldClaim; leaving: AbortSignal; log: JobContext['log'] },
): Promise<void> {
  const { mediaId } = claim
  await discard(needs, claim)
  if (error instanceof ClaimLost || held.isLost()) {
    log.info({ mediaId, generation: claim.generation }, 'the claim was lost; the work is thrown away')
    return
  }
  if (leaving.aborted) {
    await inDatabase(needs, (tx) => releaseMedia(tx, claim, { uncounted: true }))
    throw new JobHandedBack()
  }
  const isOutside = isPassing(error) || (await storageIsAway(needs))
  const failure = isOutside ? undefined : failureOf(error, claim)
  if (failure) {
    await inDatabase(needs, (tx) => failMedia(tx, claim, failure))
    log.warn({ mediaId, cause: failure.cause, detail: failure.detail }, 'a film failed')
    return
  }
  await inDatabase(needs, (tx) => releaseMedia(tx, claim, { uncounted: isOutside }))
  throw error
}

/** undefined when another try may succeed. */
function failureOf(error: unknown, { attempt }: Claim): Failure | undefined {
  if (error instanceof TranscodeRefused)
    return { cause: error.cause, message: error.message, detail: error.detail }
  if (error instanceof OriginalMissing)
    return {
      cause: 'our_fault',
      message: 'We cannot find the file you uploaded. Please upload it again.',
      detail: 'the original is not in storage',
    }
  if (attempt < maxClaims) return undefined
  const cause = causeOf(error)
  return {
    cause,
    message: causeText[cause],
    detail:
      error instanceof FfmpegFailure ? `${error.message}\n${error.stderr}` : String((error as Error).stack),
  }
}

/** Removes what this try has stored, unless it is what is played (the answer to its publication was lost). */
async function discard(needs: JobNeeds, claim: Claim): Promise<void> {
  try {
    if (await needs.asActor(system, (tx) => isPublished(tx, claim), 'read')) return
    await removeGenerations(needs, claim, (generation) => generation === claim.generation)
  } catch (error) {
    // The next generation's publication removes them.
    needs.log.warn(
      { mediaId: claim.mediaId, reason: String(error) },
      'unfinished renditions could not be removed',
    )
  }
}

const storageIsAway = (needs: JobNeeds) =>
  needs.storage.check().then(
    () => false,
    () => true,
  )

/** Writes wait for a database that restarts. */
const inDatabase = <T>(needs: JobNeeds, work: (tx: ActorTx) => Promise<T>): Promise<T> =>
  patiently(() => needs.asActor(system, work), { forSeconds: databasePatienceSeconds })
