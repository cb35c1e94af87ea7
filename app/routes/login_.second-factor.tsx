import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { requireSecondStep, signInByCode, signInBySecondPasskey } from '#app/http/complete-sign-in.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { attempt } from '#app/http/refusal-response.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { CodeForm } from '#app/ui/account/code-form.tsx'
import { PasskeyButton } from '#app/ui/account/passkey-button.tsx'
import { TextLink } from '#app/ui/kit/button.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { CenteredCard } from '#app/ui/layout/centered-card.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { PasskeyProof, ProofCode } from '#domain/account/factor-rules.ts'

export const meta: MetaFunction = () => pageMeta('Second step')

/** The second step of signing in: what this person can take it with. */
export async function loader(asked: LoaderFunctionArgs) {
  const { factors } = await attempt(() => requireSecondStep(asked))
  return {
    hasTotp: factors.hasTotp,
    hasPasskeys: factors.passkeys > 0,
    hasRecoveryCodes: factors.recoveryCodesLeft > 0,
  }
}

/** Signs in by a code or a passkey. */
export async function action(asked: ActionFunctionArgs) {
  const form = await readForm(asked.request)
  return form.has('credential')
    ? submitForm(form, PasskeyProof, ({ credential }) => signInBySecondPasskey(asked, credential), {
        hidden: ['credential'],
      })
    : submitForm(form, ProofCode, ({ code }) => signInByCode(asked, code), { hidden: ['code'] })
}

export default function SecondStep() {
  const { hasTotp, hasPasskeys, hasRecoveryCodes } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [search] = useSearchParams()
  const withRecovery = hasRecoveryCodes && search.get('with') === 'recovery'
  const refused = lastResult?.error?.['']?.join(' ')
  return (
    <CenteredCard
      title="One more step"
      description="Your password was right. Now prove it in a second way."
      footer={
        <>
          {hasRecoveryCodes && !withRecovery && (
            <>
              <TextLink to="?with=recovery">Use a recovery code</TextLink> ·{' '}
            </>
          )}
          {withRecovery && (
            <>
              <TextLink to="?">Use another way</TextLink> ·{' '}
            </>
          )}
          <TextLink to="/login">Begin again</TextLink>
        </>
      }
    >
      {withRecovery ? (
        <CodeForm kind="recovery_code" submit="Sign in" lastResult={lastResult} />
      ) : (
        <>
          {hasTotp && <CodeForm kind="totp" submit="Sign in" lastResult={lastResult} />}
          {!hasTotp && refused && <Notice tone="error">{refused}</Notice>}
          {hasPasskeys && <PasskeyButton purpose="second_factor">Use a passkey</PasskeyButton>}
        </>
      )}
    </CenteredCard>
  )
}
