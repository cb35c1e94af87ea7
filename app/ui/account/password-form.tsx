import type { SubmissionResult } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { PasswordAgain } from '#domain/account/factor-rules.ts'
import { field, FormErrors, formProps, SubmitButton, useForm } from '../kit/form.tsx'
import { TextField } from '../kit/text-field.tsx'

/** Asks somebody who is signed in for their password once more; posts `intent=password` to this page. */
export function PasswordForm({
  email,
  lastResult,
}: {
  email: string
  lastResult: SubmissionResult<string[]> | undefined
}) {
  const [form, fields] = useForm({ schema: PasswordAgain, lastResult, id: 'password-form' })
  return (
    <Form method="post" {...formProps(form)} className="grid gap-5">
      <FormErrors form={form} />
      <input type="hidden" name="intent" value="password" />
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <TextField
        {...field(fields.password)}
        label="Password"
        type="password"
        autoComplete="current-password"
      />
      <SubmitButton>Confirm</SubmitButton>
    </Form>
  )
}
