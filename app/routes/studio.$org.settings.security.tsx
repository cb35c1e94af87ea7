import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { readForm } from '#app/http/parse.server.ts'
import { attempt } from '#app/http/refusal-response.server.ts'
import { refreshPeopleOf, requireOwnSettings } from '#app/http/settings.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { Checkbox } from '#app/ui/kit/choices.tsx'
import { check, FormCard, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { useSaved } from '#app/ui/organization/use-saved.ts'
import { pageMeta } from '#app/ui/page-meta.ts'
import { changeSettings } from '#domain/organization/change-settings.ts'
import { SecuritySettings } from '#domain/organization/settings-forms.ts'
import { getSettings } from '#domain/organization/settings-queries.ts'

export const meta: MetaFunction = () => pageMeta('Security')

export async function loader(asked: LoaderFunctionArgs) {
  const { actor, editor } = await requireOwnSettings(asked)
  const { requiresSecondFactor } = await attempt(() =>
    asked.context.asActor(actor, (tx) => getSettings(tx, editor.organizationId), 'read'),
  )
  return { requiresSecondFactor }
}

export async function action(asked: ActionFunctionArgs) {
  const { actor, editor } = await requireOwnSettings(asked)
  const { context, request } = asked
  const form = await readForm(request)
  return submitForm(form, SecuritySettings, async ({ requiresSecondFactor }) => {
    const changes = { requiresSecondFactor: requiresSecondFactor === 'on' }
    await context.asActor(actor, (tx) => changeSettings(tx, editor, changes))
    await refreshPeopleOf(context, actor, editor.organizationId)
    return data({ done: 'Security saved', at: Date.now(), lastResult: undefined })
  })
}

export default function SecuritySettingsPage() {
  const { requiresSecondFactor } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  useSaved(answer)
  const [form, fields] = useForm({
    id: 'security',
    schema: SecuritySettings,
    lastResult: answer?.lastResult,
    defaultValue: requiresSecondFactor ? { requiresSecondFactor: 'on' } : {},
  })
  return (
    <Form method="post" {...formProps(form)}>
      <FormCard title="Security" actions={<SubmitButton>Save security</SubmitButton>}>
        <FormErrors form={form} />
        <Checkbox
          {...check(fields.requiresSecondFactor)}
          label="Require a second factor of everybody who works here"
          description="Owners, admins and creators then enter the studio only with a code or a passkey. Set one up for yourself first."
        />
      </FormCard>
    </Form>
  )
}
