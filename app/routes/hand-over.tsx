import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useEffect } from 'react'
import { notFoundResponse } from '#app/http/guards.server.ts'
import { arrive, depart } from '#app/http/hand-over.server.ts'
import { signOutHere } from '#app/http/session.server.ts'
import { TextLink } from '#app/ui/kit/button.tsx'
import { CenteredCard } from '#app/ui/layout/centered-card.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'

/**
 * Carries a sign-in from the platform's host to an organization's own, by a code that works once. Whoever has just signed in gets a
 * page that goes on by itself: a browser lets no form lead to another host, however many redirects lie between.
 */
export function loader(asked: LoaderFunctionArgs) {
  const { tenant } = asked.context
  return tenant ? arrive(asked, tenant) : depart(asked)
}

/** Signs out from an organization's own host: the session that it was handed ends everywhere. */
export async function action({ request, context }: ActionFunctionArgs) {
  if (!context.tenant) throw notFoundResponse()
  return redirect('/', { headers: { 'Set-Cookie': await signOutHere(context, request) } })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  ...pageMeta('Signed in'),
  { name: 'robots', content: 'noindex' },
  ...(page ? [{ httpEquiv: 'refresh', content: `0;url=${page.address}` }] : []),
]

export default function HandOver() {
  const { address } = useLoaderData<typeof loader>()
  useEffect(() => window.location.replace(address), [address])
  return (
    <CenteredCard title="You’re signed in">
      <p className="text-center">
        Taking you back to <TextLink to={address}>{new URL(address).hostname}</TextLink>
      </p>
    </CenteredCard>
  )
}
