import { useMemo } from 'react'
import { cx } from '../kit/cx.ts'
import { barsOf, type Waveform } from './waveform.ts'

const barCount = 160
/** Share of its room that a bar takes, and the least of the height that silence does. */
const barWidth = 0.6
const silence = 6

type WaveformTrackProps = {
  waveform: Waveform
  /** Seconds. */
  duration: number
  /** How much has been played, as a CSS length. */
  played: string
}

/** The seek bar of a recording: how loud it is along its way, and how far one is. */
export function WaveformTrack({ waveform, duration, played }: WaveformTrackProps) {
  const outline = useMemo(
    () =>
      barsOf(waveform, duration, barCount)
        .map((peak, bar) => {
          const height = Math.max(silence, peak)
          return `M${bar + (1 - barWidth) / 2} ${(100 - height) / 2}h${barWidth}v${height}h-${barWidth}z`
        })
        .join(''),
    [waveform, duration],
  )
  return (
    <>
      <Bars outline={outline} className="fill-white/40" />
      <Bars outline={outline} className="fill-brand" clipPath={`inset(0 calc(100% - ${played}) 0 0)`} />
    </>
  )
}

function Bars({ outline, className, clipPath }: { outline: string; className: string; clipPath?: string }) {
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${barCount} 100`}
      preserveAspectRatio="none"
      className={cx('pointer-events-none absolute inset-0 size-full', className)}
      style={{ clipPath }}
    >
      <path d={outline} />
    </svg>
  )
}
