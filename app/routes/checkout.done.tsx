import { redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { requireUser } from '#app/http/guards.server.ts'
import { attempt } from '#app/http/refusal-response.server.ts'
import { LinkButton } from '#app/ui/kit/button.tsx'
import { CenteredCard } from '#app/ui/layout/centered-card.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { findOwnCheckout } from '#domain/commerce/queries.ts'
import { settleSession } from '#domain/commerce/settle-checkout.ts'
import { notFound } from '#platform/refusal.ts'

export const meta: MetaFunction = () => pageMeta('Your payment')

type Standing = 'pending' | 'checking' | 'not_paid' | 'refunded'

/** Where Stripe sends a buyer back to. It settles at once, so that nobody waits for a webhook. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { actor, session } = await requireUser({ request, context })
  const sessionId = new URL(request.url).searchParams.get('session_id') ?? ''
  return attempt(async () => {
    const find = () => context.asActor(actor, (tx) => findOwnCheckout(tx, sessionId), 'read')
    if (!(await find())) throw notFound('no_such_checkout', 'We could not find that payment.')
    // Support mode looks and writes nothing, not even what has been paid.
    const standing = session.support ? 'checking' : await standingOf(context, sessionId)
    // Read after settling: a post that has left the storefront meanwhile shows itself to whoever has bought it.
    const { contentId, title, slug, organizationSlug } = (await find())!
    const address = slug && organizationSlug ? `/${organizationSlug}/${slug}` : undefined
    if (standing === 'paid') throw redirect(address ? `${address}?bought=1` : '/library')
    return { standing, title: title ?? 'what you bought', address: address ?? '/purchases', contentId }
  })
}

async function standingOf(
  context: LoaderFunctionArgs['context'],
  sessionId: string,
): Promise<Standing | 'paid'> {
  const { needs, asActor } = context
  try {
    const { standing } = await settleSession({ ...needs, asActor }, sessionId)
    if (standing === 'completed') return 'paid'
    if (standing === 'refunded' || standing === 'duplicate') return 'refunded'
    return standing === 'awaiting_payment' ? 'pending' : 'not_paid'
  } catch (error) {
    // The payment is safe with Stripe and will be found: the page asks again by itself.
    needs.log.error({ err: error, requestId: context.requestId }, 'a landing could not be settled')
    return 'checking'
  }
}

const words: Record<Standing, { title: string; text: string }> = {
  pending: {
    title: 'Your payment is on its way',
    text: 'Your bank has not confirmed it yet. We open this for you and send you a mail the moment it does. You can close this page.',
  },
  checking: {
    title: 'We are checking your payment',
    text: 'This takes a few seconds longer than usual. Nothing is lost, and you will not be charged twice. This page goes on by itself.',
  },
  not_paid: {
    title: 'Nothing was paid',
    text: 'The payment was not finished, so nothing was charged. You can try again.',
  },
  refunded: {
    title: 'This payment was given back',
    text: 'The money is on its way to you. If you did not expect this, have a look at your purchases.',
  },
}

export default function CheckoutDone() {
  const { standing, title, address, contentId } = useLoaderData<typeof loader>()
  const { revalidate } = useRevalidator()
  const waits = standing === 'checking' || standing === 'pending'
  useEffect(() => {
    if (!waits) return
    const timer = setInterval(revalidate, 3000)
    return () => clearInterval(timer)
  }, [waits, revalidate])
  return (
    <CenteredCard title={words[standing].title} description={title}>
      <div className="grid gap-5" aria-live="polite">
        <p>{words[standing].text}</p>
        {standing === 'not_paid' ? (
          <LinkButton to={`/checkout/${contentId}`}>Try again</LinkButton>
        ) : (
          <LinkButton to={standing === 'refunded' ? '/purchases' : address} look="quiet">
            {standing === 'refunded' ? 'See your purchases' : `Back to ${title}`}
          </LinkButton>
        )}
      </div>
    </CenteredCard>
  )
}
