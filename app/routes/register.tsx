import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useSearchParams } from '@remix-run/react'
import { authenticatorFor } from '#app/http/authenticator.server.ts'
import { findVisitor } from '#app/http/guards.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { safeRedirect } from '#app/http/redirect.ts'
import { signInCookie } from '#app/http/session.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { TextLink } from '#app/ui/kit/button.tsx'
import { field, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { TextField } from '#app/ui/kit/text-field.tsx'
import { CenteredCard } from '#app/ui/layout/centered-card.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { Registration } from '#domain/account/rules.ts'

export const meta: MetaFunction = () => pageMeta('Register')

/** Whoever is signed in already goes on. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const to = safeRedirect(new URL(request.url).searchParams.get('redirectTo'))
  if ((await findVisitor({ request, context })).session) throw redirect(to)
  return null
}

export async function action({ request, context }: ActionFunctionArgs) {
  const to = safeRedirect(new URL(request.url).searchParams.get('redirectTo'))
  const form = await readForm(request.clone())
  const register = async () => {
    const person = await authenticatorFor(context).authenticate('register', request)
    return redirect(to, { headers: { 'Set-Cookie': await signInCookie(context, request, person) } })
  }
  return submitForm(form, Registration, register, { hidden: ['password'] })
}

export default function Register() {
  const [search] = useSearchParams()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useForm({ schema: Registration, lastResult })
  const rest = search.size ? `?${search}` : ''
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
