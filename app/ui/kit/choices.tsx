import { Check } from 'lucide-react'
import type { ChangeEventHandler } from 'react'
import { cx } from './cx.ts'
import { FieldErrors, FieldGroup, useFieldIds } from './field.tsx'
import type { FieldBase } from './field.tsx'
import type { Choice } from './select.tsx'

export type RadioGroupProps = FieldBase & {
  options: readonly Choice[]
  defaultValue?: string | undefined
  onChange?: (value: string) => void
}

/** One of a few, each with room for a sentence about it. */
export function RadioGroup(props: RadioGroupProps) {
  const {
    name,
    label,
    description,
    optional,
    errors,
    id,
    formId,
    controlKey,
    required,
    isDisabled,
    className,
  } = props
  const ids = useFieldIds({ id, description, errors })
  return (
    <FieldGroup {...{ label, description, optional, errors, className, ids }}>
      <div key={controlKey} className="grid gap-2">
        {props.options.map((option) => (
          <label
            key={option.value}
            className={cx(
              'flex gap-3 rounded-md border border-line bg-surface p-3 shadow-low transition-colors hover:bg-sunken/60',
              'has-checked:border-brand has-checked:bg-brand-quiet has-disabled:opacity-60',
              'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-(--focus)',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              form={formId}
              required={required}
              disabled={isDisabled || option.isDisabled}
              defaultChecked={option.value === props.defaultValue}
              onChange={() => props.onChange?.(option.value)}
              className="mt-0.5 size-4 shrink-0 accent-brand outline-none"
            />
            <span className="grid gap-0.5">
              <span className="font-medium">{option.label}</span>
              {option.description && <span className="text-sm text-ink-quiet">{option.description}</span>}
            </span>
          </label>
        ))}
      </div>
    </FieldGroup>
  )
}

/** One of two to four short words, side by side. */
export function Segmented(props: RadioGroupProps) {
  const {
    name,
    label,
    description,
    optional,
    errors,
    id,
    formId,
    controlKey,
    required,
    isDisabled,
    className,
  } = props
  const ids = useFieldIds({ id, description, errors })
  return (
    <FieldGroup {...{ label, description, optional, errors, className, ids }}>
      <div key={controlKey} className="inline-flex w-fit max-w-full gap-1 rounded-md bg-sunken p-1">
        {props.options.map((option) => (
          <label
            key={option.value}
            className={cx(
              'relative rounded-sm px-3 py-1 text-sm font-medium text-ink-quiet transition-colors hover:text-ink',
              'has-checked:bg-surface has-checked:text-ink has-checked:shadow-low has-disabled:opacity-50 dark:has-checked:bg-line',
              'has-focus-visible:outline-2 has-focus-visible:outline-(--focus)',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              form={formId}
              required={required}
              disabled={isDisabled || option.isDisabled}
              defaultChecked={option.value === props.defaultValue}
              onChange={() => props.onChange?.(option.value)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            {option.label}
          </label>
        ))}
      </div>
    </FieldGroup>
  )
}

export type CheckboxProps = Omit<FieldBase, 'optional'> & {
  value?: string
  defaultChecked?: boolean | undefined
  onChange?: ChangeEventHandler<HTMLInputElement>
}

/** Yes or no. Submits `on` when ticked and nothing when not, as boxes do. */
export function Checkbox(props: CheckboxProps) {
  const { name, label, description, errors, id, formId, controlKey, required, isDisabled, className } = props
  const ids = useFieldIds({ id, description, errors })
  return (
    <div className={cx('grid gap-1', className)}>
      <div className="flex gap-2.5">
        <span className="relative mt-0.5 inline-grid size-5 shrink-0">
          <input
            type="checkbox"
            key={controlKey}
            id={ids.controlId}
            name={name}
            value={props.value ?? 'on'}
            form={formId}
            required={required}
            disabled={isDisabled}
            defaultChecked={props.defaultChecked}
            onChange={props.onChange}
            {...ids.aria}
            className={cx(
              'peer size-5 cursor-pointer appearance-none rounded-sm border border-line-strong bg-surface shadow-low',
              'checked:border-brand checked:bg-brand aria-invalid:border-bad disabled:cursor-not-allowed disabled:opacity-60',
            )}
          />
          <Check
            aria-hidden
            strokeWidth={3}
            className="pointer-events-none absolute inset-0 m-auto hidden size-3.5 text-on-brand peer-checked:block"
          />
        </span>
        <div className="grid gap-0.5">
          <label htmlFor={ids.controlId} className="cursor-pointer">
            {label}
          </label>
          {description && (
            <p id={ids.descriptionId} className="text-sm text-ink-quiet">
              {description}
            </p>
          )}
        </div>
      </div>
      <FieldErrors id={ids.errorId} errors={errors} />
    </div>
  )
}
