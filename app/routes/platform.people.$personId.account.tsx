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
import { forgetSessions } from '#app/http/session.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { field, FormCard, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { TextArea } from '#app/ui/kit/text-field.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { findPerson } from '#domain/account/find-people.ts'
import { setDisabled } from '#domain/account/set-disabled.ts'
import { DisableRequest } from '#domain/account/support-rules.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta(data ? titleOf(data.person) : 'Account', 'Platform')

const titleOf = ({ fullName, isDisabled }: { fullName: string; isDisabled: boolean }) =>
  `${isDisabled ? 'Enable' : 'Disable'} the account of ${fullName}`

/** Whose account is about to be disabled, or enabled again; asked of somebody who has just proved who they are. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, person: owner } = await requirePlatformOwner(asked)
  const personId = idParam(asked.params.personId)
  await requireFreshSession(asked)
  const person = await asked.context.asActor(actor, (tx) => findPerson(tx, personId), 'read')
  if (!person || person.id === owner.id) throw notFoundResponse()
  const { fullName, email, isDisabled } = person
  return { person: { fullName, email, isDisabled } }
}

export async function action(asked: ActionFunctionArgs) {
  const { actor, session } = await requirePlatformOwner(asked)
  const personId = idParam(asked.params.personId)
  await requireFreshSession(asked)
  const form = await readForm(asked.request)
  return submitForm(form, DisableRequest, async ({ intent, reason }) => {
    const { needs, asActor } = asked.context
    const change = { personId, isDisabled: intent === 'disable', reason }
    const ended = await setDisabled(asActor, actor, {
      ...change,
      sessionId: session.id,
      origin: originOf(asked),
    })
    await forgetSessions(needs, ended)
    await hurryMails(needs)
    const person = await asActor(actor, (tx) => findPerson(tx, personId), 'read')
    return redirect(`/platform/people?${new URLSearchParams({ q: person?.email ?? '' })}`)
  })
}

export default function PersonsAccount() {
  const { person } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useForm({ schema: DisableRequest, lastResult })
  const { isDisabled } = person
  return (
    <>
      <PageHeader
        back={{ to: '/platform/people', label: 'People' }}
        title={titleOf(person)}
        description={person.email}
      />
      <Form method="post" {...formProps(form)} className="max-w-2xl">
        <input type="hidden" name="intent" value={isDisabled ? 'enable' : 'disable'} />
        <FormCard
          description={
            isDisabled
              ? 'They can sign in again, and find everything where it was. It is logged, and they get a mail that says why.'
              : 'They are signed out everywhere at once and cannot sign in. What they made stays where it is, and can be bought. It is logged, and they get a mail that says why.'
          }
          actions={
            <SubmitButton look={isDisabled ? 'primary' : 'danger'}>
              {isDisabled ? 'Enable account' : 'Disable account'}
            </SubmitButton>
          }
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
