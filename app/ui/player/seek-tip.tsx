import { formatDuration } from '../kit/format.ts'
import type { StoryPicture } from './storyboard.ts'

/** Pixels that a picture is fitted into. */
const largest = { width: 160, height: 96 }
/** Pixels that a time alone is wide, at most. */
const timeWidth = 56

type SeekTipProps = {
  /** Seconds. */
  time: number
  /** Where along the bar, as a CSS length. */
  at: string
  picture: StoryPicture | undefined
  onPictureFailed: () => void
}

/** What is where the pointer, finger or focus is on the seek bar: its picture and its time. */
export function SeekTip({ time, at, picture, onPictureFailed }: SeekTipProps) {
  const scale = picture && Math.min(largest.width / picture.width, largest.height / picture.height)
  const half = Math.max(timeWidth, picture && scale ? picture.width * scale : 0) / 2
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute bottom-full mb-1 grid -translate-x-1/2 justify-items-center gap-1"
      style={{ left: `clamp(${half}px, ${at}, calc(100% - ${half}px))` }}
    >
      {picture && scale && (
        <div
          className="overflow-hidden rounded-sm bg-black shadow-high ring-1 ring-white/40"
          style={{ width: picture.width * scale, height: picture.height * scale }}
        >
          <div
            className="relative origin-top-left overflow-hidden"
            style={{ width: picture.width, height: picture.height, transform: `scale(${scale})` }}
          >
            <img
              key={picture.sprite}
              src={picture.sprite}
              alt=""
              draggable={false}
              onError={onPictureFailed}
              className="absolute max-w-none"
              style={{ left: -picture.x, top: -picture.y }}
            />
          </div>
        </div>
      )}
      <span className="tabular rounded-sm bg-black/85 px-1.5 py-0.5 text-xs font-medium">
        {formatDuration(Math.floor(time))}
      </span>
    </div>
  )
}
