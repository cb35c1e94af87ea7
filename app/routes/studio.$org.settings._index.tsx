import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { readForm } from '#app/http/parse.server.ts'
import { attempt } from '#app/http/refusal-response.server.ts'
import { refreshPeopleOf, requireSettings } from '#app/http/settings.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { SlugField } from '#app/ui/catalog/slug-field.tsx'
import { choice, field, FormCard, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { Select } from '#app/ui/kit/select.tsx'
import { TextArea, TextField } from '#app/ui/kit/text-field.tsx'
import { useSaved } from '#app/ui/organization/use-saved.ts'
import { pageMeta } from '#app/ui/page-meta.ts'
import { changeSettings } from '#domain/organization/change-settings.ts'
import { GeneralSettings } from '#domain/organization/settings-forms.ts'
import { getSettings } from '#domain/organization/settings-queries.ts'

export const meta: MetaFunction = () => pageMeta('Settings')

export async function loader(asked: LoaderFunctionArgs) {
  const { actor, editor } = await requireSettings(asked)
  const { asActor, needs } = asked.context
  const settings = await attempt(() => asActor(actor, (tx) => getSettings(tx, editor.organizationId), 'read'))
  const { name, slug, description, contactEmail, timezone } = settings
  const zones = [...new Set(['UTC', timezone, ...Intl.supportedValuesOf('timeZone')])]
  return {
    settings: { name, slug, description, contactEmail, timezone },
    zones,
    host: new URL(needs.env.APP_URL).host,
  }
}

export async function action(asked: ActionFunctionArgs) {
  const { actor, editor, membership } = await requireSettings(asked)
  const { context, request } = asked
  const form = await readForm(request)
  return submitForm(form, GeneralSettings, async (values) => {
    const changes = {
      ...values,
      description: values.description || null,
      contactEmail: values.contactEmail || null,
    }
    await context.asActor(actor, (tx) => changeSettings(tx, editor, changes))
    await refreshPeopleOf(context, actor, editor.organizationId)
    if (values.slug !== membership.organization.slug) throw redirect(`/studio/${values.slug}/settings`)
    return data({ done: 'Settings saved', at: Date.now(), lastResult: undefined })
  })
}

export default function GeneralSettingsPage() {
  const { settings, zones, host } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  useSaved(answer)
  const [form, fields] = useForm({
    id: `general-${settings.slug}`,
    schema: GeneralSettings,
    lastResult: answer?.lastResult,
    defaultValue: {
      ...settings,
      description: settings.description ?? '',
      contactEmail: settings.contactEmail ?? '',
    },
  })
  return (
    <Form method="post" {...formProps(form)}>
      <FormCard title="General" actions={<SubmitButton>Save settings</SubmitButton>}>
        <FormErrors form={form} />
        <TextField {...field(fields.name)} label="Name" autoComplete="organization" />
        <SlugField
          meta={fields.slug}
          suggestion={settings.slug}
          before={`${host}/`}
          warning="Links to the old address stop working at once, and anybody can take it."
        />
        <TextArea
          {...field(fields.description)}
          label="Description"
          description="A sentence or two for the top of the storefront."
          rows={3}
        />
        <TextField
          {...field(fields.contactEmail)}
          type="email"
          label="Contact e-mail"
          description="Shown on the storefront."
          autoComplete="email"
        />
        <Select
          {...choice(fields.timezone)}
          label="Time zone"
          options={zones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
        />
      </FormCard>
    </Form>
  )
}
