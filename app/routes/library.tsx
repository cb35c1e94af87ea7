import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Library as LibraryIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { requireUser } from '#app/http/guards.server.ts'
import { LinkButton } from '#app/ui/kit/button.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { Pagination } from '#app/ui/kit/pagination.tsx'
import { AccountShell } from '#app/ui/layout/account-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { ShelfCard } from '#app/ui/watch/shelf-card.tsx'
import { listOwned, listUnfinished, listWatchedFree } from '#domain/playback/queries.ts'
import { readShelfKey, writeShelfKey } from '#domain/playback/shelf-key.ts'

const unfinishedShown = 8
const freeShown = 24
const ownedPerPage = 24

export const meta: MetaFunction = () => pageMeta('Library')

/** What one began, owns, and has watched for free. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { actor, person } = await requireUser({ request, context })
  const after = readShelfKey(new URL(request.url).searchParams.get('after'))
  const shelf = await context.asActor(
    actor,
    async (tx) => {
      const [owned, unfinished, free] = await Promise.all([
        listOwned(tx, person.id, { after, limit: ownedPerPage }),
        after ? [] : listUnfinished(tx, person.id, unfinishedShown),
        after ? [] : listWatchedFree(tx, person.id, freeShown),
      ])
      return { owned, unfinished, free }
    },
    'read',
  )
  const { items, next } = shelf.owned
  return { ...shelf, owned: items, next: next && writeShelfKey(next), isFirstPage: !after }
}

export default function Library() {
  const { owned, unfinished, free, next, isFirstPage } = useLoaderData<typeof loader>()
  const isEmpty = isFirstPage && owned.length + unfinished.length + free.length === 0
  return (
    <AccountShell>
      <PageHeader title="Library" />
      {isEmpty ? (
        <EmptyState
          icon={LibraryIcon}
          title="Nothing here yet"
          action={<LinkButton to="/">See what is new</LinkButton>}
        >
          What you buy is kept here, and what you begin goes on from here.
        </EmptyState>
      ) : (
        <div className="grid gap-10">
          {unfinished.length > 0 && (
            <Shelf id="continue" title="Continue">
              {unfinished.map((item) => (
                <ShelfCard key={item.id} item={item} eager />
              ))}
            </Shelf>
          )}
          {(owned.length > 0 || !isFirstPage) && (
            <div>
              <Shelf id="owned" title="Yours">
                {owned.map((item) => (
                  <ShelfCard key={item.id} item={item} />
                ))}
              </Shelf>
              <Pagination
                previous={isFirstPage ? undefined : '/library'}
                next={next && `/library?${new URLSearchParams({ after: next })}`}
              />
            </div>
          )}
          {free.length > 0 && (
            <Shelf id="free" title="Watched for free">
              {free.map((item) => (
                <ShelfCard key={item.id} item={item} />
              ))}
            </Shelf>
          )}
        </div>
      )}
    </AccountShell>
  )
}

function Shelf({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid gap-5">
      <h2 id={id} className="text-xl font-semibold tracking-tight">
        {title}
      </h2>
      <div className="grid gap-x-5 gap-y-8 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">{children}</div>
    </section>
  )
}
