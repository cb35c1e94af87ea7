import { CircleAlert, LoaderCircle, Play, X } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { Button } from '../kit/button.tsx'
import { cx } from '../kit/cx.ts'
import { formatDuration } from '../kit/format.ts'
import { ControlButton } from './control-button.tsx'
import { keyHelp } from './keys.ts'

/** The way in: over the poster until somebody plays. */
export function BigPlay({
  resumeAt,
  isDisabled,
  onPress,
}: {
  resumeAt: number
  isDisabled: boolean
  onPress: () => void
}) {
  return (
    <AriaButton
      onPress={onPress}
      isDisabled={isDisabled}
      aria-label={resumeAt > 0 ? `Resume at ${formatDuration(Math.floor(resumeAt))}` : 'Play'}
      className="pointer-events-auto grid size-16 place-items-center rounded-full bg-black/70 text-white ring-1 ring-white/25 transition-transform hover:scale-105 hover:bg-black/85 sm:size-20"
    >
      <Play aria-hidden className="ml-1 size-7 fill-current sm:size-9" />
    </AriaButton>
  )
}

const worthAWord = 1000

/** Says that the film is on its way, once waiting is worth a word. */
export function Spinner() {
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), worthAWord)
    return () => clearTimeout(timer)
  }, [])
  if (!isLate) return null
  return (
    <div role="status" className="rounded-full bg-black/50 p-3 text-white">
      <LoaderCircle aria-hidden className="size-8 animate-spin" />
      <span className="sr-only">Loading</span>
    </div>
  )
}

/** Where the film goes on, and the way to its beginning. */
export function ResumeNote({ at, onStartOver }: { at: number; onStartOver: () => void }) {
  return (
    <div className="absolute top-3 left-3 flex items-center gap-1 rounded-md bg-black/75 py-1 pr-1 pl-3 text-sm text-white">
      <span className="tabular">Resumes at {formatDuration(Math.floor(at))}</span>
      <ControlButton
        label="Start over"
        onPress={onStartOver}
        className="h-8 px-2 underline underline-offset-3"
      >
        Start over
      </ControlButton>
    </div>
  )
}

/** Says that this is not all of it. */
export const PreviewBadge = () => (
  <span className="pointer-events-none absolute top-3 left-3 rounded-sm bg-black/75 px-2 py-0.5 text-xs font-medium text-white">
    Preview
  </span>
)

/** What comes after the end; the controls stay in reach below it. */
export function Ending({ isAudio, children }: { isAudio: boolean; children: ReactNode }) {
  return (
    <div
      className={cx(
        'absolute inset-0 grid place-content-center justify-items-center gap-2 bg-black/80 px-4 text-center max-sm:text-sm sm:gap-4',
        isAudio ? 'pb-24' : 'pb-20',
      )}
    >
      {children}
    </div>
  )
}

/** Why it does not play, and another try. */
export function Failure({ words, onRetry }: { words: string; onRetry: () => void }) {
  return (
    <div
      role="alert"
      className="absolute inset-0 grid place-content-center justify-items-center gap-3 bg-black/85 p-4 text-center text-white"
    >
      <CircleAlert aria-hidden className="size-7 text-warn sm:size-9" />
      <p className="max-w-sm text-pretty">{words}</p>
      <Button look="quiet" onPress={onRetry}>
        Try again
      </Button>
    </div>
  )
}

/** The keys that work the film. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  return (
    <div className="absolute inset-0 grid place-content-center overflow-y-auto bg-black/85 p-4 text-sm text-white">
      <div className="flex items-center justify-between gap-6">
        <h2 className="font-semibold">Keys</h2>
        <ControlButton label="Close" icon={X} onPress={onClose} />
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
        {keyHelp.map(([keys, does]) => (
          <div key={keys} className="contents">
            <dt className="font-medium whitespace-nowrap">{keys}</dt>
            <dd className="text-white/80">{does}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
