import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useSearchParams } from '@remix-run/react'
import { countMailTo } from '#app/http/account-tries.server.ts'
import { findVisitor } from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { clientKey, countTry } from '#app/http/rate-limit.server.ts'
import { safeRedirect } from '#app/http/redirect.ts'
import { registeredCookie } from '#app/http/registered-cookie.server.ts'
import { forgetSessions } from '#app/http/session.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { MailOnItsWay } from '#app/ui/account/mail-on-its-way.tsx'
import { TextLink } from '#app/ui/kit/button.tsx'
import { field, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { TextField } from '#app/ui/kit/text-field.tsx'
import { CenteredCard } from '#app/ui/layout/centered-card.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { drawLink } from '#domain/account/links.ts'
import { registerPerson } from '#domain/account/register-person.ts'
import { Registration } from '#domain/account/rules.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'

export const meta: MetaFunction = () => pageMeta('Register')

/** Whoever is signed in already goes on. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const to = safeRedirect(new URL(request.url).searchParams.get('redirectTo'))
  if ((await findVisitor({ request, context })).session) throw redirect(to)
  return null
}

export async function action(asked: ActionFunctionArgs) {
  const { request, context } = asked
  const { needs, asActor, clientAddress } = context
  const redirectTo = safeRedirect(new URL(request.url).searchParams.get('redirectTo'))
  const register = async (registration: Registration) => {
    await countTry(needs, 'register', clientKey(clientAddress))
    const { email } = registration
    if (!(await countMailTo(asked, email))) {
      const { hash } = drawLink(needs.env.SESSION_SECRET, 'verify_email')
      return data({ sentTo: email }, { headers: { 'Set-Cookie': await registeredCookie(context, hash) } })
    }
    const origin = originOf({ request, context })
    const linkSecret = needs.env.SESSION_SECRET
    const how = { asActor, linkSecret, redirectTo, origin }
    const { linkHash, ended } = await registerPerson(how, registration)
    await forgetSessions(needs, ended)
    await hurryMails(needs)
    const headers = { 'Set-Cookie': await registeredCookie(context, linkHash) }
    return data({ sentTo: email }, { headers })
  }
  return submitForm(await readForm(request), Registration, register, { hidden: ['password'] })
}

export default function Register() {
  const [search] = useSearchParams()
  const answer = useActionData<typeof action>()
  const lastResult = answer && 'lastResult' in answer ? answer.lastResult : undefined
  const [form, fields] = useForm({ schema: Registration, lastResult })
  const rest = search.size ? `?${search}` : ''
  if (answer && 'sentTo' in answer) {
    return (
      <MailOnItsWay to={answer.sentTo} again={`/register${rest}`}>
        Open the link in it to confirm the address. It signs you in here.
      </MailOnItsWay>
    )
  }
  return (
    <CenteredCard
      title="Register"
      description="One account to watch, listen and read, and to sell what you make."
      footer={
        <>
          Have an account? <TextLink to={`/login${rest}`}>Sign in</TextLink>
        </>
      }
    >
      <Form method="post" {...formProps(form)} className="grid gap-5">
        <FormErrors form={form} />
        <TextField {...field(fields.fullName)} label="Full name" autoComplete="name" />
        <TextField {...field(fields.email)} label="E-mail" type="email" autoComplete="username" />
        <TextField
          {...field(fields.password)}
          label="Password"
          description="At least 8 characters. A few words in a row are easy to keep in mind."
          type="password"
          autoComplete="new-password"
        />
        <SubmitButton>Create account</SubmitButton>
      </Form>
    </CenteredCard>
  )
}
