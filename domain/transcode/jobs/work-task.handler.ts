import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { JobNeeds } from '#domain/job-needs.ts'
import { createFfmpeg, FfmpegFailure, type Ffmpeg } from '#platform/ffmpeg/ffmpeg.ts'
import { handles, JobHandedBack, JobPutOff, type Handler, type JobContext } from '#platform/jobs.ts'
import { isPassing } from '#platform/patience.ts'
import { executeTask } from '../execute/execute-task.ts'
import { finishFilm } from '../execute/finish-film.ts'
import { PlanUnfit } from '../execute/plan-unfit.ts'
import { assembleFilm, type StoredOutput } from '../package/assemble-film.ts'
import type { ByteSpan } from '../package/cut-preview.ts'
import { causeText, TranscodeRefused } from '../source/causes.ts'
import { causeOf } from '../source/judge.ts'
import { claimTimes } from '../work/claim-rules.ts'
import { claimTask, type TaskClaim } from '../work/claim-task.ts'
import { completeTask, failFilm, isCompleted, releaseTask, replanFilm } from '../work/end-task.ts'
import { factsToFinish } from '../work/extend-film.ts'
import { detailOf, type Failure } from '../work/failure.ts'
import { holdTask, type HeldTask } from '../work/hold-task.ts'
import { inDatabase, storageIsAway } from '../work/in-database.ts'
import { announceMedia } from '../work/media-channel.ts'
import { linkOriginal, originalOf, OriginalMissing } from '../work/original.ts'
import { listFinished } from '../work/publish-film.ts'
import { roomToWork } from '../work/room-to-work.ts'
import { openScratch } from '../work/scratch.ts'
import { removeRun, storeFinish, storeOutput } from '../work/store-output.ts'
import { createSlots, type Slots } from '../work/slots.ts'
import { maxRuns, type WorkQueueName } from '../work/task-rules.ts'
import { transcodeMedia } from './transcode-media.job.ts'
import { encodeTask, prepareTask, soundTask, ticketFor } from './work-task.job.ts'

type Workshop = {
  readonly needs: JobNeeds
  readonly ffmpeg: Ffmpeg
  readonly claimant: string
  /** As many tasks at a time as the machine has strength for; what is made is stored while the next one is encoded. */
  readonly slots: Slots
}

/** The handlers of all tickets. Told to stop, they give their task back; having lost it, they leave nothing behind. */
export function workTaskHandlers(needs: JobNeeds): Handler[] {
  const shop = (atOnce: number): Workshop => ({
    needs,
    ffmpeg: createFfmpeg(needs.env),
    claimant: `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`,
    slots: createSlots(atOnce),
  })
  const encoding = shop(needs.env.WORKER_CONCURRENCY)
  const sounding = shop(needs.env.WORKER_CONCURRENCY)
  const preparing = shop(2)
  return [
    handles(prepareTask, (_, context) => workOn(preparing, 'prepare', context)),
    handles(soundTask, (_, context) => workOn(sounding, 'sound', context)),
    handles(encodeTask, (_, context) => workOn(encoding, 'transcode', context)),
  ]
}

/** How long a ticket is held for a slot before others may have it, and for how long it is put off then. */
const waitMs = 1000

async function workOn(shop: Workshop, queue: WorkQueueName, context: JobContext): Promise<void> {
  const { needs, claimant, slots } = shop
  const leave = await slots.enter(context.signal, waitMs).catch(() => {
    throw new JobHandedBack()
  })
  if (!leave) throw new JobPutOff(waitMs)
  try {
    const times = claimTimes(needs.env.WORKER_LOCK_SECONDS)
    const scratchBytes = await roomToWork(needs.env.WORKER_SCRATCH_DIR)
    const outcome = await inDatabase(needs, encodeTask, (tx) =>
      claimTask(tx, queue, { claimant, times, scratchBytes }),
    )
    if (!outcome) return
    const { claim } = outcome
    if (outcome.kind === 'worn_out') return await giveUpFilm(needs, claim, outcome.lastError)
    const held = holdTask(needs, claim, {
      leaving: context.signal,
      heartbeatSeconds: times.heartbeatSeconds,
    })
    try {
      await doTask(shop, claim, held, leave)
    } catch (error) {
      await held.stop()
      await giveUpTask(needs, claim, { error, held, ...context })
    } finally {
      await held.stop()
      await announceMedia(needs, claim)
    }
  } finally {
    leave()
  }
}

async function doTask(
  { needs, ffmpeg }: Workshop,
  claim: TaskClaim,
  held: HeldTask,
  leave: () => void,
): Promise<void> {
  const scratch = await openScratch(needs.env.WORKER_SCRATCH_DIR, claim)
  try {
    const done =
      claim.kind === 'finish'
        ? await finish(needs, ffmpeg, claim, held, scratch.path)
        : await makeAndStore(needs, ffmpeg, { ...claim, kind: claim.kind }, held, scratch.path, leave)
    const completion = await inDatabase(needs, encodeTask, (tx) => completeTask(tx, claim, done))
    if (!completion) throw new ClaimLost()
    for (const { taskId, kind } of completion.unblocked) await needs.jobs.enqueue(ticketFor(kind), { taskId })
    if (completion.isWhole) needs.log.info({ mediaId: claim.mediaId }, 'a film is ready in every quality')
  } finally {
    await scratch.remove()
  }
}

