import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { mediaItems, type TranscodeStage } from '#db/schema/media.ts'
import type { JobNeeds } from '#domain/job-needs.ts'
import type { Claim } from './claim-media.ts'
import { whileHeld } from './end-claim.ts'
import { announceMedia } from './media-channel.ts'

export type Progress = {
  readonly stage: TranscodeStage
  readonly percent: number
  readonly secondsLeft: number | undefined
}

export type HeldClaim = {
  /** Aborted when the process must go, or the claim is lost: somebody else has claimed the film, or it was deleted. */
  readonly signal: AbortSignal
  isLost(): boolean
  report(progress: Progress): void
  /** Ends the signs of life; nothing is written afterwards. */
  stop(): Promise<void>
}

const tickMs = 1000
const system = { kind: 'system', job: 'transcode.media' } as const

/** Shows signs of life and progress for as long as the work goes on, at most once a second. */
export function holdClaim(
  needs: JobNeeds,
  claim: Claim,
  options: { leaving: AbortSignal; heartbeatSeconds: number },
): HeldClaim {
  const lost = new AbortController()
  let latest: Progress = { stage: 'probing', percent: 0, secondsLeft: undefined }
  let isNews = false
  let writtenAt = Date.now()
  let writing: Promise<void> | undefined

  const write = async () => {
    const wasNews = isNews
    isNews = false
    writtenAt = Date.now()
    try {
      const isHeld = await needs.asActor(system, (tx) => recordProgress(tx, claim, latest))
      if (!isHeld) lost.abort()
      else if (wasNews) await announceMedia(needs, claim)
    } catch (error) {
      // The work goes on: nobody can claim the film while the database is away.
      isNews ||= wasNews
      needs.log.warn({ mediaId: claim.mediaId, reason: String(error) }, 'progress could not be written')
    }
  }
  const timer = setInterval(() => {
    if (writing || lost.signal.aborted) return
    if (!isNews && Date.now() - writtenAt < options.heartbeatSeconds * 1000) return
    writing = write().finally(() => (writing = undefined))
  }, tickMs)

  return {
    signal: AbortSignal.any([options.leaving, lost.signal]),
    isLost: () => lost.signal.aborted,
    report({ stage, percent, secondsLeft }) {
      isNews = true
      latest = { stage, secondsLeft, percent: Math.max(latest.percent, Math.round(percent)) }
    },
    async stop() {
      clearInterval(timer)
      await writing
    },
  }
}

/** False when the claim is no longer held. */
export async function recordProgress(tx: ActorTx, claim: Claim, progress: Progress): Promise<boolean> {
  const rows = await tx
    .update(mediaItems)
    .set({
      stage: progress.stage,
      percent: sql`greatest(${mediaItems.percent}, ${progress.percent}::int)`,
      secondsLeft: progress.secondsLeft === undefined ? null : Math.ceil(progress.secondsLeft),
      heartbeatAt: sql`now()`,
    })
    .where(whileHeld(claim))
    .returning({ id: mediaItems.id })
  return rows.length > 0
}
