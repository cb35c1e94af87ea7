import type { SubmissionResult } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { InvitedRegistration } from '#domain/account/rules.ts'
import { LinkButton } from '../kit/button.tsx'
import { field, FormErrors, formProps, SubmitButton, useForm } from '../kit/form.tsx'
import { Notice } from '../kit/notice.tsx'
import { TextField } from '../kit/text-field.tsx'

/** What somebody can do about an open invitation: answer it, sign in to answer it, or become who it is for. */
export function AnswerInvitation({
  email,
  hasAccount,
  signedInAs,
  here,
  lastResult,
}: {
  email: string
  hasAccount: boolean
  signedInAs: string | undefined
  here: string
  lastResult: SubmissionResult<string[]> | undefined
}) {
  const back = `?${new URLSearchParams({ redirectTo: here })}`
  if (signedInAs === undefined)
    return (
      <div className="grid gap-3">
        {hasAccount ? (
          <LinkButton to={`/login${back}`}>Sign in to accept</LinkButton>
        ) : (
          <Join email={email} lastResult={lastResult} />
        )}
        <Decline />
      </div>
    )
  if (signedInAs !== email)
    return (
      <div className="grid gap-4">
        <Notice tone="warning">
          You are signed in as <span className="wrap-anywhere">{signedInAs}</span>. Sign out, then come back
          with the address that was invited.
        </Notice>
        <Form method="post" action={`/logout${back}`} className="grid">
          <SubmitButton action={`/logout${back}`}>Sign out</SubmitButton>
        </Form>
      </div>
    )
  return (
    <div className="grid gap-3">
      <Form method="post" className="grid">
        <SubmitButton name="intent" value="accept">
          Accept invitation
        </SubmitButton>
      </Form>
      <Decline />
    </div>
  )
}

/** The link came to the mailbox: a name and a password are all that an account still needs. */
function Join({ email, lastResult }: { email: string; lastResult: SubmissionResult<string[]> | undefined }) {
  const [form, fields] = useForm({ schema: InvitedRegistration, lastResult })
  return (
    <Form method="post" {...formProps(form)} className="grid gap-5">
      <FormErrors form={form} />
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextField {...field(fields.fullName)} label="Full name" autoComplete="name" />
      <TextField
        {...field(fields.password)}
        label="Password"
        description="At least 8 characters. A few words in a row are easy to keep in mind."
        type="password"
        autoComplete="new-password"
      />
      <SubmitButton name="intent" value="register">
        Create account and join
      </SubmitButton>
    </Form>
  )
}

function Decline() {
  return (
    <Form method="post" className="grid">
      <SubmitButton name="intent" value="decline" look="ghost">
        Decline
      </SubmitButton>
    </Form>
  )
}
