import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { requireUser } from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { countTry, forgetTries } from '#app/http/rate-limit.server.ts'
import { forgetSessions } from '#app/http/session.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { TextLink } from '#app/ui/kit/button.tsx'
import { field, FormCard, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { TextField } from '#app/ui/kit/text-field.tsx'
import { AccountShell } from '#app/ui/layout/account-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { changePassword } from '#domain/account/change-password.ts'
import { PasswordChange } from '#domain/account/rules.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'

export const meta: MetaFunction = () => pageMeta('Change password')

export async function loader(asked: LoaderFunctionArgs) {
  return { email: (await requireUser(asked)).person.email }
}

export async function action(asked: ActionFunctionArgs) {
  const { actor, person, session } = await requireUser(asked)
  const { needs, asActor } = asked.context
  const keep = async (values: PasswordChange) => {
    await countTry(needs, 'prove', person.id)
    const change = { asActor, actor, email: person.email, sessionId: session.id, origin: originOf(asked) }
    const ended = await changePassword(change, values)
    await forgetTries(needs, 'prove', person.id)
    await forgetSessions(needs, ended)
    await hurryMails(needs)
    return data({ endedCount: ended.length })
  }
  return submitForm(await readForm(asked.request), PasswordChange, keep, {
    hidden: ['currentPassword', 'password'],
  })
}

export default function ChangePassword() {
  const { email } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const endedCount = answer && 'endedCount' in answer ? answer.endedCount : undefined
  return (
    <AccountShell>
      <PageHeader title="Change password" back={{ to: '/account/profile', label: 'Profile' }} />
      <div className="max-w-2xl">
        {endedCount === undefined ? (
          <PasswordForm
            email={email}
            lastResult={answer && 'lastResult' in answer ? answer.lastResult : undefined}
          />
        ) : (
          <Notice tone="success" title="Your password is changed">
            {endedCount === 0
              ? 'You stay signed in here.'
              : endedCount === 1
                ? 'You stay signed in here; one other device was signed out.'
                : `You stay signed in here; ${endedCount} other devices were signed out.`}
          </Notice>
        )}
      </div>
    </AccountShell>
  )
}

type PasswordFormProps = { email: string; lastResult: Parameters<typeof useForm>[0]['lastResult'] }

function PasswordForm({ email, lastResult }: PasswordFormProps) {
  const [form, fields] = useForm({ schema: PasswordChange, lastResult })
  return (
    <Form method="post" {...formProps(form)}>
      <FormCard
        description="Every other device is signed out with it."
        actions={<SubmitButton>Change password</SubmitButton>}
      >
        <FormErrors form={form} />
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <TextField
          {...field(fields.currentPassword)}
          label="Current password"
          type="password"
          autoComplete="current-password"
        />
        <TextField
          {...field(fields.password)}
          label="New password"
          description="At least 8 characters. A few words in a row are easy to keep in mind."
          type="password"
          autoComplete="new-password"
        />
        <p className="text-sm text-ink-quiet">
          Forgot it? <TextLink to="/reset">Choose a new one by mail</TextLink>
        </p>
      </FormCard>
    </Form>
  )
}
