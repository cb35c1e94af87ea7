import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { afterPassword } from '#app/http/complete-sign-in.server.ts'
import { findVisitor, requireUser, type SignedIn } from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { clientKey, countTry } from '#app/http/rate-limit.server.ts'
import { attemptInPlace } from '#app/http/refusal-response.server.ts'
import { personActor } from '#app/http/second-factor.server.ts'
import { forgetSessions, refreshSessionsOf } from '#app/http/session.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { CenteredCard } from '#app/ui/layout/centered-card.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { AnswerInvitation } from '#app/ui/people/answer-invitation.tsx'
import { ClosedInvitation } from '#app/ui/people/closed-invitation.tsx'
import { InvitedRegistration } from '#domain/account/rules.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'
import { acceptInvitation, declineInvitation } from '#domain/organization/answer-invitation.ts'
import { findInvitation } from '#domain/organization/invitation-queries.ts'
import { listMemberships } from '#domain/organization/queries.ts'
import { registerInvited } from '#domain/organization/register-invited.ts'

export const meta: MetaFunction = () => [...pageMeta('Invitation'), { name: 'robots', content: 'noindex' }]

const pathOf = (token: string) => `/invite/${encodeURIComponent(token)}`

/** What a link invites to, and whether who looks at it is who was invited. */
export async function loader(asked: LoaderFunctionArgs) {
  const token = asked.params.token ?? ''
  const { person } = await findVisitor(asked)
  const invitation = await asked.context.asActor({ kind: 'guest' }, (tx) => findInvitation(tx, token), 'read')
  return data(
    { invitation, signedInAs: person?.email, here: pathOf(token) },
    { status: invitation ? 200 : 404 },
  )
}

/** Says yes, for the person who was invited; or no, for whoever holds the link. */
export async function action(asked: ActionFunctionArgs) {
  const { request, params, context } = asked
  const token = params.token ?? ''
  const form = await readForm(request)
  const intent = form.get('intent')
  if (intent === 'decline')
    return attemptInPlace(async () => {
      await context.asActor({ kind: 'guest' }, (tx) => declineInvitation(tx, token, originOf(asked)))
      return redirect(pathOf(token))
    })
  if (intent === 'register')
    return submitForm(
      form,
      InvitedRegistration,
      async (registration) => {
        await countTry(context.needs, 'link', clientKey(context.clientAddress))
        const origin = originOf(asked)
        const { person, ended } = await registerInvited(context.asActor, { token, registration, origin })
        await forgetSessions(context.needs, ended)
        const to = await accept(asked, { actor: personActor(person), person }, token)
        await hurryMails(context.needs)
        return afterPassword(asked, person, to)
      },
      { hidden: ['password'] },
    )
  if (intent !== 'accept') throw data({ message: 'We did not understand what to do.' }, { status: 400 })
  const signedIn = await requireUser(asked)
  return attemptInPlace(async () => redirect(await accept(asked, signedIn, token)))
}

/** Joins as this person; answers where they go on. */
async function accept(
  asked: ActionFunctionArgs,
  { actor, person }: Pick<SignedIn, 'actor' | 'person'>,
  token: string,
): Promise<string> {
  const { context } = asked
  const { slug, hasStudio } = await context.asActor(actor, async (tx) => {
    const { organizationSlug } = await acceptInvitation(tx, token, originOf(asked))
    const memberships = await listMemberships(tx, person.id)
    const joined = memberships.find(({ organization }) => organization.slug === organizationSlug)
    return { slug: organizationSlug, hasStudio: Boolean(joined?.permissions.length) }
  })
  await refreshSessionsOf(context, [person.id])
  return hasStudio ? `/studio/${slug}` : `/${slug}`
}

export default function Invite() {
  const { invitation, signedInAs, here } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const refusal = answer && 'refusal' in answer ? answer.refusal : undefined
  const lastResult = answer && 'lastResult' in answer ? answer.lastResult : undefined
  if (invitation?.state !== 'open')
    return <ClosedInvitation invitation={invitation} signedInAs={signedInAs} />
  return (
    <CenteredCard
      title={`Join ${invitation.organizationName}`}
      description={`${invitation.inviterName ?? 'Somebody who runs it'} invites you, as ${(invitation.customRoleName ?? invitation.role).toLowerCase()}.`}
    >
      {refusal && <Notice tone="error">{refusal.message}</Notice>}
      <p className="text-center">
        The invitation is for
        <br />
        <strong className="wrap-anywhere">{invitation.email}</strong>
      </p>
      <AnswerInvitation
        email={invitation.email}
        hasAccount={invitation.hasAccount}
        signedInAs={signedInAs}
        here={here}
        lastResult={lastResult}
      />
    </CenteredCard>
  )
}
