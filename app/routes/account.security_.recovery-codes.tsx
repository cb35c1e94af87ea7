import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData, useLocation } from '@remix-run/react'
import { renewRecoveryCodes } from '#app/http/factor-changes.server.ts'
import { requireFreshSession } from '#app/http/guards.server.ts'
import { attempt } from '#app/http/refusal-response.server.ts'
import { RecoverySheet } from '#app/ui/account/recovery-sheet.tsx'
import { LinkButton, TextLink } from '#app/ui/kit/button.tsx'
import { SubmitButton } from '#app/ui/kit/form.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { CenteredCard } from '#app/ui/layout/centered-card.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { hasSecondFactor } from '#domain/account/factor-rules.ts'
import { readSecondFactors } from '#domain/account/second-factors.ts'

export const meta: MetaFunction = () => pageMeta('Recovery codes')

/** How many codes new ones would replace. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor } = await requireFreshSession(asked)
  const factors = await asked.context.asActor(actor, readSecondFactors, 'read')
  if (!hasSecondFactor(factors)) throw redirect('/account/security')
  return { left: factors.recoveryCodesLeft }
}

/** Makes new codes and answers them: this is the only time that they are shown. */
export async function action(asked: ActionFunctionArgs) {
  const signedIn = await requireFreshSession(asked)
  return attempt(async () => data({ codes: await renewRecoveryCodes(asked, signedIn) }))
}

export default function RecoveryCodes() {
  const { left } = useLoaderData<typeof loader>()
  const codes = useActionData<typeof action>()?.codes
  const { search } = useLocation()
  const back = `/account/security${search}`
  if (codes)
    return (
      <CenteredCard
        title="Your recovery codes"
        description="Keep them where you find them without your phone. They are not shown again."
      >
        <RecoverySheet codes={codes} />
        <LinkButton to={back}>I have kept them</LinkButton>
      </CenteredCard>
    )
  return (
    <CenteredCard
      title="Recovery codes"
      description="Ten codes that stand in for your app or passkey when you do not have it. Each works once."
      footer={<TextLink to={back}>{left === 0 ? 'Later' : 'Cancel'}</TextLink>}
    >
      {left > 0 && (
        <Notice tone="warning">
          You have {left} {left === 1 ? 'code' : 'codes'} left. With new ones they work no more.
        </Notice>
      )}
      <Form method="post" className="grid">
        <SubmitButton>{left === 0 ? 'Show recovery codes' : 'Replace recovery codes'}</SubmitButton>
      </Form>
    </CenteredCard>
  )
}
