import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Printer } from 'lucide-react'
import type { ReactNode } from 'react'
import { requireUser } from '#app/http/guards.server.ts'
import { idParam } from '#app/http/parse.server.ts'
import { recordLook } from '#app/http/record-read.server.ts'
import { attempt } from '#app/http/refusal-response.server.ts'
import { Button } from '#app/ui/kit/button.tsx'
import { Money } from '#app/ui/kit/figures.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { DateTime } from '#app/ui/kit/time.tsx'
import { AccountShell } from '#app/ui/layout/account-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { findReceipt } from '#domain/commerce/queries.ts'
import { notFound } from '#platform/refusal.ts'

export const meta: MetaFunction = () => pageMeta('Receipt')

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const purchaseId = idParam(params.purchaseId)
  const { actor, person, session } = await requireUser({ request, context })
  return attempt(async () => {
    const receipt = await context.asActor(actor, (tx) => findReceipt(tx, person.id, purchaseId), 'read')
    if (!receipt) throw notFound('no_such_purchase', 'We could not find that receipt.')
    const read = { action: 'purchases.view', subjectType: 'purchase', subjectId: purchaseId } as const
    if (session.support) await recordLook({ request, context }, session, read)
    return { receipt, buyer: { fullName: person.fullName, email: person.email } }
  })
}

export default function ReceiptPage() {
  const { receipt, buyer } = useLoaderData<typeof loader>()
  return (
    <AccountShell>
      <PageHeader
        title="Receipt"
        back={{ to: '/purchases', label: 'Purchases' }}
        action={
          <Button look="quiet" icon={Printer} className="print:hidden" onPress={() => window.print()}>
            Print receipt
          </Button>
        }
      />
      <dl className="max-w-2xl divide-y divide-line rounded-lg border border-line bg-surface print:border-0">
        <Line name="For">{receipt.title ?? 'No longer offered'}</Line>
        <Line name="From">{receipt.organizationName}</Line>
        <Line name="Bought by">
          {buyer.fullName}, {buyer.email}
        </Line>
        <Line name="Date">{receipt.purchasedAt && <DateTime value={receipt.purchasedAt} />}</Line>
        <Line name="Paid">
          <Money amount={receipt.amountPaidCents} currency={receipt.currency} />
        </Line>
        {receipt.refundAmountCents > 0 && (
          <Line name="Given back">
            <Money amount={receipt.refundAmountCents} currency={receipt.currency} />
          </Line>
        )}
        <Line name="Reference">{receipt.id}</Line>
      </dl>
    </AccountShell>
  )
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-6 px-5 py-3.5">
      <dt className="text-ink-quiet">{name}</dt>
      <dd className="tabular min-w-0 text-end break-words">{children}</dd>
    </div>
  )
}
