import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { readForm } from '#app/http/parse.server.ts'
import { refreshSessionsOf } from '#app/http/session.server.ts'
import { requireOwnSettings } from '#app/http/settings.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { field, FormCard, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { TextField } from '#app/ui/kit/text-field.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { deleteOrganization } from '#domain/organization/delete-organization.ts'
import { graceDays } from '#domain/organization/deletion-rules.ts'
import { Deletion } from '#domain/organization/settings-forms.ts'

export const meta: MetaFunction = () => pageMeta('Deletion')

export async function loader(asked: LoaderFunctionArgs) {
  const { membership } = await requireOwnSettings(asked)
  const { slug, name } = membership.organization
  return { organization: { slug, name }, graceDays }
}

export async function action(asked: ActionFunctionArgs) {
  const { actor, editor } = await requireOwnSettings(asked)
  const { context, request } = asked
  const form = await readForm(request)
  return submitForm(form, Deletion, async ({ confirmation }) => {
    const people = await context.asActor(actor, (tx) => deleteOrganization(tx, editor, confirmation))
    await refreshSessionsOf(context, people)
    throw redirect('/studio?all')
  })
}

export default function DeletionPage() {
  const { organization, graceDays: days } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useForm({ id: 'deletion', schema: Deletion, lastResult })
  return (
    <Form method="post" {...formProps(form)}>
      <FormCard
        title={`Delete “${organization.name}”?`}
        actions={<SubmitButton look="danger">Delete organization</SubmitButton>}
      >
        <FormErrors form={form} />
        <div className="grid gap-2 text-pretty text-ink-quiet">
          <p>
            The storefront and the studio are gone at once, for everybody who works here too. Whoever bought
            something keeps it.
          </p>
          <p>
            For {days} days you can restore it under “Your organizations”; its address stays yours that long.
            After that, people, names and posts that were never sold are removed for good.
          </p>
        </div>
        <TextField
          {...field(fields.confirmation)}
          label={`Type ${organization.slug} to delete it`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </FormCard>
    </Form>
  )
}
