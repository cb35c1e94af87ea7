import { Link } from '@remix-run/react'
import { Pencil } from 'lucide-react'
import type { Post } from '#domain/catalog/queries.ts'
import { Badge } from '../kit/badge.tsx'
import { LinkButton } from '../kit/button.tsx'
import { Duration } from '../kit/figures.tsx'
import { DateTime } from '../kit/time.tsx'
import { placeOf, useTenant } from '../tenant.ts'
import { useViewer, worksInStudio } from '../viewer.ts'

/** Title, maker and the plain facts of a post; staff find the way to its editor. */
export function PostHeader({ post }: { post: Post }) {
  const { organization, creatorName, publishedAt, category, tags } = post
  const isStaff = useViewer()?.organizations.some(
    (own) => own.slug === organization.slug && worksInStudio(own),
  )
  const tenant = useTenant()
  const facts = [
    post.isOrganizationGone ? (
      <span className="font-medium text-ink">{organization.name}</span>
    ) : (
      <Link
        to={placeOf(tenant, organization.slug)}
        prefetch="intent"
        className="rounded-sm font-medium text-ink hover:underline hover:underline-offset-3"
      >
        {organization.name}
      </Link>
    ),
    creatorName,
    post.contentType !== 'written' && post.durationSeconds !== null && (
      <Duration seconds={post.durationSeconds} />
    ),
    publishedAt && <DateTime value={publishedAt} dateOnly />,
  ].filter(Boolean)
  return (
    <header className="grid gap-3">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <h1 className="min-w-0 text-2xl font-semibold tracking-tight text-balance wrap-anywhere sm:text-3xl">
          {post.title}
        </h1>
        {isStaff && (
          <LinkButton
            to={`/studio/${organization.slug}/content/${post.id}`}
            look="quiet"
            size="sm"
            icon={Pencil}
            data-chrome
          >
            Edit
          </LinkButton>
        )}
      </div>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-quiet">
        {facts.map((fact, at) => (
          <span key={at} className="inline-flex gap-2">
            {fact}
            {at < facts.length - 1 && <span aria-hidden>·</span>}
          </span>
        ))}
      </p>
      {(category || tags.length > 0) && (
        <ul aria-label="Filed under" className="flex flex-wrap gap-1.5">
          {[...new Set([category, ...tags])].filter(Boolean).map((word) => (
            <li key={word}>
              <Badge>{word}</Badge>
            </li>
          ))}
        </ul>
      )}
    </header>
  )
}
