import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import { cx } from '../kit/cx.ts'
import { spokenDuration } from '../kit/format.ts'
import { SeekTip } from './seek-tip.tsx'
import type { MediaState } from './use-media.ts'
import type { Storyboard } from './use-storyboard.ts'
import { WaveformTrack } from './waveform-track.tsx'
import type { Waveform } from './waveform.ts'

type SeekBarProps = Pick<MediaState, 'time' | 'duration' | 'buffered'> & {
  storyboard: Storyboard
  /** Keeps room for a waveform, whether or not there is one. */
  hasRoomForWaveform: boolean
  waveform: Waveform | undefined
  onSeek: (seconds: number) => void
}

/** Where one is in the film, what is loaded of it, and the way to any other place. */
export function SeekBar(props: SeekBarProps) {
  const { time, duration, buffered, storyboard, hasRoomForWaveform, waveform, onSeek } = props
  const input = useRef<HTMLInputElement>(null)
  const [dragged, setDragged] = useState<number>()
  const [hovered, setHovered] = useState<number>()
  const [isSteered, setIsSteered] = useState(false)
  const shown = dragged ?? time
  const share = (seconds: number) => `${duration > 0 ? Math.min(100, (seconds / duration) * 100) : 0}%`

  // The film jumps when the hand lets go, not at every pixel on the way.
  useEffect(() => {
    const slider = input.current
    if (!slider) return
    const commit = () => {
      onSeek(Number(slider.value))
      setDragged(undefined)
    }
    slider.addEventListener('change', commit)
    return () => slider.removeEventListener('change', commit)
  }, [onSeek])

  const hover = ({ clientX, currentTarget, pointerType }: PointerEvent<HTMLElement>) => {
    if (pointerType !== 'mouse') return
    const { left, width } = currentTarget.getBoundingClientRect()
    setHovered(Math.min(1, Math.max(0, (clientX - left) / width)) * duration)
  }
  const pressed = (event: KeyboardEvent) => {
    const to = keyTarget(event.key, shown, duration)
    if (to === undefined) return
    event.preventDefault()
    setIsSteered(true)
    onSeek(Math.min(duration, Math.max(0, to)))
  }
  const tip = dragged ?? hovered ?? (isSteered ? time : undefined)

  return (
    <div
      className={cx('group relative flex items-center', hasRoomForWaveform ? 'h-12' : 'h-6')}
      onPointerEnter={(event) => {
        storyboard.prepare()
        hover(event)
      }}
      onPointerMove={hover}
      onPointerLeave={() => setHovered(undefined)}
    >
      <input
        ref={input}
        type="range"
        aria-label="Seek"
        aria-valuetext={`${spokenDuration(shown)} of ${spokenDuration(duration)}`}
        min={0}
        max={duration}
        step="any"
        value={shown}
        onChange={(event) => setDragged(event.currentTarget.valueAsNumber)}
        onKeyDown={pressed}
        onFocus={({ currentTarget }) => {
          storyboard.prepare()
          setIsSteered(currentTarget.matches(':focus-visible'))
        }}
        onBlur={() => setIsSteered(false)}
        onPointerDown={() => setIsSteered(false)}
        className="peer absolute inset-0 z-10 m-0 size-full cursor-pointer opacity-0"
      />
      {waveform ? (
        <WaveformTrack waveform={waveform} duration={duration} played={share(shown)} />
      ) : (
        <div className="pointer-events-none absolute inset-x-0 h-1 overflow-hidden rounded-full bg-white/25 transition-[height] group-hover:h-1.5 peer-focus-visible:h-1.5">
          {buffered.map(([start, end]) => (
            <div
              key={start}
              className="absolute inset-y-0 bg-white/35"
              style={{ left: share(start), width: share(end - start) }}
            />
          ))}
          <div className="absolute inset-y-0 left-0 bg-brand" style={{ width: share(shown) }} />
        </div>
      )}
      <span
        aria-hidden
        className="pointer-events-none absolute size-3.5 -translate-x-1/2 rounded-full bg-brand shadow-low transition-transform group-hover:scale-115 peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus"
        style={{ left: share(shown) }}
      />
      {tip !== undefined && (
        <SeekTip
          time={tip}
          at={share(tip)}
          picture={storyboard.pictureAt(tip)}
          onPictureFailed={storyboard.renew}
        />
      )}
    </div>
  )
}

function keyTarget(key: string, time: number, duration: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return time - 5
    case 'ArrowRight':
    case 'ArrowUp':
      return time + 5
    case 'PageDown':
      return time - duration / 10
    case 'PageUp':
      return time + duration / 10
    case 'Home':
      return 0
    case 'End':
      return duration
    default:
      return undefined
  }
}
