import { CircleAlert } from 'lucide-react'
import { useId } from 'react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

/** What every field takes; `field(fields.title)` of form.tsx gives all but the words. */
export type FieldBase = {
  name: string
  label: ReactNode
  /** One line under the label that helps to answer. */
  description?: ReactNode
  /** Says “Optional” beside the label. */
  optional?: boolean | undefined
  errors?: string[] | undefined
  id?: string | undefined
  formId?: string | undefined
  /** A new key makes the control start over from its default value. */
  controlKey?: string | undefined
  required?: boolean | undefined
  isDisabled?: boolean | undefined
  className?: string | undefined
}

/** The classes of a text box and its kin. */
export const boxClass = cx(
  'block w-full rounded-md border border-line-strong bg-surface px-3 text-base text-ink shadow-low sm:text-[0.9375rem]',
  'placeholder:text-ink-quiet/80 hover:border-ink-quiet',
  'focus:border-focus focus:outline-2 focus:-outline-offset-1 focus:outline-(--focus)',
  'aria-invalid:border-bad disabled:cursor-not-allowed disabled:bg-sunken disabled:opacity-60',
)

/** Ids and aria attributes that tie a control to its description and its errors. */
export function useFieldIds({ id, description, errors }: Pick<FieldBase, 'id' | 'description' | 'errors'>) {
  const own = useId()
  const controlId = id ?? own
  const descriptionId = `${controlId}-description`
  const errorId = `${controlId}-error`
  const invalid = Boolean(errors?.length)
  const describedBy = [invalid && errorId, description && descriptionId].filter(Boolean).join(' ')
  return {
    controlId,
    descriptionId,
    errorId,
    aria: { 'aria-invalid': invalid || undefined, 'aria-describedby': describedBy || undefined },
  }
}

type FrameProps = Pick<FieldBase, 'label' | 'description' | 'optional' | 'errors' | 'className'> & {
  ids: ReturnType<typeof useFieldIds>
  children: ReactNode
}

/** Label, description, control and errors, one below the other. */
export function FieldFrame({ label, description, optional, errors, className, ids, children }: FrameProps) {
  return (
    <div className={cx('grid content-start gap-1.5', className)}>
      <label htmlFor={ids.controlId} className="cursor-default text-sm font-medium">
        {label} {optional && <OptionalMark />}
      </label>
      <Description id={ids.descriptionId}>{description}</Description>
      {children}
      <FieldErrors id={ids.errorId} errors={errors} />
    </div>
  )
}

/** A group of choices with its legend, description and errors. */
export function FieldGroup({ label, description, optional, errors, className, ids, children }: FrameProps) {
  return (
    <fieldset className={cx('grid content-start gap-1.5', className)} {...ids.aria}>
      <legend className="mb-1.5 text-sm font-medium">
        {label} {optional && <OptionalMark />}
      </legend>
      <Description id={ids.descriptionId}>{description}</Description>
      {children}
      <FieldErrors id={ids.errorId} errors={errors} />
    </fieldset>
  )
}

function OptionalMark() {
  return <span className="font-normal text-ink-quiet">(optional)</span>
}

function Description({ id, children }: { id: string; children: ReactNode }) {
  if (!children) return null
  return (
    <p id={id} className="text-sm text-ink-quiet">
      {children}
    </p>
  )
}

/** The messages of one field, beside it. */
export function FieldErrors({ id, errors }: { id?: string | undefined; errors: string[] | undefined }) {
  if (!errors?.length) return null
  return (
    <ul id={id} className="grid gap-0.5 text-sm text-bad">
      {errors.map((error) => (
        <li key={error} className="flex gap-1.5">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </li>
      ))}
    </ul>
  )
}
