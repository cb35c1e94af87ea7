import type { MediaProgress } from '#domain/transcode/work/media-progress.ts'
import { Duration } from '../kit/figures.tsx'
import { formatTimeLeft } from '../kit/format.ts'
import { ProgressBar } from '../kit/progress.tsx'

type Shown = Pick<
  MediaProgress,
  | 'title'
  | 'status'
  | 'stage'
  | 'percent'
  | 'secondsLeft'
  | 'speed'
  | 'improving'
  | 'durationSeconds'
  | 'failureMessage'
> & { readonly filmsAhead?: number | null }

const stages = {
  queued: 'Waiting for a free worker',
  probing: 'Looking at the file',
  encoding: 'Making every quality',
  finishing: 'Putting it in place',
} as const
const slowestShown = 0.05

/** How far a media item is in words and a bar, or what its creator can do about a failure. */
export function TranscodeState({ media }: { media: Shown }) {
  const { status, improving, durationSeconds, failureMessage } = media
  if (status === 'failed') return <p className="text-left text-sm text-pretty text-bad">{failureMessage}</p>
  if (status === 'uploaded') return <p className="text-left text-sm text-ink-quiet">{stages.queued}</p>
  if (status === 'uploading')
    return <p className="text-left text-sm text-ink-quiet">Being uploaded from a browser</p>
  if (status === 'transcoding') return <Making media={media} doing={stages[media.stage ?? 'encoding']} />
  if (improving)
    return (
      <div className="grid gap-1.5 text-left text-sm text-ink-quiet">
        <p>Ready to publish; more qualities are being made</p>
        <Making media={media} />
      </div>
    )
  return (
    <p className="text-left text-sm text-ink-quiet">
      Ready to publish
      {durationSeconds !== null && (
        <>
          , <Duration seconds={durationSeconds} /> long
        </>
      )}
    </p>
  )
}

/** The bar, what is being done (`doing`) or waited for, how fast, and how long it takes yet. */
function Making({ media, doing }: { media: Shown; doing?: string }) {
  const { title, stage, percent, secondsLeft, speed, filmsAhead } = media
  const isLooking = stage === 'probing'
  const waiting = filmsAhead != null ? placeInQueue(filmsAhead) : undefined
  const isMoving = !isLooking && !waiting
  const words = [
    waiting ?? doing,
    isMoving && speed !== null && speed >= slowestShown && `${speed.toFixed(1)}× speed`,
    isMoving && secondsLeft !== null && formatTimeLeft(secondsLeft),
  ]
  return (
    <div className="grid gap-1 text-left">
      <ProgressBar
        value={isLooking ? null : percent}
        label={`${title}: transcoded`}
        hideLabel
        detail={isLooking ? '' : `${percent} %`}
      />
      <p className="tabular text-sm text-ink-quiet">{words.filter(Boolean).join(', ')}</p>
    </div>
  )
}

/** The database counts no further. */
const mostFilmsAhead = 100

function placeInQueue(filmsAhead: number): string {
  if (filmsAhead === 0) return 'Next in the queue'
  if (filmsAhead >= mostFilmsAhead) return `${mostFilmsAhead} films or more before it`
  return filmsAhead === 1 ? '1 film before it' : `${filmsAhead} films before it`
}
