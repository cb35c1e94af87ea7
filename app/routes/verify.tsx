import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { confirmAddress, confirmWithPassword, mustChoosePassword } from '#app/http/confirm-address.server.ts'
import { requireUser } from '#app/http/guards.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { clientKey, countTry } from '#app/http/rate-limit.server.ts'
import { safeRedirect } from '#app/http/redirect.ts'
import { attemptInPlace } from '#app/http/refusal-response.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { ChoosePassword } from '#app/ui/account/choose-password.tsx'
import { MailOnItsWay } from '#app/ui/account/mail-on-its-way.tsx'
import { LinkButton } from '#app/ui/kit/button.tsx'
import { SubmitButton } from '#app/ui/kit/form.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { CenteredCard } from '#app/ui/layout/centered-card.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { findLink } from '#domain/account/queries.ts'
import { NewPassword } from '#domain/account/rules.ts'
import { requestVerification } from '#domain/account/verify-email.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'

export const meta: MetaFunction = () => pageMeta('Confirm your address')

const asked = (request: Request) => {
  const { searchParams } = new URL(request.url)
  return { token: searchParams.get('token'), redirectTo: safeRedirect(searchParams.get('redirectTo')) }
}

/** With a link's token: what it confirms. Without: the person who is to confirm their address. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { token, redirectTo } = asked(request)
  if (token === null) {
    const { person } = await requireUser({ request, context })
    if (person.isVerified) throw redirect(redirectTo)
    return { state: 'ask' as const, email: person.email }
  }
  const link = await context.asActor({ kind: 'guest' }, (tx) => findLink(tx, token), 'read')
  if (!link || link.purpose === 'reset_password') return { state: 'dead' as const, email: '' }
  const mustChoose = await mustChoosePassword({ request, context }, link, token)
  return { state: mustChoose ? ('choose' as const) : ('confirm' as const), email: link.email }
}

/** A link is used by a press of a button: programs that look at links in mails press none. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { needs, asActor, clientAddress } = context
  const { token, redirectTo } = asked(request)
  return attemptInPlace(async () => {
    if (token !== null) {
      await countTry(needs, 'link', clientKey(clientAddress))
      const form = await readForm(request.clone())
      if (!form.has('password')) return confirmAddress({ request, context }, token, redirectTo)
      const choose = ({ password }: NewPassword) =>
        confirmWithPassword({ request, context }, token, password, redirectTo)
      return submitForm(form, NewPassword, choose, { hidden: ['password'] })
    }
    const { person, actor } = await requireUser({ request, context })
    await countTry(needs, 'mailTo', person.id)
    await asActor(actor, (tx) => requestVerification(tx, needs.env.SESSION_SECRET, redirectTo))
    await hurryMails(needs)
    return data({ sentTo: person.email })
  })
}

export default function Verify() {
  const { state, email } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  if (answer && 'sentTo' in answer) {
    return (
      <MailOnItsWay to={answer.sentTo} again="/verify">
        Open the link in it to confirm the address.
      </MailOnItsWay>
    )
  }
  if (answer && 'change' in answer) return <Changed isDone={answer.change === 'done'} />
  const refusal = answer && 'refusal' in answer ? answer.refusal : undefined
  if (state === 'dead') return <DeadLink />
  if (state === 'choose')
    return (
      <ChoosePassword
        email={email}
        title="Choose your password"
        description="This address was registered in another browser. Choose a password here to make the account yours; whoever else was signed in is signed out."
        submit="Confirm address"
        lastResult={answer && 'lastResult' in answer ? answer.lastResult : undefined}
      />
    )
  return (
    <CenteredCard
      title="Confirm your address"
      description={
        state === 'ask'
          ? 'Before you buy we make sure that your receipts find you.'
          : 'This is how we know that it is yours.'
      }
    >
      {refusal && <Notice tone="error">{refusal.message}</Notice>}
      <p className="text-center font-medium wrap-anywhere">{email}</p>
      <Form method="post" className="grid gap-5">
        <SubmitButton>{state === 'ask' ? 'Send me the link' : 'Confirm address'}</SubmitButton>
      </Form>
    </CenteredCard>
  )
}

function DeadLink() {
  return (
    <CenteredCard title="This link does not work any more">
      <p className="text-pretty">
        It was used, a newer one was sent, or its time is over. If your address is still to be confirmed, we
        send you another one.
      </p>
      <LinkButton to="/verify">Send another link</LinkButton>
    </CenteredCard>
  )
}

function Changed({ isDone }: { isDone: boolean }) {
  return (
    <CenteredCard title={isDone ? 'Your address is changed' : 'One half is done'}>
      <p className="text-pretty">
        {isDone
          ? 'You sign in with the new address from now on, and our mails go there.'
          : 'Now open the link in the mail to the other address. The change happens when both have confirmed.'}
      </p>
      <LinkButton to="/account/profile" look="quiet">
        Go to your profile
      </LinkButton>
    </CenteredCard>
  )
}
