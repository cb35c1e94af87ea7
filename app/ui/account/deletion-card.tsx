import { Form } from '@remix-run/react'
import { LinkButton } from '../kit/button.tsx'
import { FormCard, SubmitButton } from '../kit/form.tsx'
import { Notice } from '../kit/notice.tsx'
import { DateTime } from '../kit/time.tsx'

/** The way out, or the way back while there is one. */
export function DeletionCard({ dueAt, graceDays }: { dueAt: string | null; graceDays: number }) {
  if (dueAt)
    return (
      <FormCard
        title="Your account is about to be deleted"
        actions={
          <Form method="post">
            <SubmitButton name="intent" value="keep">
              Keep my account
            </SubmitButton>
          </Form>
        }
      >
        <Notice
          tone="warning"
          title={
            <>
              It is deleted on <DateTime value={dueAt} />.
            </>
          }
        >
          Until then you can watch, listen and read as before, and take your data along. Buying and uploading
          are closed.
        </Notice>
      </FormCard>
    )
  return (
    <FormCard
      title="Delete your account"
      description={`You see first what goes and what stays. Then there are ${graceDays} days in which you can take it back.`}
      actions={
        <LinkButton to="/account/data/deletion" look="quiet">
          Delete account
        </LinkButton>
      }
    >
      <p className="text-sm text-ink-quiet">You are asked to confirm that it is you.</p>
    </FormCard>
  )
}
