import { forwardRef } from 'react'
import { cx } from '../kit/cx.ts'

type CaptionsBoxProps = {
  /** Above the controls. */
  isLifted: boolean
  isAudio: boolean
}

/** Where the engine draws captions: over the picture, as large as the player allows, and never under the controls. */
export const CaptionsBox = forwardRef<HTMLDivElement, CaptionsBoxProps>(function CaptionsBox(
  { isLifted, isAudio },
  ref,
) {
  return (
    <div
      className={cx(
        'pointer-events-none absolute inset-x-0 top-0 transition-[bottom] duration-200',
        !isLifted ? 'bottom-3' : isAudio ? 'bottom-26' : 'bottom-20',
      )}
    >
      <div
        ref={ref}
        className={cx(
          '@container absolute inset-x-4 inset-y-0',
          '[&>.shaka-text-container]:absolute [&>.shaka-text-container]:inset-0',
          '[&>.shaka-text-container]:text-[clamp(0.875rem,2.4cqw,2rem)] [&>.shaka-text-container]:leading-snug',
        )}
      />
    </div>
  )
})
