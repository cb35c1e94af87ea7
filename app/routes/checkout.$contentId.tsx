import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { Lock } from 'lucide-react'
import { requireVerified } from '#app/http/guards.server.ts'
import { idParam } from '#app/http/parse.server.ts'
import { attempt, attemptInPlace } from '#app/http/refusal-response.server.ts'
import { SubmitButton } from '#app/ui/kit/form.tsx'
import { LinkButton } from '#app/ui/kit/button.tsx'
import { Money } from '#app/ui/kit/figures.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { Poster } from '#app/ui/kit/poster.tsx'
import { PaymentPending } from '#app/ui/watch/payment-pending.tsx'
import { CenteredCard } from '#app/ui/layout/centered-card.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { decideAccess } from '#domain/access/decide-access.ts'
import { findForSale, isPaymentPending } from '#domain/commerce/queries.ts'
import { startCheckout } from '#domain/commerce/start-checkout.ts'
import { notFound } from '#platform/refusal.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(`Buy ${data?.post.title ?? ''}`)

/** The order before payment: somebody who signed in on the way to buying comes back here. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const contentId = idParam(params.contentId)
  const { actor, person } = await requireVerified({ request, context })
  return attempt(async () => {
    const { post, access, isPaying } = await context.asActor(
      actor,
      async (tx) => ({
        post: await findForSale(tx, contentId),
        access: await decideAccess(tx, contentId),
        isPaying: await isPaymentPending(tx, person.id, contentId),
      }),
      'read',
    )
    if (!post || !access) throw notFound('no_such_content')
    const address = `/${post.organizationSlug}/${post.slug}`
    if (access.canWatch || post.priceCents === 0) throw redirect(address)
    return { post, address, isPaying, email: person.email }
  })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const contentId = idParam(params.contentId)
  if (!request.headers.has('cookie'))
    throw redirect(`/login?${new URLSearchParams({ redirectTo: `/checkout/${contentId}` })}`)
  const { actor, person } = await requireVerified({ request, context }, `/checkout/${contentId}`)
  return attemptInPlace(async () => {
    const { needs, asActor } = context
    const url = await startCheckout({
      asActor,
      stripe: needs.stripe,
      appUrl: needs.env.APP_URL,
      buyer: { ...person, actor },
      contentId,
    })
    return redirect(url, 303)
  })
}

export default function Checkout() {
  const { post, address, isPaying, email } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  return (
    <CenteredCard title={post.title} description={`From ${post.organizationName}`}>
      <div className="grid gap-5">
        <Poster
          src={`/posters/content/${post.id}`}
          hash={post.posterHash ?? undefined}
          duration={post.durationSeconds ?? undefined}
          kind={post.contentType as 'video' | 'audio' | 'written'}
          eager
        />
        <dl className="grid gap-2">
          <div className="flex items-baseline justify-between">
            <dt className="text-ink-quiet">To pay, once</dt>
            <dd className="text-xl font-semibold">
              <Money amount={post.priceCents} currency={post.currency} />
            </dd>
          </div>
          <div className="flex items-baseline justify-between gap-4 text-sm">
            <dt className="text-ink-quiet">Receipt to</dt>
            <dd className="truncate">{email}</dd>
          </div>
        </dl>
        {refused && !isPaying && <Notice tone="error">{refused.refusal.message}</Notice>}
        {isPaying && <PaymentPending />}
        <Form method="post" reloadDocument className="grid gap-3">
          {!isPaying && <SubmitButton size="lg">Continue to payment</SubmitButton>}
          <LinkButton to={address} look={isPaying ? 'quiet' : 'ghost'}>
            {isPaying ? `Back to ${post.title}` : 'Not now'}
          </LinkButton>
        </Form>
        {!isPaying && (
          <p className="flex items-start gap-2 text-sm text-ink-quiet">
            <Lock aria-hidden className="mt-0.5 size-4 shrink-0" />
            You pay on Stripe’s page. We never see your card. It stays yours for as long as you like.
          </p>
        )}
      </div>
    </CenteredCard>
  )
}
