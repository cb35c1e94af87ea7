import { Form } from '@remix-run/react'
import { useState } from 'react'
import { ColorSettings } from '#domain/organization/settings-forms.ts'
import { field, FormCard, FormErrors, formProps, SubmitButton, useForm } from '../kit/form.tsx'
import type { UseFormOptions } from '../kit/form.tsx'
import { TextField } from '../kit/text-field.tsx'
import { BrandPreview } from './brand-preview.tsx'

export type ColorFormProps = {
  name: string
  colors: { primaryColor: string; accentColor: string }
  lastResult: UseFormOptions<Record<string, unknown>, Record<string, unknown>>['lastResult']
}

/** The colours of an organization, and how they will look in both themes while they are chosen. */
export function ColorForm({ name, colors, lastResult }: ColorFormProps) {
  const [form, fields] = useForm({ id: 'colors', schema: ColorSettings, lastResult, defaultValue: colors })
  const [primary, setPrimary] = useState(colors.primaryColor)
  const [accent, setAccent] = useState(colors.accentColor)
  return (
    <Form method="post" {...formProps(form)}>
      <input type="hidden" name="intent" value="colors" />
      <FormCard
        title="Colours"
        description="Darkened or lightened where needed, so that everybody can read what stands in them."
        actions={<SubmitButton>Save colours</SubmitButton>}
      >
        <FormErrors form={form} />
        <div className="grid gap-5 sm:grid-cols-2">
          <ColorField meta={fields.primaryColor} label="Main colour" value={primary} onChange={setPrimary} />
          <ColorField
            meta={fields.accentColor}
            label="Accent"
            value={accent}
            onChange={setAccent}
            fallback={primary}
          />
        </div>
        <BrandPreview name={name} primary={primary} accent={accent || primary} />
      </FormCard>
    </Form>
  )
}

type ColorFieldProps = {
  meta: Parameters<typeof field>[0]
  label: string
  value: string
  onChange: (value: string) => void
  /** What is shown where nothing is chosen. */
  fallback?: string
}

function ColorField({ meta, label, value, onChange, fallback = '#3b5bdb' }: ColorFieldProps) {
  const shown = /^#[0-9a-f]{6}$/i.test(value) ? value : fallback
  return (
    <div className="flex items-end gap-2">
      <TextField
        {...field(meta)}
        defaultValue={undefined}
        label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder="#3b5bdb"
        autoComplete="off"
        spellCheck={false}
        className="flex-1"
      />
      <input
        type="color"
        aria-label={`Pick the ${label.toLowerCase()}`}
        value={/^#[0-9a-f]{6}$/i.test(shown) ? shown : '#3b5bdb'}
        onChange={(event) => onChange(event.target.value)}
        className="h-10 w-12 cursor-pointer rounded-md border border-line-strong bg-surface p-1"
      />
    </div>
  )
}
