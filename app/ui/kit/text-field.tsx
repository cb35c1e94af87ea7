import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { cx } from './cx.ts'
import { FieldFrame, boxClass, useFieldIds } from './field.tsx'
import type { FieldBase } from './field.tsx'

type Native<Tag extends 'input' | 'textarea'> = Omit<
  ComponentPropsWithoutRef<Tag>,
  keyof FieldBase | 'form' | 'prefix'
>

export type TextFieldProps = FieldBase &
  Native<'input'> & {
    /** Shown inside the box, before and after what is typed; for the eye only. */
    before?: ReactNode
    after?: ReactNode
  }

/** One line of text. Give `type`, `autoComplete` and `inputMode` as on an input. */
export function TextField(props: TextFieldProps) {
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
    before,
    after,
    ...input
  } = props
  const ids = useFieldIds({ id, description, errors })
  return (
    <FieldFrame {...{ label, description, optional, errors, className, ids }}>
      <div className="relative">
        {before && <Aside className="left-3">{before}</Aside>}
        <input
          type="text"
          {...input}
          {...ids.aria}
          key={controlKey}
          id={ids.controlId}
          form={formId}
          disabled={isDisabled}
          className={cx(boxClass, 'h-10', before && 'pl-8', after && 'pr-14')}
        />
        {after && <Aside className="right-3">{after}</Aside>}
      </div>
    </FieldFrame>
  )
}

function Aside({ className, children }: { className: string; children: ReactNode }) {
  return (
    <span
      aria-hidden
      className={cx(
        'pointer-events-none absolute inset-y-0 grid place-items-center text-ink-quiet',
        className,
      )}
    >
      {children}
    </span>
  )
}

export type TextAreaProps = FieldBase & Native<'textarea'>

/** Several lines of text; grows with what is typed where the browser can. */
export function TextArea(props: TextAreaProps) {
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
    rows = 4,
    ...area
  } = props
  const ids = useFieldIds({ id, description, errors })
  return (
    <FieldFrame {...{ label, description, optional, errors, className, ids }}>
      <textarea
        {...area}
        {...ids.aria}
        key={controlKey}
        id={ids.controlId}
        form={formId}
        rows={rows}
        disabled={isDisabled}
        className={cx(boxClass, 'field-sizing-content min-h-24 py-2')}
      />
    </FieldFrame>
  )
}
