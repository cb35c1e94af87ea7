import { ChevronDown } from 'lucide-react'
import type { ComponentPropsWithoutRef } from 'react'
import { cx } from './cx.ts'
import { FieldFrame, boxClass, useFieldIds } from './field.tsx'
import type { FieldBase } from './field.tsx'

export type Choice = { value: string; label: string; description?: string; isDisabled?: boolean }

/** Choices under a heading. */
export type ChoiceGroup = { label: string; options: readonly Choice[] }

export type SelectProps = FieldBase &
  Omit<ComponentPropsWithoutRef<'select'>, keyof FieldBase | 'form' | 'children'> & {
    options: readonly (Choice | ChoiceGroup)[]
    /** The words of the empty choice, shown first. */
    placeholder?: string
  }

/** One of a list, in the platform's own picker. */
export function Select(props: SelectProps) {
  const {
    label,
    description,
    optional,
    errors,
    id,
    formId,
    controlKey,
    isDisabled,
    className,
    options,
    placeholder,
    ...select
  } = props
  const ids = useFieldIds({ id, description, errors })
  return (
    <FieldFrame {...{ label, description, optional, errors, className, ids }}>
      <div className="relative">
        <select
          {...select}
          {...ids.aria}
          key={controlKey}
          id={ids.controlId}
          form={formId}
          disabled={isDisabled}
          className={cx(boxClass, 'h-10 appearance-none pr-9')}
        >
          {placeholder !== undefined && <option value="">{placeholder}</option>}
          {options.map((each) =>
            'options' in each ? (
              <optgroup key={each.label} label={each.label}>
                {each.options.map(optionOf)}
              </optgroup>
            ) : (
              optionOf(each)
            ),
          )}
        </select>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute top-3 right-3 size-4 text-ink-quiet"
        />
      </div>
    </FieldFrame>
  )
}

const optionOf = ({ value, label, isDisabled }: Choice) => (
  <option key={value} value={value} disabled={isDisabled}>
    {label}
  </option>
)
