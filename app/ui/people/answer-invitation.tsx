import { Form } from '@remix-run/react'
import { LinkButton } from '../kit/button.tsx'
import { SubmitButton } from '../kit/form.tsx'
import { Notice } from '../kit/notice.tsx'

/** What somebody can do about an open invitation: answer it, sign in to answer it, or become who it is for. */
export function AnswerInvitation({
  email,
  signedInAs,
  here,
}: {
  email: string
  signedInAs: string | undefined
  here: string
}) {
  const back = `?${new URLSearchParams({ redirectTo: here })}`
  if (signedInAs === undefined)
    return (
      <div className="grid gap-3">
        <LinkButton to={`/login${back}`}>Sign in to accept</LinkButton>
        <LinkButton to={`/register${back}`} look="quiet">
          Register with this address
        </LinkButton>
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

function Decline() {
  return (
    <Form method="post" className="grid">
      <SubmitButton name="intent" value="decline" look="ghost">
        Decline
      </SubmitButton>
    </Form>
  )
}
