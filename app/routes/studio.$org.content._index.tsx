import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData, useParams } from '@remix-run/react'
import { Film, Plus, Undo2 } from 'lucide-react'
import { requireEditor } from '#app/http/editor.server.ts'
import { may } from '#app/http/guards.server.ts'
import { isId } from '#app/http/parse.server.ts'
import { posterUrl } from '#app/ui/catalog/poster-url.ts'
import { StatusFilter } from '#app/ui/catalog/status-filter.tsx'
import { useRevalidateWhile } from '#app/ui/catalog/use-revalidate-while.ts'
import { StatusBadge } from '#app/ui/kit/badge.tsx'
import { Button, LinkButton } from '#app/ui/kit/button.tsx'
import { DataTable, type Column } from '#app/ui/kit/data-table.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { Money } from '#app/ui/kit/figures.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { Pagination } from '#app/ui/kit/pagination.tsx'
import { Poster } from '#app/ui/kit/poster.tsx'
import { RelativeTime } from '#app/ui/kit/time.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { countPosts, findEditablePost, listPosts, type PostRow } from '#domain/catalog/editor-queries.ts'
import { isPreparing } from '#domain/catalog/rules.ts'

const statuses = ['draft', 'published', 'archived'] as const

/** The posts somebody works on; `?status=` narrows them, `?after=` goes on, `?deleted=` offers to take a deletion back. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, editor, membership } = await requireEditor(asked, asked.params.org)
  const search = new URL(asked.request.url).searchParams
  const status = statuses.find((known) => known === search.get('status'))
  const [after, deletedId] = [search.get('after'), search.get('deleted')]
  if (after !== null && !isId(after)) throw data({ message: 'We could not find that.' }, { status: 404 })
  const found = await asked.context.asActor(
    actor,
    async (tx) => ({
      ...(await listPosts(tx, editor, { status, after: after ?? undefined })),
      counts: await countPosts(tx, editor),
      deleted: isId(deletedId) ? await findEditablePost(tx, editor, deletedId, { deleted: true }) : undefined,
    }),
    'read',
  )
  const { name } = membership.organization
  const deleted = found.deleted && { id: found.deleted.id, title: found.deleted.title }
  return {
    ...found,
    deleted,
    status,
    isFirstPage: after === null,
    mayCreate: may(membership, 'content.create'),
    organizationName: name,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  pageMeta('Content', page?.organizationName)

export default function ContentList() {
  const { posts, counts, status, next, deleted, isFirstPage, mayCreate } = useLoaderData<typeof loader>()
  const { org } = useParams()
  const here = `/studio/${org}/content`
  useRevalidateWhile(posts.some((post) => post.status === 'draft' && isPreparing(post.mediaStatus)))
  const filter = status && `status=${status}`
  const isEmpty = counts.draft + counts.published + counts.archived === 0
  return (
    <>
      <PageHeader
        title="Content"
        description="What people find on your storefront: films, recordings and written posts."
        action={
          !isEmpty &&
          mayCreate && (
            <LinkButton to={`${here}/new`} icon={Plus}>
              Create post
            </LinkButton>
          )
        }
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
          “{deleted.title}” was deleted. Its file stays under Media.
        </Notice>
      )}
      {isEmpty ? (
        <EmptyState
          icon={Film}
          title={mayCreate ? 'Create your first post' : 'There are no posts yet'}
          action={
            mayCreate && (
              <LinkButton to={`${here}/new`} icon={Plus}>
                Create post
              </LinkButton>
            )
          }
        >
          A post is what people find, buy and watch: a film or a recording from your media, or something you
          write.
        </EmptyState>
      ) : (
        <>
          <StatusFilter current={status} counts={counts} />
          {posts.length > 0 ? (
            <DataTable caption="Posts" columns={columns(here)} rows={posts} rowKey={(post) => post.id} />
          ) : (
            <EmptyState
              icon={Film}
              title={
                status ? `Nothing is ${status === 'draft' ? 'in draft' : status} now` : 'Nothing further'
              }
              action={
                <LinkButton to={here} look="quiet">
                  Show all posts
                </LinkButton>
              }
            />
          )}
          <Pagination
            previous={isFirstPage ? undefined : `${here}${filter ? `?${filter}` : ''}`}
            next={next && `${here}?${[filter, `after=${next}`].filter(Boolean).join('&')}`}
          />
        </>
      )}
    </>
  )
}

const columns = (here: string): Column<PostRow>[] => [
  {
    key: 'title',
    header: 'Post',
    isName: true,
    cell: (post) => (
      <div className="flex items-center gap-3">
        <Poster
          src={posterUrl(post)}
          hash={post.posterHash}
          kind={post.contentType}
          className="w-20 shrink-0 rounded-sm [&_svg]:size-5"
        />
        <Link
          to={`${here}/${post.id}`}
          prefetch="intent"
          className="line-clamp-2 rounded-sm wrap-anywhere hover:underline hover:underline-offset-3"
        >
          {post.title}
        </Link>
      </div>
    ),
  },
  { key: 'status', header: 'Status', cell: (post) => <StatusBadge status={post.status} /> },
  {
    key: 'media',
    header: 'File',
    cell: (post) =>
      post.contentType === 'written' ? (
        <span className="text-ink-quiet">Written</span>
      ) : post.mediaStatus ? (
        <StatusBadge status={post.mediaStatus} />
      ) : (
        <span className="text-ink-quiet">None chosen</span>
      ),
  },
  {
    key: 'price',
    header: 'Price',
    align: 'end',
    cell: (post) => <Money amount={post.priceCents} currency={post.currency} free />,
  },
  {
    key: 'updated',
    header: 'Changed',
    align: 'end',
    cell: (post) => (
      <RelativeTime value={post.updatedAt} className="text-sm whitespace-nowrap text-ink-quiet" />
    ),
  },
]
