import { Form } from '@remix-run/react'
import { Trash2 } from 'lucide-react'
import { Button } from '../kit/button.tsx'
import { CopyButton } from '../kit/copy-button.tsx'
import { ConfirmDialog } from '../kit/dialog.tsx'
import { FormCard, SubmitButton } from '../kit/form.tsx'
import { Notice } from '../kit/notice.tsx'
import { RelativeTime } from '../kit/time.tsx'

export type ClaimedDomainProps = {
  claim: {
    domain: string
    token: string
    /** The name of the TXT record. */
    record: string
    /** What the domain must point at. */
    target: string
    verifiedAt: Date | string | null
  }
  /** Why the last check failed. */
  refusal: string | undefined
}

/** A domain that was named: the records it needs, and whether they are there. */
export function ClaimedDomain({ claim, refusal }: ClaimedDomainProps) {
  const { domain, token, record, target, verifiedAt } = claim
  return (
    <FormCard
      title={domain}
      actions={
        <>
          <ConfirmDialog
            trigger={
              <Button look="ghost" icon={Trash2} className="mr-auto text-bad">
                Remove domain
              </Button>
            }
            title={`Remove ${domain}?`}
            confirm="Remove domain"
            fields={{ intent: 'remove' }}
          >
            The storefront is not shown there any more. It stays at its address on Codex.
          </ConfirmDialog>
          <Form method="post">
            <SubmitButton name="intent" value="verify" look={verifiedAt ? 'quiet' : 'primary'}>
              Check now
            </SubmitButton>
          </Form>
        </>
      }
    >
      {refusal ? (
        <Notice tone="error" title="Not connected yet">
          {refusal}
        </Notice>
      ) : verifiedAt ? (
        <Notice tone="success" title="Connected">
          The record was found <RelativeTime value={verifiedAt} />. Keep it: it is looked for every day.
        </Notice>
      ) : (
        <Notice title="Two records to create where you manage the domain">
          Create both, then check. New records can take an hour to be seen everywhere.
        </Notice>
      )}
      <Record kind="TXT" name={record} value={token} why="Proves that the domain is yours." />
      <Record
        kind="CNAME"
        name={domain}
        value={target}
        why="Brings visitors here. For a domain without a subdomain use ALIAS, ANAME or the A records of that name."
      />
    </FormCard>
  )
}

function Record({ kind, name, value, why }: { kind: string; name: string; value: string; why: string }) {
  return (
    <section aria-label={`${kind} record`} className="grid gap-2 rounded-md border border-line p-4">
      <p className="text-sm text-ink-quiet">
        <span className="font-medium text-ink">{kind}</span> · {why}
      </p>
      <dl className="grid gap-2 text-sm">
        {[
          ['Name', name],
          ['Value', value],
        ].map(([label, text]) => (
          <div key={label} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <dt className="w-14 text-ink-quiet">{label}</dt>
            <dd className="min-w-0 flex-1 basis-48 font-mono wrap-anywhere select-all">{text}</dd>
            <CopyButton text={text!} label={`Copy the ${label!.toLowerCase()} of the ${kind} record`} />
          </div>
        ))}
      </dl>
    </section>
  )
}
