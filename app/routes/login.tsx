import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useSearchParams } from '@remix-run/react'
import { authenticatorFor } from '#app/http/authenticator.server.ts'
import { afterPassword, signInByPasskey } from '#app/http/complete-sign-in.server.ts'
import { findVisitor } from '#app/http/guards.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { safeRedirect } from '#app/http/redirect.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { PasskeyButton } from '#app/ui/account/passkey-button.tsx'
import { usePasskeyAutofill } from '#app/ui/account/use-passkey.ts'
import { TextLink } from '#app/ui/kit/button.tsx'
import { field, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { TextField } from '#app/ui/kit/text-field.tsx'
import { CenteredCard } from '#app/ui/layout/centered-card.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { PasskeyProof } from '#domain/account/factor-rules.ts'
import { SignIn } from '#domain/account/rules.ts'

export const meta: MetaFunction = () => pageMeta('Sign in')

/** Whoever is signed in already goes on. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const to = safeRedirect(new URL(request.url).searchParams.get('redirectTo'))
  if ((await findVisitor({ request, context })).session) throw redirect(to)
  return null
}

/** By a passkey, or by a password, which may be the first step of two. */
export async function action(asked: ActionFunctionArgs) {
  const { request, context } = asked
  const to = safeRedirect(new URL(request.url).searchParams.get('redirectTo'))
  const form = await readForm(request.clone())
  if (form.has('credential')) {
    return submitForm(form, PasskeyProof, ({ credential }) => signInByPasskey(asked, credential, to), {
      hidden: ['credential'],
    })
  }
  const signIn = async () => {
    const person = await authenticatorFor(context).authenticate('sign-in', request)
    return afterPassword(asked, person, to)
  }
  return submitForm(form, SignIn, signIn, { hidden: ['password'] })
}

export default function Login() {
  const [search] = useSearchParams()
  const [form, fields] = useForm({ schema: SignIn, lastResult: useActionData<typeof action>()?.lastResult })
  const redirectTo = search.get('redirectTo')
  const rest = redirectTo ? `?${new URLSearchParams({ redirectTo })}` : ''
  usePasskeyAutofill()
  return (
    <CenteredCard
      title="Sign in"
      footer={
        <>
          New here? <TextLink to={`/register${rest}`}>Register</TextLink>
        </>
      }
    >
      {search.has('confirmed') && (
        <Notice tone="success">Your address is confirmed. Sign in to go on.</Notice>
      )}
      {search.has('ended') && (
        <Notice tone="info" title="This browser is not signed in any more">
          It was signed out from another device, or not used for a while. Sign in to go on where you were.
        </Notice>
      )}
      {search.has('changed') && (
        <Notice tone="success">Your password is changed. Sign in with the new one.</Notice>
      )}
      <Form method="post" {...formProps(form)} className="grid gap-5">
        <FormErrors form={form} />
        <TextField {...field(fields.email)} label="E-mail" type="email" autoComplete="username webauthn" />
        <TextField
          {...field(fields.password)}
          label="Password"
          type="password"
          autoComplete="current-password"
        />
        <SubmitButton>Sign in</SubmitButton>
        <TextLink to="/reset" className="justify-self-center text-sm">
          Forgot your password?
        </TextLink>
      </Form>
      <PasskeyButton purpose="sign_in">Sign in with a passkey</PasskeyButton>
    </CenteredCard>
  )
}
