import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { enrolPasskey, nameOwnPasskey, removeOwnFactor, startTotp } from '#app/http/factor-changes.server.ts'
import { requireFreshSession, requireUser } from '#app/http/guards.server.ts'
import { parseOrRefuse, readForm } from '#app/http/parse.server.ts'
import { safeRedirect } from '#app/http/redirect.ts'
import { attemptInPlace } from '#app/http/refusal-response.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { PasskeySection } from '#app/ui/account/passkey-section.tsx'
import { RecoverySection } from '#app/ui/account/recovery-section.tsx'
import { RequiredNotice } from '#app/ui/account/required-notice.tsx'
import { TotpSection } from '#app/ui/account/totp-section.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { AccountShell } from '#app/ui/layout/account-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { ChosenPasskey, hasSecondFactor, NewPasskey, PasskeyName } from '#domain/account/factor-rules.ts'
import { listPasskeys } from '#domain/account/passkeys.ts'
import { readSecondFactors } from '#domain/account/second-factors.ts'

export const meta: MetaFunction = () => pageMeta('Security')

/** What this person signs in with beside a password, and who asks it of them. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, person, session } = await requireUser(asked)
  const search = new URL(asked.request.url).searchParams
  const asking = session.memberships.find(
    ({ organization: { slug, requiresSecondFactor } }) =>
      requiresSecondFactor && slug === search.get('required'),
  )
  const isPlatformOwner = person.role === 'platform_owner'
  const { factors, passkeys } = await asked.context.asActor(
    actor,
    async (tx) => ({ factors: await readSecondFactors(tx), passkeys: await listPasskeys(tx, person.id) }),
    'read',
  )
  return {
    factors,
    passkeys,
    requiredBy: asking?.organization.name ?? (isPlatformOwner ? 'The platform' : undefined),
    isProved: session.secondFactorAt !== null,
    goOn: safeRedirect(search.get('redirectTo'), ''),
    // The last factor of a platform owner stays.
    mayRemove: !isPlatformOwner || Number(factors.hasTotp) + factors.passkeys > 1,
    isProtected: hasSecondFactor(factors),
  }
}

/** Begins to set an app up, adds and renames passkeys, removes either. */
export async function action(asked: ActionFunctionArgs) {
  const form = await readForm(asked.request)
  const intent = String(form.get('intent'))
  if (intent === 'rename_passkey') {
    const signedIn = await requireUser(asked)
    return submitForm(form, PasskeyName, async (named) => {
      await nameOwnPasskey(asked, signedIn, named)
      return { renamed: true }
    })
  }
  const signedIn = await requireFreshSession(asked)
  const { search } = new URL(asked.request.url)
  switch (intent) {
    case 'begin_totp':
      return attemptInPlace(async () => {
        await startTotp(asked, signedIn)
        return redirect(`/account/security/authenticator${search}`)
      })
    case 'remove_totp':
      return attemptInPlace(async () => {
        await removeOwnFactor(asked, signedIn, null)
        return { removed: true }
      })
    case 'add_passkey':
      return submitForm(
        form,
        NewPasskey,
        async (made) => {
          await enrolPasskey(asked, signedIn, made)
          return { added: true }
        },
        { hidden: ['credential'] },
      )
    case 'remove_passkey':
      return attemptInPlace(async () => {
        const { passkeyId } = parseOrRefuse(Object.fromEntries(form), ChosenPasskey)
        await removeOwnFactor(asked, signedIn, passkeyId)
        return { removed: true }
      })
    default:
      throw data({ message: 'That is nothing this page can do.' }, { status: 400 })
  }
}

export default function Security() {
  const { factors, passkeys, requiredBy, isProved, goOn, mayRemove, isProtected } =
    useLoaderData<typeof loader>()
  return (
    <AccountShell>
      <PageHeader
        title="Security"
        description="A second factor keeps your account yours, even when somebody learns your password."
      />
      <div className="grid max-w-3xl gap-6">
        {requiredBy && (isProved || !isProtected) && (
          <RequiredNotice by={requiredBy} isMet={isProved} goOn={goOn} />
        )}
        <TotpSection hasTotp={factors.hasTotp} mayRemove={mayRemove} />
        <PasskeySection passkeys={passkeys} mayRemove={mayRemove} />
        <RecoverySection left={factors.recoveryCodesLeft} isProtected={isProtected} />
      </div>
    </AccountShell>
  )
}
