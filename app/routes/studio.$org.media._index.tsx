import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useLoaderData, useParams, useRevalidator } from '@remix-run/react'
import { FileVideo, Undo2 } from 'lucide-react'
import { useEffect } from 'react'
import { requireCreator } from '#app/http/guards.server.ts'
import { isId } from '#app/http/parse.server.ts'
import { Button, LinkButton } from '#app/ui/kit/button.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { Pagination } from '#app/ui/kit/pagination.tsx'
import { LibraryFilter } from '#app/ui/media/library-filter.tsx'
import { LiveState } from '#app/ui/media/live-state.tsx'
import { MediaCard } from '#app/ui/media/media-card.tsx'
import { mediaView } from '#app/ui/media/media-view.ts'
import { useLiveMedia } from '#app/ui/media/use-live-media.ts'
import { pageMeta } from '#app/ui/page-meta.ts'
import { PageDropZone, UploadButton } from '#app/ui/upload/drop-zone.tsx'
import { useUploads } from '#app/ui/upload/upload-context.tsx'
import { formatPageKey, parsePageKey } from '#domain/media/page-key.ts'
import {
  countMedia,
  findDeletedTitle,
  listMedia,
  mediaOrders,
  mediaStates,
  type MediaOrder,
  type MediaState,
} from '#domain/media/queries.ts'
import { listOpenUploads } from '#domain/media/upload-queries.ts'

const pageSize = 24
const reloadAfterMs = 300

/** A creator's own media, whichever of their organizations the studio is open for. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, person, membership } = await requireCreator(asked, asked.params.org)
  const search = new URL(asked.request.url).searchParams
  const state = oneOf(mediaStates, search.get('status')) ?? 'all'
  const order = oneOf(mediaOrders, search.get('sort')) ?? 'newest'
  const keyOf = (name: string) => {
    const text = search.get(name)
    if (text === null) return undefined
    const key = parsePageKey(text, order)
    if (!key) throw data({ message: 'We could not find that.' }, { status: 404 })
    return key
  }
  const ask = { creatorId: person.id, state, order, after: keyOf('after'), before: keyOf('before') }
  const deletedId = search.get('deleted')
  const found = await asked.context.asActor(
    actor,
    async (tx) => {
      const page = await listMedia(tx, { ...ask, limit: pageSize })
      const unfinished = page.items.filter(({ status }) => status === 'uploading').map(({ id }) => id)
      return {
        page,
        counts: await countMedia(tx, person.id),
        uploads: await listOpenUploads(tx, unfinished),
        deletedTitle: isId(deletedId) ? await findDeletedTitle(tx, deletedId) : undefined,
      }
    },
    'read',
  )
  const { items, previous, next } = found.page
  return {
    media: items.map((item) =>
      mediaView(
        item,
        found.uploads.find(({ mediaId }) => mediaId === item.id),
      ),
    ),
    previous: previous && formatPageKey(previous),
    next: next && formatPageKey(next),
    counts: found.counts,
    deleted: found.deletedTitle && deletedId ? { id: deletedId, title: found.deletedTitle } : undefined,
    state,
    order,
    maxBytes: asked.context.needs.env.UPLOAD_MAX_BYTES,
    organizationName: membership.organization.name,
  }
}

const oneOf = <Value extends string>(values: readonly Value[], value: string | null) =>
  values.find((known) => known === value)

export const meta: MetaFunction<typeof loader> = ({ data: page }) => pageMeta('Media', page?.organizationName)

export default function MediaLibrary() {
  const { media, counts, state, order, maxBytes, previous, next, deleted } = useLoaderData<typeof loader>()
  const { org } = useParams()
  const here = `/studio/${org}/media`
  const { items, connected, updatedAt } = useLiveMedia(media)
  useReloadOnUploads()
  useReloadWhenStanding(items, media)

  const address = (at: MediaState, by: MediaOrder, page: Record<string, string> = {}) => {
    const search = new URLSearchParams({
      ...(at === 'all' ? {} : { status: at }),
      ...(by === 'newest' ? {} : { sort: by }),
      ...page,
    })
    return search.size > 0 ? `${here}?${search}` : here
  }

  return (
    <>
      <PageDropZone maxBytes={maxBytes} />
      <PageHeader
        title="Media"
        description="Your video and audio files. Drop new ones anywhere on this page."
        action={counts.all > 0 && <UploadButton maxBytes={maxBytes}>Upload files</UploadButton>}
      />
      {deleted && (
        <Notice
          tone="success"
          className="mb-6"
          action={
            <Form method="post" action={`${here}/${deleted.id}`}>
              <Button type="submit" name="intent" value="restore" look="quiet" size="sm" icon={Undo2}>
                Undo
              </Button>
            </Form>
          }
        >
          “{deleted.title}” was deleted.
        </Notice>
      )}
      {counts.all === 0 ? (
        <EmptyState
          icon={FileVideo}
          title="Upload your first film"
          action={<UploadButton maxBytes={maxBytes}>Upload files</UploadButton>}
        >
          Choose video or audio files, or drop them on this page. They become ready to stream while you write
          the post.
        </EmptyState>
      ) : (
        <>
          <LibraryFilter state={state} order={order} counts={counts} address={address} />
          <LiveState connected={connected} updatedAt={updatedAt} />
          {items.length > 0 ? (
            <ul className="mt-3 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
              {items.map((item) => (
                <MediaCard key={item.id} media={item} to={`${here}/${item.id}`} maxBytes={maxBytes} />
              ))}
            </ul>
          ) : (
            <EmptyState
              icon={FileVideo}
              title={emptyWords[state]}
              action={
                <LinkButton to={here} look="quiet">
                  Show all media
                </LinkButton>
              }
            />
          )}
          <Pagination
            previous={previous && address(state, order, { before: previous })}
            next={next && address(state, order, { after: next })}
          />
        </>
      )}
    </>
  )
}

const emptyWords: Record<MediaState, string> = {
  all: 'Nothing further',
  unfinished: 'Nothing is in work now',
  ready: 'Nothing is ready yet',
  failed: 'Nothing has failed',
}

/** The counts beside the states, and what a filter lists, follow what live news say of the items on the page. */
function useReloadWhenStanding(
  now: readonly { readonly status: string }[],
  loaded: readonly { readonly status: string }[],
): void {
  const { revalidate } = useRevalidator()
  const standing = now.map(({ status }) => status).join()
  const isNew = standing !== loaded.map(({ status }) => status).join()
  useEffect(() => {
    if (!isNew) return
    // Several files that change within a moment are asked for once.
    const timer = setTimeout(() => void revalidate(), reloadAfterMs)
    return () => clearTimeout(timer)
  }, [isNew, standing, revalidate])
}

/** An upload that began or ended in this browser changes what the server lists. */
function useReloadOnUploads(): void {
  const { changes } = useUploads()
  const { revalidate } = useRevalidator()
  useEffect(() => {
    if (changes > 0) void revalidate()
  }, [changes, revalidate])
}
