import type { SubmissionResult } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { ProofCode } from '#domain/account/factor-rules.ts'
import { field, FormErrors, formProps, SubmitButton, useForm } from '../kit/form.tsx'
import { TextField } from '../kit/text-field.tsx'

export type CodeFormProps = {
  kind: 'totp' | 'recovery_code'
  submit: string
  lastResult: SubmissionResult<string[]> | undefined
}

const words = {
  totp: { label: 'Code', description: 'The six digits that your authenticator app shows now.' },
  recovery_code: { label: 'Recovery code', description: 'One of the codes you kept. Each works once.' },
}

/** Proves who one is by a code; posts `intent=code` to this page. */
export function CodeForm({ kind, submit, lastResult }: CodeFormProps) {
  const [form, fields] = useForm({ schema: ProofCode, lastResult, id: 'code-form' })
  const isTotp = kind === 'totp'
  return (
    <Form method="post" {...formProps(form)} className="grid gap-5">
      <FormErrors form={form} />
      <input type="hidden" name="intent" value="code" />
      <TextField
        {...field(fields.code)}
        key={kind}
        {...words[kind]}
        inputMode={isTotp ? 'numeric' : 'text'}
        autoComplete={isTotp ? 'one-time-code' : 'off'}
        autoCapitalize="characters"
        spellCheck={false}
      />
      <SubmitButton>{submit}</SubmitButton>
    </Form>
  )
}
