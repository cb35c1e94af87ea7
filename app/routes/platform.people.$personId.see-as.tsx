import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { notFoundResponse, requireFreshSession, requirePlatformOwner } from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { idParam, readForm } from '#app/http/parse.server.ts'
import { refreshSessionsOf } from '#app/http/session.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { field, FormCard, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { TextArea } from '#app/ui/kit/text-field.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { findPerson } from '#domain/account/find-people.ts'
import { startSupport } from '#domain/account/start-support.ts'
import { SupportRequest } from '#domain/account/support-rules.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta(`See as ${data?.person.fullName ?? 'somebody'}`, 'Platform')

/** Whom the platform owner is about to see the product as; asked of somebody who has just proved who they are. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor } = await requirePlatformOwner(asked)
  const personId = idParam(asked.params.personId)
  await requireFreshSession(asked)
  const person = await asked.context.asActor(actor, (tx) => findPerson(tx, personId), 'read')
  if (!person || person.role === 'platform_owner') throw notFoundResponse()
  return { person: { fullName: person.fullName, email: person.email } }
}

export async function action(asked: ActionFunctionArgs) {
  const { actor, person, session } = await requirePlatformOwner(asked)
  const personId = idParam(asked.params.personId)
  await requireFreshSession(asked)
  const form = await readForm(asked.request)
  return submitForm(form, SupportRequest, async ({ reason }) => {
    const { needs, asActor } = asked.context
    const start = { sessionId: session.id, personId, reason, origin: originOf(asked) }
    await startSupport(asActor, actor, start)
    await hurryMails(needs)
    await refreshSessionsOf(asked.context, [person.id])
    return redirect('/')
  })
}

export default function SeeAsPerson() {
  const { person } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useForm({ schema: SupportRequest, lastResult })
  return (
    <>
      <PageHeader
        back={{ to: '/platform/people', label: 'People' }}
        title={`See the product as ${person.fullName}`}
        description={person.email}
      />
      <Form method="post" reloadDocument {...formProps(form)} className="max-w-2xl">
        <FormCard
          description="You see what they see for 30 minutes and can change nothing. It is logged, and they get a mail that says who looked, when and why."
          actions={<SubmitButton>See as {person.fullName}</SubmitButton>}
        >
          <FormErrors form={form} />
          <TextArea
            {...field(fields.reason)}
            label="Reason"
            description="They read this in the mail."
            rows={3}
          />
        </FormCard>
      </Form>
    </>
  )
}
