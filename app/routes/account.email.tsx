import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { requireUser } from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { countQuietly, countTry, forgetTries } from '#app/http/rate-limit.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { field, FormCard, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { TextField } from '#app/ui/kit/text-field.tsx'
import { AccountShell } from '#app/ui/layout/account-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { requestEmailChange } from '#domain/account/change-email.ts'
import { EmailChange } from '#domain/account/rules.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'

export const meta: MetaFunction = () => pageMeta('Change e-mail')

export async function loader(asked: LoaderFunctionArgs) {
  return { email: (await requireUser(asked)).person.email }
}

export async function action(asked: ActionFunctionArgs) {
  const { actor, person } = await requireUser(asked)
  const { needs, asActor } = asked.context
  const change = async (values: EmailChange) => {
    await countTry(needs, 'prove', person.id)
    await countTry(needs, 'mailTo', person.id)
    if (!(await countQuietly(needs, 'mailFromAnywhere', 'change', values.email)))
      return data({ asked: values.email })
    const linkSecret = needs.env.SESSION_SECRET
    const origin = originOf(asked)
    await requestEmailChange({ asActor, actor, currentEmail: person.email, linkSecret, origin }, values)
    await forgetTries(needs, 'prove', person.id)
    await hurryMails(needs)
    return data({ asked: values.email })
  }
  return submitForm(await readForm(asked.request), EmailChange, change, { hidden: ['currentPassword'] })
}

export default function ChangeEmail() {
  const { email } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const lastResult = answer && 'lastResult' in answer ? answer.lastResult : undefined
  const [form, fields] = useForm({ schema: EmailChange, lastResult })
  return (
    <AccountShell>
      <PageHeader title="Change e-mail" back={{ to: '/account/profile', label: 'Profile' }} />
      <div className="max-w-2xl">
        {answer && 'asked' in answer ? (
          <Notice tone="success" title="Look into both mailboxes">
            We have written to {email} and to {answer.asked}. Your address changes when the links in both
            mails were opened, within 24 hours.
          </Notice>
        ) : (
          <Form method="post" {...formProps(form)}>
            <FormCard
              description={`You sign in with ${email} now. Both addresses must confirm the change.`}
              actions={<SubmitButton>Send the links</SubmitButton>}
            >
              <FormErrors form={form} />
              <TextField {...field(fields.email)} label="New e-mail" type="email" autoComplete="email" />
              <TextField
                {...field(fields.currentPassword)}
                label="Your password"
                type="password"
                autoComplete="current-password"
              />
            </FormCard>
          </Form>
        )}
      </div>
    </AccountShell>
  )
}
