import type { MediaProgress } from '#domain/transcode/work/media-progress.ts'
import { Duration, TimeLeft } from '../kit/figures.tsx'
import { ProgressBar } from '../kit/progress.tsx'

type Shown = Pick<
  MediaProgress,
  'title' | 'status' | 'stage' | 'percent' | 'secondsLeft' | 'durationSeconds' | 'failureMessage'
>

const stages = {
  queued: 'Waiting for a free worker',
  probing: 'Looking at the file',
  encoding: 'Making every quality',
  finishing: 'Putting it in place',
} as const

/** How far a media item is in words and a bar, or what its creator can do about a failure. */
export function TranscodeState({ media }: { media: Shown }) {
  const { title, status, stage, percent, secondsLeft, durationSeconds, failureMessage } = media
  if (status === 'failed') return <p className="text-left text-sm text-pretty text-bad">{failureMessage}</p>
  if (status === 'uploaded') return <p className="text-left text-sm text-ink-quiet">{stages.queued}</p>
  if (status === 'uploading')
    return <p className="text-left text-sm text-ink-quiet">Being uploaded from a browser</p>
  if (status === 'ready')
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
  return (
    <div className="grid gap-1 text-left">
      <ProgressBar
        value={stage === 'probing' ? null : percent}
        label={`${title}: transcoded`}
        hideLabel
        detail={stage === 'probing' ? '' : `${percent} %`}
      />
      <p className="text-sm text-ink-quiet">
        {stages[stage ?? 'encoding']}
        {stage === 'encoding' && secondsLeft !== null && (
          <>
            , <TimeLeft seconds={secondsLeft} />
          </>
        )}
      </p>
    </div>
  )
}
