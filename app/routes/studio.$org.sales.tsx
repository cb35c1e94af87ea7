import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ChartNoAxesColumn } from 'lucide-react'
import { may, requirePermission } from '#app/http/guards.server.ts'
import { recordLook } from '#app/http/record-read.server.ts'
import { LinkButton } from '#app/ui/kit/button.tsx'
import { DataTable, type Column } from '#app/ui/kit/data-table.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { Money } from '#app/ui/kit/figures.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import {
  listOwnEarnings,
  listSales,
  type EarningsOfPost,
  type SalesOfPost,
} from '#domain/commerce/queries.ts'
import { totalSales } from '#domain/commerce/rules.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta('Sales', data?.organization.name)

/**
 * Totals only: who bought is the platform owner's to know. Whoever may see the sales sees how each was shared out; a creator
 * sees what their own posts earned for them.
 */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { actor, session, membership } = await requirePermission(
    { request, context },
    params.org,
    'sales.view',
    'content.create',
  )
  const { id, name, slug } = membership.organization
  const organization = { name, slug }
  if (!may(membership, 'sales.view')) {
    const earnings = await context.asActor(actor, (tx) => listOwnEarnings(tx, id), 'read')
    return { organization, own: { earnings, totals: totalSales(earnings, ['creatorPayoutCents']) } }
  }
  const sales = await context.asActor(actor, (tx) => listSales(tx, id), 'read')
  await recordLook({ request, context }, session, {
    action: 'sales.view',
    organizationId: id,
    subjectType: 'organization',
    subjectId: id,
  })
  return { organization, all: { sales, totals: totalSales(sales, ['amountCents', 'creatorPayoutCents']) } }
}

export default function Sales() {
  const { organization, all, own } = useLoaderData<typeof loader>()
  const isEmpty = all ? all.sales.length === 0 : own.earnings.length === 0
  return (
    <>
      <PageHeader
        title="Sales"
        description={
          all
            ? 'What was sold, by post. Refunds are taken off.'
            : 'What your posts here earned for you. Refunds are taken off.'
        }
      />
      {isEmpty ? (
        <EmptyState
          icon={ChartNoAxesColumn}
          title="Nothing sold yet"
          action={
            <LinkButton to={`/studio/${organization.slug}/content`}>Publish something at a price</LinkButton>
          }
        >
          Your first sale shows here a second after it is paid.
        </EmptyState>
      ) : all ? (
        <div className="grid gap-8">
          <Totals
            totals={all.totals}
            amounts={{ amountCents: 'Revenue', creatorPayoutCents: 'To creators' }}
          />
          <DataTable
            caption="Sales by post, largest revenue first"
            rows={all.sales}
            rowKey={rowKey}
            columns={[
              ...counts,
              cents<SalesOfPost>('Revenue', (sale) => sale.amountCents),
              cents<SalesOfPost>('Organization', (sale) => sale.organizationFeeCents),
              cents<SalesOfPost>('Creator', (sale) => sale.creatorPayoutCents),
            ]}
          />
        </div>
      ) : (
        <div className="grid gap-8">
          <Totals totals={own.totals} amounts={{ creatorPayoutCents: 'Earned' }} />
          <DataTable
            caption="Your earnings by post, largest first"
            rows={own.earnings}
            rowKey={rowKey}
            columns={[...counts, cents<EarningsOfPost>('Earned', (sale) => sale.creatorPayoutCents)]}
          />
        </div>
      )}
    </>
  )
}

const rowKey = ({ contentId, currency }: EarningsOfPost) => `${contentId}-${currency}`

const counts: Column<EarningsOfPost>[] = [
  { key: 'title', header: 'Post', isName: true, cell: ({ title }) => title },
  { key: 'sold', header: 'Sold', align: 'end', cell: ({ sold }) => sold },
  { key: 'refunded', header: 'Refunded', align: 'end', cell: ({ refunded }) => refunded },
]

const cents = <Sale extends EarningsOfPost>(header: string, of: (sale: Sale) => number): Column<Sale> => ({
  key: header,
  header,
  align: 'end',
  cell: (sale) => <Money amount={of(sale)} currency={sale.currency} />,
})

/** One line of figures for each currency; `amounts` names those that are shown. */
function Totals<Cents extends string>({
  totals,
  amounts,
}: {
  totals: ({ currency: string; sold: number } & Record<Cents, number>)[]
  amounts: Record<Cents, string>
}) {
  return (
    <div className="grid gap-4">
      {totals.map((total) => (
        <dl key={total.currency} className="grid gap-4 sm:grid-cols-3">
          <Total name="Sold">{total.sold}</Total>
          {(Object.keys(amounts) as Cents[]).map((name) => (
            <Total key={name} name={amounts[name]}>
              <Money amount={total[name]} currency={total.currency} />
            </Total>
          ))}
        </dl>
      ))}
    </div>
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
