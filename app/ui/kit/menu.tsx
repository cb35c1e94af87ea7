import { Check } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  Header,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components'
import type { PopoverProps } from 'react-aria-components'
import { cx } from './cx.ts'

export type MenuProps = {
  /** A kit `Button` or `IconButton`. */
  trigger: ReactNode
  label: string
  placement?: NonNullable<PopoverProps['placement']>
  /** `MenuItem`, `MenuSection`, `MenuSeparator`. */
  children: ReactNode
}

/** A list of actions and places behind a button. Arrow keys, type-ahead and Escape work. */
export function Menu({ trigger, label, placement = 'bottom end', children }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover
        placement={placement}
        offset={6}
        className={cx(
          'min-w-52 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-high',
          'transition-opacity duration-150 entering:opacity-0 exiting:opacity-0',
        )}
      >
        <AriaMenu aria-label={label} className="outline-none">
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

export type MenuItemProps = {
  id?: string
  icon?: LucideIcon
  /** Instead of an icon: a logo. */
  picture?: ReactNode
  /** A quiet word at the end of the line. */
  note?: string
  /** A place to go; without it, `onAction`. */
  href?: string
  onAction?: () => void
  danger?: boolean
  isDisabled?: boolean
  /** The present one of several. */
  isCurrent?: boolean
  children: ReactNode
}

/** One line of a menu. */
export function MenuItem({ icon: Icon, picture, note, danger, isCurrent, children, ...rest }: MenuItemProps) {
  return (
    <AriaMenuItem
      {...rest}
      textValue={typeof children === 'string' ? children : ''}
      className={cx(
        'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-sm outline-none select-none',
        'focus:bg-sunken disabled:cursor-not-allowed disabled:opacity-50',
        danger && 'text-bad',
      )}
    >
      {Icon && <Icon aria-hidden className={cx('size-4 shrink-0', !danger && 'text-ink-quiet')} />}
      {picture}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {note && <span className="text-xs text-ink-quiet">{note}</span>}
      {isCurrent && (
        <>
          <Check aria-hidden className="size-4 text-brand" />
          <span className="sr-only">(current)</span>
        </>
      )}
    </AriaMenuItem>
  )
}

/** Items under a heading. */
export function MenuSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <AriaMenuSection>
      <Header className="px-2.5 pt-2 pb-1 text-xs font-medium text-ink-quiet">{title}</Header>
      {children}
    </AriaMenuSection>
  )
}

/** A line between groups. */
export function MenuSeparator() {
  return <Separator className="-mx-1 my-1 h-px bg-line" />
}
