import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { BadgeCheck } from 'lucide-react'
import { requirePlatformOwner } from '#app/http/guards.server.ts'
import { Badge } from '#app/ui/kit/badge.tsx'
import { DataTable } from '#app/ui/kit/data-table.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { Money } from '#app/ui/kit/figures.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { DateTime } from '#app/ui/kit/time.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { listPaymentProblems } from '#domain/commerce/payment-problems.ts'

const shown = 200

export const meta: MetaFunction = () => pageMeta('Payments', 'Platform')

/** Payments that did not become a purchase as they should, and what became of the money. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor } = await requirePlatformOwner(asked)
  return { problems: await asked.context.asActor(actor, (tx) => listPaymentProblems(tx, shown), 'read') }
}

const words = {
  amount: 'Another amount or currency',
  session: 'Paid by another session',
  refund: 'Paid twice, refund refused',
}

export default function Payments() {
  const { problems } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title="Payments that need a look"
        description="Payments that didn’t fit their checkout. Nothing was sold; refunds are made automatically and tried again where Stripe refuses."
      />
      {problems.length === 0 ? (
        <EmptyState icon={BadgeCheck} title="All payments match">
          If a payment ever doesn’t fit its checkout, it’s listed here and you get an email.
        </EmptyState>
      ) : (
        <DataTable
          caption="Payments that didn’t fit their checkout, newest first"
          rows={problems}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'title',
              header: 'Title',
              isName: true,
              cell: ({ title, organizationName }) => (
                <>
                  {title ?? 'No longer offered'}
                  <span className="block text-sm font-normal text-ink-quiet">{organizationName}</span>
                </>
              ),
            },
            { key: 'problem', header: 'Problem', cell: ({ problem }) => words[problem] },
            {
              key: 'asked',
              header: 'Asked',
              align: 'end',
              cell: ({ askedCents, askedCurrency }) => <Money amount={askedCents} currency={askedCurrency} />,
            },
            {
              key: 'paid',
              header: 'Paid',
              align: 'end',
              cell: ({ paidCents, paidCurrency }) => <Money amount={paidCents} currency={paidCurrency} />,
            },
            {
              key: 'refund',
              header: 'Refund',
              cell: ({ resolvedAt, refundError }) =>
                resolvedAt ? (
                  <Badge tone="good">Refunded</Badge>
                ) : refundError ? (
                  <Badge tone="bad">Stripe refuses: {refundError.replaceAll('_', ' ')}</Badge>
                ) : (
                  <Badge tone="neutral">On its way</Badge>
                ),
            },
            { key: 'found', header: 'Found', cell: ({ foundAt }) => <DateTime value={foundAt} /> },
            {
              key: 'payment',
              header: 'Payment at Stripe',
              cell: ({ paymentIntentId }) => <code className="text-sm">{paymentIntentId ?? 'None'}</code>,
            },
          ]}
        />
      )}
    </>
  )
}
