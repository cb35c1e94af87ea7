import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ChartNoAxesColumn } from 'lucide-react'
import { requirePermission } from '#app/http/guards.server.ts'
import { recordLook } from '#app/http/record-read.server.ts'
import { LinkButton } from '#app/ui/kit/button.tsx'
import { DataTable } from '#app/ui/kit/data-table.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { Money } from '#app/ui/kit/figures.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { listSales } from '#domain/commerce/queries.ts'
import { totalSales } from '#domain/commerce/rules.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta('Sales', data?.organization.name)

/** Totals only: who bought is the platform owner's to know. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { actor, session, membership } = await requirePermission(
    { request, context },
    params.org,
    'sales.view',
  )
  const { id, name, slug } = membership.organization
  const sales = await context.asActor(actor, (tx) => listSales(tx, id), 'read')
  await recordLook({ request, context }, session, {
    action: 'sales.view',
    organizationId: id,
    subjectType: 'organization',
    subjectId: id,
  })
  return { organization: { name, slug }, sales, totals: totalSales(sales) }
}

export default function Sales() {
  const { organization, sales, totals } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader title="Sales" description="What was sold, by post. Refunds are taken off." />
      {sales.length === 0 ? (
        <EmptyState
          icon={ChartNoAxesColumn}
          title="Nothing sold yet"
          action={
            <LinkButton to={`/studio/${organization.slug}/content`}>Publish something at a price</LinkButton>
          }
        >
          Your first sale shows here a second after it is paid.
        </EmptyState>
      ) : (
        <div className="grid gap-8">
          <div className="grid gap-4">
            {totals.map(({ currency, sold, amountCents, creatorPayoutCents }) => (
              <dl key={currency} className="grid gap-4 sm:grid-cols-3">
                <Total name="Sold">{sold}</Total>
                <Total name="Revenue">
                  <Money amount={amountCents} currency={currency} />
                </Total>
                <Total name="To creators">
                  <Money amount={creatorPayoutCents} currency={currency} />
                </Total>
              </dl>
            ))}
          </div>
          <DataTable
            caption="Sales by post, largest revenue first"
            rows={sales}
            rowKey={(sale) => `${sale.contentId}-${sale.currency}`}
            columns={[
              { key: 'title', header: 'Post', isName: true, cell: (sale) => sale.title },
              { key: 'sold', header: 'Sold', align: 'end', cell: (sale) => sale.sold },
              { key: 'refunded', header: 'Refunded', align: 'end', cell: (sale) => sale.refunded },
              {
                key: 'amount',
                header: 'Revenue',
                align: 'end',
                cell: (sale) => <Money amount={sale.amountCents} currency={sale.currency} />,
              },
              {
                key: 'organization',
                header: 'Organization',
                align: 'end',
                cell: (sale) => <Money amount={sale.organizationFeeCents} currency={sale.currency} />,
              },
              {
                key: 'creator',
                header: 'Creator',
                align: 'end',
                cell: (sale) => <Money amount={sale.creatorPayoutCents} currency={sale.currency} />,
              },
            ]}
          />
        </div>
      )}
    </>
  )
}

function Total({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="rounded-lg border border-line bg-surface p-5">
      <dt className="text-sm text-ink-quiet">{name}</dt>
      <dd className="tabular mt-1 text-2xl font-semibold">{children}</dd>
    </div>
  )
}
