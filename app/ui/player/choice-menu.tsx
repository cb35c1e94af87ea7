import { Check } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { cx } from '../kit/cx.ts'
import { ControlButton } from './control-button.tsx'

type Choice = { readonly id: string; readonly label: string; readonly note?: string | undefined }

type ChoiceMenuProps = {
  /** “Quality”, “Speed”. */
  label: string
  /** What the button says. */
  shown: string
  /** Stands for the words on the button. */
  icon?: LucideIcon
  chosen: string
  choices: readonly Choice[]
  onChoose: (id: string) => void
  onOpenChange: (isOpen: boolean) => void
  /** In full screen only what lies inside the player can be seen. */
  portal: Element | undefined
}

/** One of a few, opened from a control over the film. */
export function ChoiceMenu(props: ChoiceMenuProps) {
  const { label, shown, icon, chosen, choices, onChoose, onOpenChange, portal } = props
  return (
    <MenuTrigger onOpenChange={onOpenChange}>
      <ControlButton label={`${label}: ${shown}`} {...(icon ? { icon } : { className: 'tabular px-2' })}>
        {!icon && shown}
      </ControlButton>
      <Popover
        placement="top end"
        offset={8}
        {...(portal && { UNSTABLE_portalContainer: portal })}
        className="max-w-[calc(100vw-1rem)] min-w-36 overflow-y-auto rounded-md border border-line bg-raised p-1 text-ink shadow-high transition-opacity duration-150 entering:opacity-0 exiting:opacity-0"
      >
        <Menu
          aria-label={label}
          selectionMode="single"
          selectedKeys={[chosen]}
          disallowEmptySelection
          onAction={(id) => onChoose(String(id))}
          className="outline-none"
        >
          {choices.map((choice) => (
            <MenuItem
              key={choice.id}
              id={choice.id}
              textValue={choice.label}
              className={cx(
                'tabular flex min-h-9 cursor-pointer items-center gap-2 rounded-sm px-2.5 py-1.5 text-sm outline-none select-none focus:bg-sunken',
              )}
            >
              {({ isSelected }) => (
                <>
                  <Check
                    aria-hidden
                    className={cx('size-4 shrink-0 text-brand', !isSelected && 'invisible')}
                  />
                  <span className="min-w-0 flex-1">{choice.label}</span>
                  {choice.note && <span className="text-xs text-ink-quiet">{choice.note}</span>}
                </>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
