import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { readForm } from '#app/http/parse.server.ts'
import { attempt, attemptInPlace } from '#app/http/refusal-response.server.ts'
import { refreshPeopleOf, requireOwnSettings } from '#app/http/settings.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { ClaimedDomain } from '#app/ui/organization/claimed-domain.tsx'
import { DomainForm } from '#app/ui/organization/domain-form.tsx'
import { useSaved } from '#app/ui/organization/use-saved.ts'
import { pageMeta } from '#app/ui/page-meta.ts'
import { recordNameOf } from '#domain/organization/domain-rules.ts'
import { setCustomDomain } from '#domain/organization/set-custom-domain.ts'
import { DomainSettings } from '#domain/organization/settings-forms.ts'
import { getSettings } from '#domain/organization/settings-queries.ts'
import { verifyDomain } from '#domain/organization/verify-domain.ts'

export const meta: MetaFunction = () => pageMeta('Domain')

export async function loader(asked: LoaderFunctionArgs) {
  const { actor, editor } = await requireOwnSettings(asked)
  const { asActor, needs } = asked.context
  const settings = await attempt(() => asActor(actor, (tx) => getSettings(tx, editor.organizationId), 'read'))
  const { customDomain: domain, customDomainToken: token } = settings
  const { host, hostname } = new URL(needs.env.APP_URL)
  return {
    subdomain: `${settings.slug}.${host}`,
    claim:
      domain && token
        ? {
            domain,
            token,
            record: recordNameOf(domain),
            target: hostname,
            verifiedAt: settings.customDomainVerifiedAt,
          }
        : undefined,
  }
}

/** Claims a domain, gives it up, or looks whether it is theirs. */
export async function action(asked: ActionFunctionArgs) {
  const { actor, editor } = await requireOwnSettings(asked)
  const { context, request } = asked
  const { env, dns } = context.needs
  const platformHost = new URL(env.APP_URL).host
  const claim = (domain: string | null) =>
    context.asActor(actor, (tx) => setCustomDomain(tx, editor, { domain, platformHost }))
  const done = async (words: string) => {
    await refreshPeopleOf(context, actor, editor.organizationId)
    return data({ done: words, at: Date.now(), lastResult: undefined })
  }
  const form = await readForm(request)
  switch (String(form.get('intent'))) {
    case 'claim':
      return submitForm(form, DomainSettings, async ({ domain }) => {
        await claim(domain)
        return done('Domain saved')
      })
    case 'verify':
      return attemptInPlace(async () => {
        await verifyDomain({ asActor: context.asActor, dns }, actor, editor)
        return done('Domain connected')
      })
    case 'remove':
      return attemptInPlace(async () => {
        await claim(null)
        return done('Domain removed')
      })
    default:
      throw data({ message: 'That is nothing this page can do.' }, { status: 400 })
  }
}

export default function DomainSettingsPage() {
  const { subdomain, claim } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  useSaved(answer)
  return claim ? (
    <ClaimedDomain
      claim={claim}
      refusal={answer && 'refusal' in answer ? answer.refusal.message : undefined}
    />
  ) : (
    <DomainForm
      subdomain={subdomain}
      lastResult={answer && 'lastResult' in answer ? answer.lastResult : undefined}
    />
  )
}
