import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Receipt } from 'lucide-react'
import { requireUser } from '#app/http/guards.server.ts'
import { recordLook } from '#app/http/record-read.server.ts'
import { Badge } from '#app/ui/kit/badge.tsx'
import { LinkButton, TextLink } from '#app/ui/kit/button.tsx'
import { DataTable } from '#app/ui/kit/data-table.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { Money } from '#app/ui/kit/figures.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { DateTime } from '#app/ui/kit/time.tsx'
import { AccountShell } from '#app/ui/layout/account-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { listReceipts } from '#domain/commerce/queries.ts'

export const meta: MetaFunction = () => pageMeta('Purchases')

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { actor, person, session } = await requireUser({ request, context })
  const receipts = await context.asActor(actor, (tx) => listReceipts(tx, person.id), 'read')
  if (session.support) await recordLook({ request, context }, session, { action: 'purchases.view' })
  return { receipts }
}

export default function Purchases() {
  const { receipts } = useLoaderData<typeof loader>()
  return (
    <AccountShell>
      <PageHeader title="Purchases" description="What you bought, and the receipts." />
      {receipts.length === 0 ? (
        <EmptyState
          icon={Receipt}
          title="Nothing bought yet"
          action={<LinkButton to="/">Find something to watch</LinkButton>}
        >
          Receipts appear here as soon as you buy something.
        </EmptyState>
      ) : (
        <DataTable
          caption="Your purchases, newest first"
          rows={receipts}
          rowKey={(receipt) => receipt.id}
          columns={[
            {
              key: 'title',
              header: 'Title',
              isName: true,
              cell: (receipt) =>
                receipt.slug ? (
                  <TextLink to={`/${receipt.organizationSlug}/${receipt.slug}`}>{receipt.title}</TextLink>
                ) : (
                  'No longer offered'
                ),
            },
            { key: 'from', header: 'From', cell: (receipt) => receipt.organizationName },
            {
              key: 'date',
              header: 'Date',
              cell: (receipt) => receipt.purchasedAt && <DateTime value={receipt.purchasedAt} dateOnly />,
            },
            {
              key: 'amount',
              header: 'Paid',
              align: 'end',
              cell: (receipt) => <Money amount={receipt.amountPaidCents} currency={receipt.currency} />,
            },
            {
              key: 'status',
              header: 'Status',
              cell: (receipt) =>
                receipt.status === 'refunded' ? (
                  <Badge tone="neutral">Refunded</Badge>
                ) : receipt.refundAmountCents > 0 ? (
                  <Badge tone="neutral">Partly refunded</Badge>
                ) : (
                  <Badge tone="good">Paid</Badge>
                ),
            },
            {
              key: 'receipt',
              header: 'Receipt',
              hideHeader: true,
              align: 'end',
              cell: (receipt) => (
                <TextLink
                  to={`/purchases/${receipt.id}`}
                  aria-label={`Receipt for ${receipt.title ?? 'this purchase'}`}
                >
                  Receipt
                </TextLink>
              ),
            },
          ]}
        />
      )}
    </AccountShell>
  )
}
