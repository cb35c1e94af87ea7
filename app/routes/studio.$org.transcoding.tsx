import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useFetcher, useLoaderData, useRevalidator } from '@remix-run/react'
import { Cog, RotateCcw } from 'lucide-react'
import { useEffect } from 'react'
import { may, requirePermission } from '#app/http/guards.server.ts'
import { idParam, readForm } from '#app/http/parse.server.ts'
import { attemptInPlace } from '#app/http/refusal-response.server.ts'
import { StatusBadge } from '#app/ui/kit/badge.tsx'
import { Button, LinkButton } from '#app/ui/kit/button.tsx'
import { DataTable } from '#app/ui/kit/data-table.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { Poster } from '#app/ui/kit/poster.tsx'
import { RelativeTime } from '#app/ui/kit/time.tsx'
import { LiveState } from '#app/ui/media/live-state.tsx'
import { TranscodeState } from '#app/ui/media/transcode-state.tsx'
import { useLiveMedia } from '#app/ui/media/use-live-media.ts'
import { pageMeta } from '#app/ui/page-meta.ts'
import { requestRetry } from '#domain/media/request-retry.ts'
import { announceMedia } from '#domain/transcode/work/media-channel.ts'
import {
  findCreatorNames,
  listMediaProgress,
  type MediaProgress,
} from '#domain/transcode/work/media-progress.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta('Transcoding', data?.organization.name)

/** Whoever follows the transcoding here sees what the organization's posts use, everybody else their own. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { actor, person, membership } = await requirePermission(
    { request, context },
    params.org,
    'media.upload',
    'transcoding.view',
  )
  const { id, name, slug } = membership.organization
  const loaded = await context.asActor(
    actor,
    async (tx) => {
      const media = await listMediaProgress(tx, { personId: person.id, organizationId: id })
      return {
        media,
        creators: await findCreatorNames(
          tx,
          media.map(({ creatorId }) => creatorId),
        ),
      }
    },
    'read',
  )
  return { ...loaded, organization: { name, slug }, isStaff: may(membership, 'transcoding.view') }
}

/** Tries a failed item again. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const { actor } = await requirePermission(
    { request, context },
    params.org,
    'media.upload',
    'transcoding.view',
  )
  const form = await readForm(request)
  const mediaId = idParam(String(form.get('mediaId')))
  return attemptInPlace(async () => {
    const { creatorId } = await requestRetry(
      { asActor: context.asActor, jobs: context.needs.jobs },
      actor,
      mediaId,
    )
    await announceMedia(context.needs, { mediaId, creatorId })
    return { retried: mediaId }
  })
}

export default function Transcoding() {
  const { media, creators, organization, isStaff } = useLoaderData<typeof loader>()
  const { items, unseen, connected, updatedAt } = useLiveMedia(media, { org: organization.slug })
  const { revalidate } = useRevalidator()
  useEffect(() => {
    if (unseen > 0) revalidate()
  }, [unseen, revalidate])

  return (
    <>
      <PageHeader
        title="Transcoding"
        description={
          isStaff
            ? 'What is being made ready to watch, and what lately was: your own media, and what the posts here use.'
            : 'Your media that is being made ready to watch, and what lately was.'
        }
      />
      {items.length === 0 ? (
        <EmptyState
          icon={Cog}
          title="Nothing in work"
          action={<LinkButton to={`/studio/${organization.slug}/media`}>Upload a film</LinkButton>}
        >
          What you upload shows up here by itself, and you can watch it become ready.
        </EmptyState>
      ) : (
        <div className="grid gap-3">
          <LiveState connected={connected} updatedAt={updatedAt} />
          <DataTable
            caption="Media in work first, then the newest changes"
            rows={items}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'title',
                header: 'Title',
                isName: true,
                className: 'sm:min-w-64',
                cell: (item) => (
                  <Title item={item} creator={isStaff ? creators[item.creatorId] : undefined} />
                ),
              },
              {
                key: 'state',
                header: 'State',
                cell: ({ status }) => <StatusBadge status={status} />,
              },
              {
                key: 'progress',
                header: 'Progress',
                hideHeader: true,
                className: 'max-sm:block sm:w-2/5 sm:min-w-56',
                cell: (item) => <TranscodeState media={item} />,
              },
              {
                key: 'changed',
                header: 'Changed',
                className: 'whitespace-nowrap text-sm text-ink-quiet',
                cell: ({ updatedAt: changedAt }) => <RelativeTime value={changedAt} />,
              },
              {
                key: 'retry',
                header: 'Try again',
                hideHeader: true,
                align: 'end',
                cell: (item) => item.canRetry && <Retry media={item} />,
              },
            ]}
          />
        </div>
      )}
    </>
  )
}

function Title({ item, creator }: { item: MediaProgress; creator: string | undefined }) {
  return (
    <div className="flex min-w-0 items-center gap-3">
      <Poster
        src={item.posterKey && `/posters/media/${item.id}?v=${item.publishedGeneration ?? 0}`}
        hash={item.posterHash}
        kind={item.mediaType}
        className="w-20 shrink-0"
      />
      <div className="grid min-w-0">
        <Link
          to={`../media/${item.id}`}
          relative="path"
          className="line-clamp-2 wrap-anywhere hover:underline"
        >
          {item.title}
        </Link>
        {creator && <span className="truncate text-sm font-normal text-ink-quiet">{creator}</span>}
      </div>
    </div>
  )
}

function Retry({ media }: { media: MediaProgress }) {
  const fetcher = useFetcher<typeof action>()
  const refusal = fetcher.data && 'refusal' in fetcher.data ? fetcher.data.refusal : undefined
  return (
    <fetcher.Form method="post" className="grid justify-items-end gap-1">
      <input type="hidden" name="mediaId" value={media.id} />
      <Button
        type="submit"
        look="quiet"
        size="sm"
        icon={RotateCcw}
        pending={fetcher.state !== 'idle'}
        aria-label={`Try again: ${media.title}`}
      >
        Try again
      </Button>
      {refusal && (
        <p role="alert" className="text-sm text-bad">
          {refusal.message}
        </p>
      )}
    </fetcher.Form>
  )
}
