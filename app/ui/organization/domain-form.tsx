import { Form } from '@remix-run/react'
import { DomainSettings } from '#domain/organization/settings-forms.ts'
import { field, FormCard, FormErrors, formProps, SubmitButton, useForm } from '../kit/form.tsx'
import type { UseFormOptions } from '../kit/form.tsx'
import { TextField } from '../kit/text-field.tsx'

export type DomainFormProps = {
  /** Where the storefront is anyway. */
  subdomain: string
  lastResult: UseFormOptions<Record<string, unknown>, Record<string, unknown>>['lastResult']
}

/** A domain of one's own for the storefront, before there is one. */
export function DomainForm({ subdomain, lastResult }: DomainFormProps) {
  const [form, fields] = useForm({ id: 'domain', schema: DomainSettings, lastResult })
  return (
    <Form method="post" {...formProps(form)}>
      <input type="hidden" name="intent" value="claim" />
      <FormCard
        title="Your own domain"
        description={`Your storefront is also at ${subdomain}. With a domain of your own it is there as well.`}
        actions={<SubmitButton>Save domain</SubmitButton>}
      >
        <FormErrors form={form} />
        <TextField
          {...field(fields.domain)}
          label="Domain"
          placeholder="films.example.com"
          description="A name you own, and whose records you can change."
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          inputMode="url"
        />
      </FormCard>
    </Form>
  )
}
