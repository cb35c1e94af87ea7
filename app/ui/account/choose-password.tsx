import type { SubmissionResult } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { NewPassword } from '#domain/account/rules.ts'
import { field, FormErrors, formProps, SubmitButton, useForm } from '../kit/form.tsx'
import { TextField } from '../kit/text-field.tsx'
import { CenteredCard } from '../layout/centered-card.tsx'

export type ChoosePasswordProps = {
  /** Whose it is, for password managers. */
  email: string
  title: string
  description: string
  submit: string
  lastResult: SubmissionResult<string[]> | undefined
}

/** The card behind a mailed link at which a password is chosen. */
export function ChoosePassword({ email, title, description, submit, lastResult }: ChoosePasswordProps) {
  const [form, fields] = useForm({ schema: NewPassword, lastResult })
  return (
    <CenteredCard title={title} description={description}>
      <Form method="post" {...formProps(form)} className="grid gap-5">
        <FormErrors form={form} />
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <TextField
          {...field(fields.password)}
          label="New password"
          description="At least 8 characters. A few words in a row are easy to keep in mind."
          type="password"
          autoComplete="new-password"
        />
        <SubmitButton>{submit}</SubmitButton>
      </Form>
    </CenteredCard>
  )
}
