import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { confirmed, requirePassword } from '#app/http/confirm.server.ts'
import { requireUser } from '#app/http/guards.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { safeRedirect } from '#app/http/redirect.ts'
import { requireCode, requirePasskey } from '#app/http/second-factor.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { CodeForm } from '#app/ui/account/code-form.tsx'
import { PasskeyButton } from '#app/ui/account/passkey-button.tsx'
import { PasswordForm } from '#app/ui/account/password-form.tsx'
import { TextLink } from '#app/ui/kit/button.tsx'
import { CenteredCard } from '#app/ui/layout/centered-card.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import {
  hasSecondFactor,
  isTotpCode,
  PasskeyProof,
  PasswordAgain,
  ProofCode,
  type PasskeyAssertion,
} from '#domain/account/factor-rules.ts'
import { readSecondFactors } from '#domain/account/second-factors.ts'

export const meta: MetaFunction = () => pageMeta('Confirm it is you')

/** The ways in which this person can prove once more who they are. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, person, session } = await requireUser(asked)
  const factors = await asked.context.asActor(actor, readSecondFactors, 'read')
  return {
    email: person.email,
    // A password alone proves nothing of somebody who has more, until this session has seen it.
    takesPassword: session.secondFactorAt !== null || !hasSecondFactor(factors),
    hasTotp: factors.hasTotp,
    hasPasskeys: factors.passkeys > 0,
    hasRecoveryCodes: factors.recoveryCodesLeft > 0,
  }
}

/** Confirms by a passkey, a code or the password, and goes on. */
export async function action(asked: ActionFunctionArgs) {
  const signedIn = await requireUser(asked)
  const { person } = signedIn
  const to = safeRedirect(new URL(asked.request.url).searchParams.get('redirectTo'), '/account/security')
  const form = await readForm(asked.request)
  if (form.has('credential')) {
    const byPasskey = async ({ credential }: { credential: PasskeyAssertion }) => {
      await requirePasskey(asked, { purpose: 'confirm', personId: person.id }, credential, person)
      return confirmed(asked, signedIn, 'passkey', to)
    }
    return submitForm(form, PasskeyProof, byPasskey, { hidden: ['credential'] })
  }
  if (form.get('intent') === 'code') {
    const byCode = async ({ code }: ProofCode) => {
      await requireCode(asked, person, code)
      return confirmed(asked, signedIn, isTotpCode(code) ? 'totp' : 'recovery_code', to)
    }
    return submitForm(form, ProofCode, byCode, { hidden: ['code'] })
  }
  const byPassword = async ({ password }: { password: string }) => {
    await requirePassword(asked, person.email, password)
    return confirmed(asked, signedIn, 'password', to)
  }
  return submitForm(form, PasswordAgain, byPassword, { hidden: ['password'] })
}

export default function Confirm() {
  const { email, takesPassword, hasTotp, hasPasskeys, hasRecoveryCodes } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [search] = useSearchParams()
  const withRecovery = hasRecoveryCodes && search.get('with') === 'recovery'
  const isOfCode = lastResult?.initialValue?.intent === 'code'
  const otherWay = new URLSearchParams(search)
  if (withRecovery) otherWay.delete('with')
  else otherWay.set('with', 'recovery')
  return (
    <CenteredCard
      title="Confirm it is you"
      description="What you are about to do needs a fresh proof. It is good for ten minutes."
      footer={
        hasRecoveryCodes && (
          <TextLink to={`?${otherWay}`}>{withRecovery ? 'Use another way' : 'Use a recovery code'}</TextLink>
        )
      }
    >
      {withRecovery ? (
        <CodeForm kind="recovery_code" submit="Confirm" lastResult={lastResult} />
      ) : (
        <>
          {takesPassword && <PasswordForm email={email} lastResult={isOfCode ? undefined : lastResult} />}
          {hasTotp && (
            <CodeForm
              kind="totp"
              submit={takesPassword ? 'Confirm by code' : 'Confirm'}
              lastResult={isOfCode || !takesPassword ? lastResult : undefined}
            />
          )}
          {hasPasskeys && <PasskeyButton purpose="confirm">Use a passkey</PasskeyButton>}
        </>
      )}
    </CenteredCard>
  )
}
