import { Link } from '@remix-run/react'
import type { LinkProps } from '@remix-run/react'
import { LoaderCircle } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { forwardRef } from 'react'
import type { ReactNode } from 'react'
import { Button as AriaButton, ProgressBar } from 'react-aria-components'
import type { ButtonProps as AriaButtonProps } from 'react-aria-components'
import { cx } from './cx.ts'

export type ButtonLook = 'primary' | 'quiet' | 'danger' | 'ghost' | 'link'
export type ButtonSize = 'sm' | 'md' | 'lg'

const looks: Record<ButtonLook, string> = {
  primary: 'bg-brand text-on-brand shadow-low hover:bg-brand-strong',
  quiet: 'border border-line bg-surface text-ink shadow-low hover:bg-sunken',
  danger: 'bg-bad text-on-tone shadow-low hover:bg-bad-strong',
  ghost: 'text-ink hover:bg-sunken',
  link: 'h-auto rounded-sm px-0 text-brand underline underline-offset-3 hover:text-brand-strong',
}

const sizes: Record<ButtonSize, string> = {
  sm: 'h-8 px-2.5 text-sm',
  md: 'h-10 px-4',
  lg: 'h-12 px-6 text-base',
}

/** The classes of a button, for anything that must look like one. */
export function buttonClass(
  look: ButtonLook = 'primary',
  size: ButtonSize = 'md',
  className?: string,
): string {
  return cx(
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap select-none',
    'transition-colors active:translate-y-px',
    'disabled:cursor-not-allowed disabled:opacity-50 pending:opacity-80',
    sizes[size],
    looks[look],
    className,
  )
}

type Shape = {
  look?: ButtonLook
  size?: ButtonSize
  icon?: LucideIcon | undefined
  className?: string | undefined
}

export type ButtonProps = Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'isPending'> &
  Shape & {
    /** Working on it: keeps the focus, takes no second press, is announced. */
    pending?: boolean
    children?: ReactNode
  }

/** A button; of type `button` unless told otherwise. Takes `onPress`, `isDisabled`, `type`, `name`, `value`, `form`. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { look, size, icon: Icon, className, pending = false, children, ...rest },
  ref,
) {
  return (
    <AriaButton {...rest} ref={ref} isPending={pending} className={buttonClass(look, size, className)}>
      {pending ? (
        <ProgressBar aria-label="Working" isIndeterminate className="inline-flex">
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
        </ProgressBar>
      ) : (
        Icon && <Icon aria-hidden className="size-4" />
      )}
      {children}
    </AriaButton>
  )
})

export type IconButtonProps = Omit<ButtonProps, 'children' | 'icon'> & { icon: LucideIcon; label: string }

/** A square button with a picture only; `label` is its name for everybody who cannot see it. */
export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(
  { label, look = 'ghost', size = 'md', className, ...rest },
  ref,
) {
  return (
    <Button
      {...rest}
      ref={ref}
      look={look}
      size={size}
      aria-label={label}
      className={cx('aspect-square px-0 [&_svg]:size-5', size === 'sm' && '[&_svg]:size-4', className)}
    />
  )
})

export type LinkButtonProps = LinkProps & Shape

/** A link that looks like a button: it goes somewhere, it does nothing. */
export function LinkButton({ look, size, icon: Icon, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={buttonClass(look, size, className)}>
      {Icon && <Icon aria-hidden className="size-4" />}
      {children}
    </Link>
  )
}

/** A link inside text. */
export function TextLink({ className, ...rest }: LinkProps) {
  return (
    <Link
      {...rest}
      className={cx('rounded-sm text-brand underline underline-offset-3 hover:text-brand-strong', className)}
    />
  )
}
