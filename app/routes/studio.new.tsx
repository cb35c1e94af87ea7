import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useRouteLoaderData } from '@remix-run/react'
import { useState } from 'react'
import { requireUser } from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { refreshSessionsOf } from '#app/http/session.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { SlugField } from '#app/ui/catalog/slug-field.tsx'
import { field, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { TextArea, TextField } from '#app/ui/kit/text-field.tsx'
import { CenteredCard } from '#app/ui/layout/centered-card.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { createOrganization } from '#domain/organization/create-organization.ts'
import { NewOrganization, suggestSlug } from '#domain/organization/rules.ts'

export const meta: MetaFunction = () => pageMeta('Create an organization')

export async function loader(asked: LoaderFunctionArgs) {
  await requireUser(asked)
  return { host: new URL(asked.context.needs.env.APP_URL).host }
}

export async function action(asked: ActionFunctionArgs) {
  const { request, context } = asked
  const { actor, person } = await requireUser(asked)
  const form = await readForm(request)
  return submitForm(form, NewOrganization, async (values) => {
    const { slug } = await context.asActor(actor, (tx) => createOrganization(tx, values, originOf(asked)))
    await refreshSessionsOf(context, [person.id])
    return redirect(`/studio/${slug}/media`)
  })
}

export default function CreateOrganization() {
  const host = useRouteLoaderData<typeof loader>('routes/studio.new')?.host ?? ''
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useForm({ schema: NewOrganization, lastResult })
  const [name, setName] = useState(fields.name.initialValue ?? '')
  return (
    <CenteredCard
      title="Create an organization"
      description="The name you sell under. It gets a storefront of its own."
    >
      <Form method="post" {...formProps(form)} className="grid gap-5">
        <FormErrors form={form} />
        <TextField
          {...field(fields.name)}
          label="Name"
          autoComplete="organization"
          onChange={(event) => setName(event.target.value)}
        />
        <SlugField meta={fields.slug} suggestion={suggestSlug(name)} before={`${host}/`} />
        <TextArea
          {...field(fields.description)}
          label="Description"
          description="A sentence or two for the top of the storefront."
          rows={3}
        />
        <SubmitButton>Create organization</SubmitButton>
      </Form>
    </CenteredCard>
  )
}
