import { Form } from '@remix-run/react'
import { BookOpen, Clock, Infinity as Forever, MonitorPlay, Users } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Post } from '#domain/catalog/queries.ts'
import { formatMoney } from '#platform/money.ts'
import { LinkButton, TextLink, type ButtonSize } from '../kit/button.tsx'
import { Money } from '../kit/figures.tsx'
import { spokenDuration } from '../kit/format.ts'
import { SubmitButton } from '../kit/form.tsx'
import { PaymentPending } from './payment-pending.tsx'
import { mainPlace, placeOf, signInPlace, useIsGuest, useTenant } from '../tenant.ts'
import { kindWords } from './kind-words.ts'

export type OfferProps = {
  post: Post
  bestQuality: number | undefined
  /** The viewer's payment has begun, and their bank has yet to confirm it. */
  isPaying: boolean
}

/** What one gets, what it costs, and the one way to it. */
export function Offer({ post, bestQuality, isPaying }: OfferProps) {
  return (
    <section
      aria-labelledby="offer"
      className="grid content-start gap-5 rounded-lg border border-line bg-surface p-5 shadow-low sm:p-6"
    >
      <h2 id="offer" className="text-3xl font-semibold tracking-tight">
        {isForSale(post) ? <Money amount={post.priceCents} currency={post.currency} /> : 'Free'}
      </h2>
      <ul className="grid gap-2.5 text-sm">
        <Inside post={post} bestQuality={bestQuality} />
        {isForSale(post) && <Line icon={Forever}>Yours for good, on all your devices</Line>}
      </ul>
      {isPaying ? <PaymentPending /> : isForSale(post) ? <Buy post={post} /> : <WayIn post={post} />}
    </section>
  )
}

function Inside({ post, bestQuality }: { post: Post; bestQuality: number | undefined }) {
  const { contentType, durationSeconds } = post
  if (contentType === 'written') return <Line icon={BookOpen}>{kindWords.written.noun}</Line>
  return (
    <>
      {durationSeconds !== null && (
        <Line icon={Clock}>
          {kindWords[contentType].noun}, {inWords(durationSeconds)}
        </Line>
      )}
      {bestQuality !== undefined && (
        <Line icon={MonitorPlay}>Up to {bestQuality}p, as your connection allows</Line>
      )}
    </>
  )
}

/** The one button to the whole of a post; nothing for those who cannot do anything about it. */
export function OfferButton({ post, isPaying }: Omit<OfferProps, 'bestQuality'>) {
  const isGuest = useIsGuest()
  if (isPaying) return null
  if (isForSale(post))
    return (
      <Form method="post" action={`/checkout/${post.id}`} reloadDocument>
        <BuyButton post={post} size="md" />
      </Form>
    )
  return isGuest ? <SignInButton post={post} size="md" /> : null
}

/** Minutes are enough from one minute on. */
const inWords = (seconds: number) => spokenDuration(seconds < 60 ? seconds : Math.round(seconds / 60) * 60)

function Line({ icon: Icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2.5">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-quiet" />
      <span>{children}</span>
    </li>
  )
}

function Buy({ post }: { post: Post }) {
  const isGuest = useIsGuest()
  const tenant = useTenant()
  // Sessions and Stripe live on the platform's own host, and a form may not be sent to another.
  if (tenant)
    return (
      <div className="grid gap-2.5">
        <LinkButton to={mainPlace(tenant, `/checkout/${post.id}`)} size="lg" className="w-full">
          Buy for {formatMoney(post.priceCents, post.currency)}
        </LinkButton>
        {isGuest && <BoughtBefore post={post} />}
      </div>
    )
  return (
    <Form method="post" action={`/checkout/${post.id}`} reloadDocument className="grid gap-2.5">
      <BuyButton post={post} size="lg" />
      {isGuest ? (
        <BoughtBefore post={post} />
      ) : (
        <p className="text-sm text-ink-quiet">You pay on Stripe’s page and come back here.</p>
      )}
    </Form>
  )
}

function BoughtBefore({ post }: { post: Post }) {
  return (
    <p className="text-sm text-ink-quiet">
      Bought it before? <TextLink to={useSignIn(post)}>Sign in</TextLink>
    </p>
  )
}

type ToOffer = { post: Post; size: ButtonSize }

const BuyButton = ({ post, size }: ToOffer) => (
  <SubmitButton size={size} className="w-full">
    Buy for {formatMoney(post.priceCents, post.currency)}
  </SubmitButton>
)

const SignInButton = ({ post, size }: ToOffer) => (
  <LinkButton to={useSignIn(post)} size={size}>
    Sign in to {kindWords[post.contentType].verb}
  </LinkButton>
)

function WayIn({ post }: { post: Post }) {
  const isGuest = useIsGuest()
  const register = useSignIn(post, 'register')
  if (isGuest)
    return (
      <div className="grid gap-2.5">
        <SignInButton post={post} size="lg" />
        <p className="text-sm text-ink-quiet">
          New here? <TextLink to={register}>Register</TextLink>, it costs nothing.
        </p>
      </div>
    )
  return (
    <p className="flex items-start gap-2.5 text-sm">
      <Users aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-quiet" />
      This is for members of {post.organization.name}.
    </p>
  )
}

/** Published, and at a price. */
export const isForSale = (post: Post) => post.priceCents > 0 && post.status === 'published'

/** Where one signs in, or registers, to come back to this post. */
function useSignIn({ organization, slug }: Post, page?: 'register'): string {
  const tenant = useTenant()
  return signInPlace(tenant, placeOf(tenant, organization.slug, slug), page)
}
