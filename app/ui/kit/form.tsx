import { getFormProps, useForm as useConform } from '@conform-to/react'
import type { DefaultValue, FormMetadata, SubmissionResult } from '@conform-to/react'
import { getZodConstraint, parseWithZod } from '@conform-to/zod/v4'
import { useFormAction, useNavigation } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { ZodType } from 'zod'
import { Button } from './button.tsx'
import type { ButtonProps } from './button.tsx'
import { cx } from './cx.ts'
import { Notice } from './notice.tsx'

type Values = Record<string, unknown>

export type UseFormOptions<Output extends Values, Input extends Values> = {
  /** The same schema the server parses with; made with `z` of #platform/schema.ts. */
  schema: ZodType<Output, Input>
  /** What the action answered: `submission.reply()`. */
  lastResult?: SubmissionResult<string[]> | null | undefined
  defaultValue?: DefaultValue<Input>
  /** Needed when a page has two forms of one kind. */
  id?: string
}

/** A form that validates on leaving a field, then while typing; errors of the server win. Answers `[form, fields]`. */
export function useForm<Output extends Values, Input extends Values>({
  schema,
  lastResult,
  ...rest
}: UseFormOptions<Output, Input>) {
  return useConform<Input, Output>({
    ...rest,
    lastResult: lastResult ?? null,
    constraint: getZodConstraint(schema),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema }),
  })
}

/** Spread on a `<Form>`: id, submit handler, and the tie to its errors. */
export const formProps = getFormProps

type Field = {
  id: string
  key: string | undefined
  name: string
  formId: string
  initialValue: unknown
  errors: string[] | undefined
  required?: boolean
  minLength?: number
  maxLength?: number
}

/** Spread on a `TextField` and its kin: name, ids, errors, length limits, and the value to start with. */
export function field(meta: Field) {
  return { ...choice(meta), minLength: meta.minLength, maxLength: meta.maxLength }
}

/** The same for a field without a length: `Select`, `RadioGroup`, `Segmented`, `TagsField`. */
export function choice(meta: Field) {
  return {
    ...base(meta),
    optional: !meta.required,
    defaultValue: typeof meta.initialValue === 'string' ? meta.initialValue : undefined,
  }
}

/** The same for a `Checkbox`. */
export function check(meta: Field) {
  return { ...base(meta), defaultChecked: meta.initialValue === 'on' }
}

function base(meta: Field) {
  return {
    name: meta.name,
    id: meta.id,
    formId: meta.formId,
    controlKey: meta.key,
    errors: meta.errors,
    required: meta.required,
  }
}

/** What is wrong with the form as a whole, said at once to screen readers. */
export function FormErrors({ form }: { form: Pick<FormMetadata<Values, string[]>, 'errors' | 'errorId'> }) {
  if (!form.errors?.length) return null
  return (
    <Notice tone="error" id={form.errorId}>
      {form.errors.join(' ')}
    </Notice>
  )
}

/** True while a form that posts to this route's action (or to `action`) is on its way. */
export function useSubmitting(options: { action?: string; name?: string; value?: string } = {}): boolean {
  const navigation = useNavigation()
  const own = useFormAction(options.action)
  if (navigation.state === 'idle' || !navigation.formAction || navigation.formMethod === 'GET') return false
  if (withoutIndex(navigation.formAction) !== withoutIndex(own)) return false
  return !options.name || navigation.formData?.get(options.name) === options.value
}

const withoutIndex = (path: string) => path.replace(/\?index$/, '')

export type SubmitButtonProps = Omit<ButtonProps, 'type' | 'name' | 'value'> & {
  name?: string
  value?: string
  /** The form's `action` when it is not this route. */
  action?: string
}

/** The button that sends the form: waits visibly and takes no second press. With a fetcher, set `pending` yourself. */
export function SubmitButton({ name, value, action, pending, ...rest }: SubmitButtonProps) {
  const submitting = useSubmitting({
    ...(action !== undefined && { action }),
    ...(name !== undefined && value !== undefined && { name, value }),
  })
  return (
    <Button
      {...rest}
      type="submit"
      {...(name !== undefined && { name })}
      {...(value !== undefined && { value })}
      pending={pending ?? submitting}
    />
  )
}

/** The fields of a form in one calm card: a title, the fields, and its actions where the eye ends. */
export function FormCard(props: {
  title?: ReactNode
  description?: ReactNode
  actions?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <section className={cx('rounded-lg border border-line bg-surface shadow-low', props.className)}>
      <div className="grid gap-5 p-5 sm:p-6">
        {(props.title || props.description) && (
          <header className="grid gap-1">
            {props.title && <h2 className="text-lg font-semibold">{props.title}</h2>}
            {props.description && <p className="text-ink-quiet">{props.description}</p>}
          </header>
        )}
        {props.children}
      </div>
      {props.actions && (
        <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-4 sm:px-6">
          {props.actions}
        </footer>
      )}
    </section>
  )
}
