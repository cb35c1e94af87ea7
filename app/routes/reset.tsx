import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { countMailTo } from '#app/http/account-tries.server.ts'
import { rememberBrowser } from '#app/http/known-browser.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { clientKey, countTry } from '#app/http/rate-limit.server.ts'
import { forgetSessions } from '#app/http/session.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { ChoosePassword } from '#app/ui/account/choose-password.tsx'
import { MailOnItsWay } from '#app/ui/account/mail-on-its-way.tsx'
import { LinkButton, TextLink } from '#app/ui/kit/button.tsx'
import { field, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { TextField } from '#app/ui/kit/text-field.tsx'
import { CenteredCard } from '#app/ui/layout/centered-card.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { findLink } from '#domain/account/queries.ts'
import { requestPasswordReset, resetPassword } from '#domain/account/reset-password.ts'
import { NewPassword, ResetRequest } from '#domain/account/rules.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'

export const meta: MetaFunction = () => pageMeta('Choose a new password')

const tokenOf = (request: Request) => new URL(request.url).searchParams.get('token')

/** Without a link's token: asks for the address. With one that works: asks for the new password. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const token = tokenOf(request)
  if (token === null) return { state: 'ask' as const, email: '' }
  const link = await context.asActor({ kind: 'guest' }, (tx) => findLink(tx, token), 'read')
  return link?.purpose === 'reset_password'
    ? { state: 'choose' as const, email: link.email }
    : { state: 'dead' as const, email: '' }
}

export async function action(asked: ActionFunctionArgs) {
  const { request, context } = asked
  const { needs, asActor, clientAddress } = context
  const token = tokenOf(request)
  const origin = originOf({ request, context })
  const form = await readForm(request)
  if (token === null) {
    return submitForm(form, ResetRequest, async ({ email }) => {
      await countTry(needs, 'link', clientKey(clientAddress))
      if (await countMailTo(asked, email)) {
        const linkSecret = needs.env.SESSION_SECRET
        await requestPasswordReset(asActor, { email, linkSecret, origin })
        await hurryMails(needs)
      }
      return data({ sentTo: email })
    })
  }
  const choose = async ({ password }: NewPassword) => {
    await countTry(needs, 'link', clientKey(clientAddress))
    const { email, ended } = await resetPassword(asActor, { token, password, origin })
    await forgetSessions(needs, ended)
    await hurryMails(needs)
    // Whoever holds the mailbox gets in with the new password however many strangers are at the door.
    const known = await rememberBrowser(asked, ['password', email])
    return redirect('/login?changed=', { headers: { 'Set-Cookie': known } })
  }
  return submitForm(form, NewPassword, choose, { hidden: ['password'] })
}

export default function Reset() {
  const { state, email } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const lastResult = answer && 'lastResult' in answer ? answer.lastResult : undefined
  if (answer && 'sentTo' in answer) {
    return (
      <MailOnItsWay to={answer.sentTo} again="/reset">
        If it has an account, the mail has a link to choose a new password. It works for an hour.
      </MailOnItsWay>
    )
  }
  if (state === 'dead') {
    return (
      <CenteredCard title="This link does not work any more">
        <p className="text-pretty">It was used, a newer one was sent, or its hour is over.</p>
        <LinkButton to="/reset" reloadDocument>
          Send another link
        </LinkButton>
      </CenteredCard>
    )
  }
  return state === 'ask' ? (
    <AskForLink lastResult={lastResult} />
  ) : (
    <ChoosePassword
      email={email}
      title="Choose a new password"
      description="You are signed out everywhere else."
      submit="Keep this password"
      lastResult={lastResult}
    />
  )
}

type LastResult = Parameters<typeof useForm>[0]['lastResult']

function AskForLink({ lastResult }: { lastResult: LastResult }) {
  const [form, fields] = useForm({ schema: ResetRequest, lastResult })
  return (
    <CenteredCard
      title="Forgot your password?"
      description="We send you a link to choose a new one."
      footer={
        <>
          Remembered it? <TextLink to="/login">Sign in</TextLink>
        </>
      }
    >
      <Form method="post" {...formProps(form)} className="grid gap-5">
        <FormErrors form={form} />
        <TextField {...field(fields.email)} label="E-mail" type="email" autoComplete="username" />
        <SubmitButton>Send me the link</SubmitButton>
      </Form>
    </CenteredCard>
  )
}