type Done = { made: StoredOutput; cpuSeconds: number }

async function makeAndStore(
  needs: JobNeeds,
  ffmpeg: Ffmpeg,
  claim: TaskClaim & { kind: Exclude<TaskClaim['kind'], 'finish'> },
  held: HeldTask,
  scratchDir: string,
  leave: () => void,
): Promise<Done> {
  const { signal } = held
  const output = await executeTask({
    ffmpeg,
    plan: claim.plan,
    task: claim,
    input: { url: await linkOriginal(needs, claim) },
    scratchDir,
    signal,
    onProgress: (share) => held.report(share * 0.98),
  })
  leave()
  return { made: await storeOutput(needs, claim, output, signal), cpuSeconds: output.cpuSeconds }
}

async function finish(
  needs: JobNeeds,
  ffmpeg: Ffmpeg,
  claim: TaskClaim,
  { signal }: HeldTask,
  scratchDir: string,
): Promise<Done> {
  const { finished, title, download, isHashed } = await inDatabase(needs, encodeTask, async (tx) => ({
    finished: await listFinished(tx, claim),
    ...(await factsToFinish(tx, claim.mediaId)),
  }))
  const film = assembleFilm(claim.plan, finished)
  if (!film.isPlayable)
    throw new TranscodeRefused({ cause: 'damaged', detail: 'nothing in it could be played' })
  const stream = async (key: string, range?: Pick<ByteSpan, 'offset' | 'length'>) => {
    const found = await needs.storage.getStream({ bucket: 'media', key }, range)
    if (!found) throw new Error(`${key} is not in storage`)
    return found.body
  }
  const output = await finishFilm({
    ffmpeg,
    plan: claim.plan,
    film,
    download,
    scratchDir,
    signal,
    read: ({ key, ...range }) => stream(key, range),
    readOriginal: isHashed ? undefined : () => stream(originalOf(claim).key),
  })
  return { made: await storeFinish(needs, claim, output, { signal, title }), cpuSeconds: output.cpuSeconds }
}

class ClaimLost extends Error {}

/** Decides what an ended try means for the task and its film. Throws when the ticket is to be used again. */
async function giveUpTask(
  needs: JobNeeds,
  claim: TaskClaim,
  { error, held, signal: leaving, log }: JobContext & { error: unknown; held: HeldTask },
): Promise<void> {
  const { mediaId, kind, position } = claim
  await discard(needs, claim)
  if (error instanceof ClaimLost || held.isLost()) {
    log.info({ mediaId, kind, position }, 'the claim was lost; the work is thrown away')
    return
  }
  if (leaving.aborted) {
    await inDatabase(needs, encodeTask, (tx) => releaseTask(tx, claim, { uncounted: true }))
    throw new JobHandedBack()
  }
  if (error instanceof PlanUnfit) {
    if (await inDatabase(needs, encodeTask, (tx) => replanFilm(tx, claim, error.constraint)))
      await needs.jobs.enqueue(transcodeMedia, { mediaId })
    log.info({ mediaId, reason: error.message }, 'a film is planned anew')
    return
  }
  const isOutside = isPassing(error) || (await storageIsAway(needs))
  const failure = isOutside ? undefined : failureOf(error, claim)
  if (failure) {
    await inDatabase(needs, encodeTask, (tx) => failFilm(tx, claim, failure))
    log.warn({ mediaId, cause: failure.cause, detail: failure.detail }, 'a film failed')
    return
  }
  await inDatabase(needs, encodeTask, (tx) => releaseTask(tx, claim, { uncounted: isOutside, error }))
  throw error
}

/** undefined when another try may succeed. */
function failureOf(error: unknown, { attempt }: TaskClaim): Failure | undefined {
  if (error instanceof TranscodeRefused)
    return { cause: error.cause, message: error.message, detail: error.detail }
  if (error instanceof OriginalMissing) return error.failure
  if (attempt < maxRuns) return undefined
  const cause = causeOf(error)
  const detail = error instanceof FfmpegFailure ? `${error.message}\n${error.stderr}` : detailOf(error)
  return { cause, message: causeText[cause], detail }
}

const gaveUp =
  'Processing this file stopped unexpectedly several times. Your original is safe: try again, or export it as an H.264 MP4 and upload that.'

/** A task that ended every worker that tried it ends its film's work, too. */
async function giveUpFilm(needs: JobNeeds, claim: TaskClaim, lastError: string | null): Promise<void> {
  const detail = `${claim.kind} ${claim.position} was given up after ${claim.attempt - 1} claims: ${lastError ?? 'its workers died'}`
  await inDatabase(needs, encodeTask, (tx) =>
    failFilm(tx, claim, { cause: 'our_fault', message: gaveUp, detail }),
  )
  await announceMedia(needs, claim)
}

/** Removes what this run has stored, unless its answer alone was lost and it counts. */
async function discard(needs: JobNeeds, claim: TaskClaim): Promise<void> {
  try {
    const isDone = await needs.asActor(
      { kind: 'system', job: encodeTask.name },
      async (tx) => isCompleted(tx, claim),
      'read',
    )
    if (!isDone) await removeRun(needs, claim)
  } catch (error) {
    // A later round of tidying removes it.
    needs.log.warn({ mediaId: claim.mediaId, reason: String(error) }, 'unfinished work could not be removed')
  }
}
