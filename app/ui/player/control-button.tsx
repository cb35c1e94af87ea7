import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { cx } from '../kit/cx.ts'

/** The classes of a control over the film. */
export const controlClass = cx(
  'inline-flex h-10 min-w-10 shrink-0 items-center justify-center rounded-md text-sm font-medium text-white',
  'transition-colors hover:bg-white/15 disabled:opacity-50',
)

type ControlButtonProps = {
  /** What it does now. */
  label: string
  icon?: LucideIcon
  /** The key that does the same. */
  shortcut?: string
  onPress?: () => void
  className?: string
  children?: ReactNode
}

/** A control over the film: a picture or a word, with a name for everybody who cannot see it. */
export function ControlButton({
  label,
  icon: Icon,
  shortcut,
  onPress,
  className,
  children,
}: ControlButtonProps) {
  return (
    <Button
      aria-label={label}
      aria-keyshortcuts={shortcut}
      {...(onPress && { onPress })}
      className={cx(controlClass, className)}
    >
      {Icon && <Icon aria-hidden className="size-5" />}
      {children}
    </Button>
  )
}
