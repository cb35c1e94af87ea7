import type { MediaProgress } from '#domain/transcode/work/media-progress.ts'
import { Duration, TimeLeft } from '../kit/figures.tsx'
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
  if (status === 'transcoding') return <Making media={media} />
  return (
    <div className="grid gap-2">
      <p className="text-left text-sm text-ink-quiet">
        Ready to publish
        {durationSeconds !== null && (
          <>
            , <Duration seconds={durationSeconds} /> long
          </>
        )}
      </p>
      {improving && <Making media={media} />}
    </div>
  )
}

/** The bar, what is being done, how fast, and how long it takes yet. */
function Making({ media }: { media: Shown }) {
  const { title, stage, percent, secondsLeft, speed, improving, filmsAhead } = media
  const isLooking = stage === 'probing'
  const isWaiting = !!filmsAhead
  return (
    <div className="grid gap-1 text-left">
      <ProgressBar
        value={isLooking ? null : percent}
        label={`${title}: transcoded`}
        hideLabel
        detail={isLooking ? '' : `${percent} %`}
      />
      <p className="tabular text-sm text-ink-quiet">
        {isWaiting
          ? `${filmsAhead} ${filmsAhead === 1 ? 'film' : 'films'} before it`
          : improving
            ? 'More qualities are being made'
            : stages[stage ?? 'encoding']}
        {!isLooking &&
          !isWaiting &&
          speed !== null &&
          speed >= slowestShown &&
          `, ${speed.toFixed(1)}× speed`}
        {!isLooking && !isWaiting && secondsLeft !== null && (
          <>
            , <TimeLeft seconds={secondsLeft} />
          </>
        )}
      </p>
    </div>
  )
}
