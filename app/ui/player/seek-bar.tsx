import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import { formatDuration, spokenDuration } from '../kit/format.ts'
import type { MediaState } from './use-media.ts'

type SeekBarProps = Pick<MediaState, 'time' | 'duration' | 'buffered'> & {
  onSeek: (seconds: number) => void
}

/** Where one is in the film, what is loaded of it, and the way to any other place. */
export function SeekBar({ time, duration, buffered, onSeek }: SeekBarProps) {
  const input = useRef<HTMLInputElement>(null)
  const [dragged, setDragged] = useState<number>()
  const [hovered, setHovered] = useState<number>()
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
    onSeek(Math.min(duration, Math.max(0, to)))
  }
  const tip = dragged ?? hovered

  return (
    <div
      className="group relative flex h-6 items-center"
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
        className="peer absolute inset-0 z-10 m-0 size-full cursor-pointer opacity-0"
      />
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
      <span
        aria-hidden
        className="pointer-events-none absolute size-3.5 -translate-x-1/2 rounded-full bg-brand shadow-low transition-transform group-hover:scale-115 peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus"
        style={{ left: share(shown) }}
      />
      {tip !== undefined && (
        <span
          aria-hidden
          className="tabular pointer-events-none absolute bottom-full mb-1 -translate-x-1/2 rounded-sm bg-black/85 px-1.5 py-0.5 text-xs font-medium"
          style={{ left: `clamp(1.5rem, ${share(tip)}, calc(100% - 1.5rem))` }}
        >
          {formatDuration(Math.floor(tip))}
        </span>
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
